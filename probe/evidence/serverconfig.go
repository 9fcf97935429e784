package evidence

// RoleConfig is a server's configuration: a file, a command line, or both.
const RoleConfig FileRole = "server-config"

// ServerConfig is what a mongod or mongos is told about TLS, as it was written: by its
// configuration file, by its command line, or by both.
type ServerConfig struct {
	Program string `json:"program,omitempty"` // "mongod" or "mongos"; "" where it is not told
	Format  string `json:"format"`            // "yaml", "ini" or "command-line"
	// ServerVersion is the release that the configuration is for; "" for any.
	ServerVersion string `json:"server_version,omitempty"`
	// Settings are those that concern TLS, unknown names close to them included.
	Settings []ServerSetting `json:"settings"`
	Problems []ConfigProblem `json:"problems,omitempty"`
}

// ServerSetting is one option in one place.
type ServerSetting struct {
	Key  string `json:"key"`            // as written: "net.ssl.mode", or what the flag stands for
	Name string `json:"name,omitempty"` // of today: "net.tls.mode"; "" for an unknown key
	Flag string `json:"flag,omitempty"` // as typed, without dashes
	// Near is the option that an unknown key was meant to be; "" where none is close.
	Near  string `json:"near,omitempty"`
	Shape string `json:"shape"` // "scalar", "null", "list" or "map"
	// Value is "" for a password; Secret then tells that one is there.
	Value  string `json:"value,omitempty"`
	Secret bool   `json:"secret,omitempty"`
	Source string `json:"source"` // the file, or "command line"
	// Line and Column count from 1; 0 on a command line.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Overridden is set where the command line sets the same option.
	Overridden bool `json:"overridden,omitempty"`
}

// ConfigProblem is something that could not be read, or was not followed.
type ConfigProblem struct {
	Kind   string `json:"kind"`
	Source string `json:"source"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Text   string `json:"text"`
}
