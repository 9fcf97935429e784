package schema

import _ "embed"

//go:embed mongotls.upgrade.1.schema.json
var upgrade string

// Upgrade is the JSON Schema (2020-12) of the document "mongotls.upgrade/1".
func Upgrade() string { return upgrade }
