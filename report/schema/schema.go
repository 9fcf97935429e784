// Package schema holds the JSON Schemas of the documents that mongotls writes. They
// are for readers of those documents: a change only adds fields, so no schema forbids
// a field that it does not know.
package schema

import _ "embed"

//go:embed mongotls.report.1.schema.json
var report string

// Report is the JSON Schema (2020-12) of the document "mongotls.report/1".
func Report() string { return report }
