package evidence

import (
	"slices"
	"time"
)

// Login is one login and what the server then told. No password ever gets here.
type Login struct {
	Mechanism string `json:"mechanism"` // SCRAM-SHA-1, SCRAM-SHA-256, MONGODB-X509, PLAIN; "" where none was agreed on
	// User is as the credentials have it; "" where the server takes it from the certificate.
	User    string  `json:"user"`
	Source  string  `json:"source"` // the database of the user: "admin", "$external"
	Outcome Outcome `json:"outcome"`
	// Code and CodeName are the server's, where it refused: 18, "AuthenticationFailed".
	Code     int    `json:"code,omitempty"`
	CodeName string `json:"code_name,omitempty"`
	Error    string `json:"error,omitempty"`
	// Skipped says why no login was tried: PLAIN, an unverified server.
	Skipped string `json:"skipped,omitempty"`
	// RefusedAt is the member that refused these credentials, where none was tried here for
	// that reason: a wrong password is sent to one member, and once to a server with several
	// names. Code, Error and Offered are then its.
	RefusedAt string `json:"refused_at,omitempty"`
	// Offered are the mechanisms that hello has for the user; nil where it was not asked,
	// and empty where it has none.
	Offered []string `json:"offered,omitzero"`
	// Unverified says that the user allowed a login to a server that did not verify.
	Unverified bool `json:"unverified,omitempty"`
	// Subject is that of the client certificate as the server spells it; "" where none was sent.
	Subject string `json:"subject,omitempty"`
	// Roles are those of the user that is logged in: "clusterMonitor@admin".
	Roles []string `json:"roles,omitempty"`
	// Asked are the commands and how each ended.
	Asked []Command `json:"asked,omitempty"`

	Mode            string `json:"mode,omitempty"` // getParameter tlsMode: "requireTLS"
	ClusterAuthMode string `json:"cluster_auth_mode,omitempty"`
	Version         string `json:"version,omitempty"` // buildInfo: "7.0.14"
	OpenSSL         string `json:"openssl,omitempty"` // buildInfo: what runs
	// Options are those of getCmdLineOpts under net.tls, net.ssl, net.bindIp, security and
	// setParameter, flattened: "net.tls.mode". Passwords are left out.
	Options map[string]string `json:"options,omitempty"`
	// Transport is serverStatus.transportSecurity: TLS connections by protocol since the
	// start, those that the server itself opened among them: "1.0", "1.1", "1.2", "1.3", "unknown".
	Transport map[string]int64 `json:"transport,omitempty"`
	// Accepted is serverStatus.connections.totalCreated: connections accepted since the start.
	Accepted *int64 `json:"accepted,omitempty"`
	// Plaintext is the number of addresses in PlaintextClients; nil where the server does not
	// tell: it logs such clients in preferTLS only, and getLog holds its newest 1024 lines.
	Plaintext        *int64   `json:"plaintext,omitempty"`
	PlaintextClients []string `json:"plaintext_clients,omitempty"`
	// PlaintextLast is when the log has the last of these connections, and LogSince where its
	// lines begin, by the server's clock; nil where a line does not tell.
	PlaintextLast *time.Time `json:"plaintext_last,omitempty"`
	LogSince      *time.Time `json:"log_since,omitempty"`
	// ServerSubject and ServerExpires are the server's own view of its certificate
	// (serverStatus.security.SSLServerSubjectName and so on); HasCA whether it verifies clients.
	ServerSubject string     `json:"server_subject,omitempty"`
	ServerExpires *time.Time `json:"server_expires,omitempty"`
	HasCA         *bool      `json:"has_ca,omitempty"`
	// CertificateUser tells whether there is a user for Subject; nil where that was not learnt.
	CertificateUser *bool `json:"certificate_user,omitempty"`
	// Hidden are members that hello does not name; Horizons names of members by horizon.
	Hidden   []string                     `json:"hidden,omitempty"`
	Horizons map[string]map[string]string `json:"horizons,omitempty"`
	// Refusals are lines of getLog about refused TLS connections, the newest last.
	Refusals []string `json:"refusals,omitempty"`
}

// Denied tells whether the server refused the one who logs in, and not everybody at present.
func (l *Login) Denied() bool { return l.Outcome == Refused && !NotNow(l.Code) }

// Command is one command that was asked after the login.
type Command struct {
	Name    string  `json:"name"`
	Outcome Outcome `json:"outcome"` // ok, or refused
	// Code is the server's error code; Unauthorized where the user may not.
	Code int `json:"code,omitempty"`
	// Error is what the server said, or how the exchange ended.
	Error string `json:"error,omitempty"`
	// Role is the built-in role that grants it.
	Role string `json:"role,omitempty"`
}

// Unauthorized is the error code of a command that the user's roles do not grant.
const Unauthorized = 13

// stateCodes are errors that tell of the server's state and not of the command: it shuts
// down, elects, recovers or is too busy (driver specifications, "retryable-reads" and
// "server-discovery-and-monitoring"; server: base/error_codes.yml).
var stateCodes = []int{6, 7, 50, 89, 91, 133, 134, 189, 202, 262, 462, 9001, 10058, 10107, 11600, 11602, 13435, 13436}

// NotNow tells whether an error code of a server says that it cannot answer at present,
// whoever asks.
func NotNow(code int) bool { return slices.Contains(stateCodes, code) }
