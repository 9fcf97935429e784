package evidence

import "time"

// Login is one login and what the server then told. No password ever gets here.
type Login struct {
	Mechanism string  `json:"mechanism"` // SCRAM-SHA-1, SCRAM-SHA-256, MONGODB-X509
	User      string  `json:"user"`
	Source    string  `json:"source"` // the database of the user: "admin", "$external"
	Outcome   Outcome `json:"outcome"`
	// Code and CodeName are the server's, where it refused: 18, "AuthenticationFailed".
	Code     int    `json:"code,omitempty"`
	CodeName string `json:"code_name,omitempty"`
	Error    string `json:"error,omitempty"`
	// Skipped says why no login was tried: PLAIN, an unverified server.
	Skipped string `json:"skipped,omitempty"`
	// Asked are the commands and how each ended.
	Asked []Command `json:"asked,omitempty"`

	Mode            string `json:"mode,omitempty"` // getParameter tlsMode: "requireTLS"
	ClusterAuthMode string `json:"cluster_auth_mode,omitempty"`
	Version         string `json:"version,omitempty"` // buildInfo: "7.0.14"
	OpenSSL         string `json:"openssl,omitempty"` // buildInfo: what runs
	// Options are those of getCmdLineOpts under net.tls, net.ssl, net.bindIp and security,
	// flattened: "net.tls.mode". Passwords are left out.
	Options map[string]string `json:"options,omitempty"`
	// Transport is serverStatus.transportSecurity: connections accepted by protocol since the
	// start: "1.0", "1.1", "1.2", "1.3", "unknown".
	Transport map[string]int64 `json:"transport,omitempty"`
	// Plaintext is the number of connections without TLS that are open; nil where not told.
	Plaintext *int64 `json:"plaintext,omitempty"`
	// ServerSubject and ServerExpires are the server's own view of its certificate
	// (serverStatus.security.SSLServerSubjectName and so on); HasCA whether it verifies clients.
	ServerSubject string     `json:"server_subject,omitempty"`
	ServerExpires *time.Time `json:"server_expires,omitempty"`
	HasCA         *bool      `json:"has_ca,omitempty"`
	// Hidden are members that hello does not name; Horizons names of members by horizon.
	Hidden   []string                     `json:"hidden,omitempty"`
	Horizons map[string]map[string]string `json:"horizons,omitempty"`
	// Refusals are lines of getLog about refused TLS connections, the newest last.
	Refusals []string `json:"refusals,omitempty"`
}

// Command is one command that was asked after the login.
type Command struct {
	Name    string  `json:"name"`
	Outcome Outcome `json:"outcome"` // ok, or refused
	// Code is the server's error code; 13 = Unauthorized.
	Code int `json:"code,omitempty"`
	// Role is the built-in role that grants it.
	Role string `json:"role,omitempty"`
}
