package schema

import _ "embed"

//go:embed mongotls.explain.1.schema.json
var explain string

// Explain is the JSON Schema (2020-12) of the document "mongotls.explain/1".
func Explain() string { return explain }
