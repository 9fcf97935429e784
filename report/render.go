package report

import (
	"fmt"
	"io"
	"strings"
)

// Renderer writes a document in one output format.
type Renderer func(w io.Writer, d Document, s Style) error

// formats are the values of --output, in the order of the contract.
var formats = []struct {
	name   string
	render Renderer
}{
	{"text", Text},
	{"short", Short},
	{"json", JSON},
}

// Formats are the names that RendererFor knows.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// RendererFor is the renderer of an output format; the error names those that exist.
func RendererFor(name string) (Renderer, error) {
	for _, f := range formats {
		if f.name == name {
			return f.render, nil
		}
	}
	return nil, fmt.Errorf("unknown output format %q: expected one of %s", name, strings.Join(Formats(), ", "))
}
