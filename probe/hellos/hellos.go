// Package hellos has the ClientHellos of real clients, each recorded from the program that
// its origin names (fixtures/capture), for the probe to send byte for byte.
//
// Its promise: nothing here was made by hand, and nothing is read before it is asked for.
package hellos

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Hello is the first record of one client, sent to the host db1.example.com.
type Hello struct {
	Name string `json:"name"` // "node-20-openssl-3.0"
	// Origin is the program with its version, its TLS library and how it calls that.
	Origin string `json:"origin"`
	// Same are the origins of other clients whose hello differs in nothing but its random
	// bytes and keys.
	Same []string `json:"same,omitempty"`
	// Record is one TLS record with its header.
	Record []byte `json:"record"`
}

//go:embed data/*.json
var data embed.FS

// Find returns the hello of that name.
func Find(name string) (Hello, error) {
	text, err := data.ReadFile(path.Join("data", name+".json"))
	if err != nil {
		return Hello{}, fmt.Errorf("no ClientHello named %q was recorded", name)
	}
	var h Hello
	if err := json.Unmarshal(text, &h); err != nil {
		return Hello{}, fmt.Errorf("ClientHello %s: %w", name, err)
	}
	return h, nil
}

// Names are those of all hellos, sorted.
func Names() []string {
	entries, err := fs.ReadDir(data, "data")
	if err != nil {
		return nil // the directory is embedded
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".json")
	}
	return names
}

// All are all hellos, sorted by name.
func All() ([]Hello, error) {
	var all []Hello
	for _, name := range Names() {
		h, err := Find(name)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}
