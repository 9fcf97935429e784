package serverconf

import (
	"slices"
	"strings"
)

// Type is what the value of an option looks like.
type Type string

const (
	Text      Type = "text"
	Enum      Type = "enum"      // one of Values
	Switch    Type = "switch"    // true or false in YAML, a bare flag on the command line
	File      Type = "file"      // a path, relative to the server's working directory
	Password  Type = "password"  // never shown
	Protocols Type = "protocols" // TLS1_0,TLS1_1,…
	Selector  Type = "selector"  // subject=… or thumbprint=…
	Ciphers   Type = "ciphers"   // an OpenSSL cipher list
	Number    Type = "number"
	Boolean   Type = "boolean" // of a parameter: true, false, 1 or 0
)

// Option is one row of the table of options.
type Option struct {
	// Name is the dotted name of today: net.tls.mode, setParameter.tlsUseSystemCA.
	Name string
	// Flag is the name on the command line and in the old file format, without dashes;
	// "" for a parameter, which is set through --setParameter.
	Flag   string
	Kind   Type
	Values []string
	Old    []OldName
	// Since is the first release with the current name; zero where that is not known.
	Since Release
	// Platform is where it exists; "" for everywhere.
	Platform string
	// NotInYAML is set where the YAML file may not have it.
	NotInYAML bool
	// RuntimeOnly is set for a parameter that cannot be set at the start.
	RuntimeOnly bool
}

// OldName is a name that an option had.
type OldName struct {
	Key, Flag string
	// Values translates the values that were spelt otherwise.
	Values map[string]string
}

// Parameters is the map that holds the parameters.
const Parameters = "setParameter"

// Parameter is the name of a parameter without its map.
func Parameter(key string) string { return strings.TrimPrefix(key, Parameters+".") }

// options is the table: what concerns TLS, in the order of the manual. byKey has its rows by
// each of their names.
var (
	options = slices.Concat(tlsOptions(), securityOptions(), parameterOptions())
	byKey   = index(options)
)

func index(rows []Option) map[string]*Option {
	keys := map[string]*Option{}
	for i, o := range rows {
		keys[o.Name] = &rows[i]
		for _, old := range o.Old {
			keys[old.Key] = &rows[i]
		}
	}
	return keys
}

// Find is the option of a dotted key, current or old; nil if there is none. Keys are exact.
// What it points to is not to be changed.
func Find(key string) *Option { return byKey[key] }

// findFlag is the option of a flag and the dotted key that it stands for.
func findFlag(flag string) (*Option, string) {
	if flag == "" {
		return nil, ""
	}
	for i, o := range options {
		if o.Flag == flag {
			return &options[i], o.Name
		}
		for _, old := range o.Old {
			if old.Flag == flag {
				return &options[i], old.Key
			}
		}
	}
	return nil, ""
}

// old is the old name that a key is; nil for another.
func (o Option) old(key string) *OldName {
	i := slices.IndexFunc(o.Old, func(n OldName) bool { return n.Key == key })
	if i < 0 {
		return nil
	}
	return &o.Old[i]
}

// Renamed is the current name of the option where key is an old one, else "".
func (o Option) Renamed(key string) string {
	if o.old(key) == nil {
		return ""
	}
	return o.Name
}
