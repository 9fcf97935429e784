package login

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/target"
)

// Mechanisms of authentication (driver specifications, "auth").
const (
	SCRAMSHA1   = "SCRAM-SHA-1"
	SCRAMSHA256 = "SCRAM-SHA-256"
	X509        = "MONGODB-X509"
	Plain       = "PLAIN"
)

const external = "$external"

// Credentials are what the user logs in with. They are safe for concurrent use.
type Credentials struct {
	User     string
	Password target.Secret
	// Source is the database that the user belongs to.
	Source string
	// Mechanism is one of the constants, or another that this package does not speak, or ""
	// for what the server offers of SCRAM.
	Mechanism string

	attempts *Attempts
	// deployment is what was given to connect to; its members know the same users.
	deployment string
}

// spoken are the mechanisms of this package; "" is one of SCRAM.
var spoken = []string{"", SCRAMSHA1, SCRAMSHA256, X509, Plain}

// Given are the credentials in a target; nil where it asks for no login. Attempts are those
// of the whole run.
func Given(t target.Target, a *Attempts) *Credentials {
	o := t.Options
	c := &Credentials{User: o.Username, Password: o.Password, Mechanism: strings.ToUpper(o.AuthMechanism), attempts: a,
		deployment: cmp.Or(t.SRVName, fmt.Sprint(t.Hosts))}
	if c.User == "" && c.Mechanism == "" {
		return nil
	}
	switch c.Mechanism {
	case X509:
		c.Source = external
	case Plain:
		c.Source = cmp.Or(o.AuthSource, t.Database, external)
	default:
		c.Source = cmp.Or(o.AuthSource, t.Database, "admin")
	}
	return c
}

// NeedsPassword tells whether a password is needed and was not given.
func (c *Credentials) NeedsPassword() bool {
	return c.User != "" && c.byPassword() && !c.Password.IsSet()
}

// byPassword tells whether the login is one that this package makes with a password.
func (c *Credentials) byPassword() bool {
	return c.Mechanism != X509 && slices.Contains(spoken, c.Mechanism)
}

// Server is what is known of a server before a login.
type Server struct {
	// Name is how the user knows it, and Role that of its hello.
	Name, Role string
	// Verified: chain, name and revocation are in order. Allowed: the user lets that pass.
	Verified, Allowed bool
	// Subject is that of the client certificate which the server took, as it spells it; ""
	// where none was sent.
	Subject string
}

// arbiter is the role of a member that no one can log in to.
const (
	arbiter      = "arbiter"
	withoutUsers = "an arbiter holds no users"
)

// Withheld says why no login is tried at a server; "" where nothing speaks against it.
// MONGODB-X509 shows the server nothing that the handshake has not shown. SCRAM does not
// show the password, but lets the peer try passwords at leisure (RFC 5802, section 9), so
// it needs a server that is verified, or the user's word. PLAIN needs a verified one.
func (c *Credentials) Withheld(s Server) string {
	switch {
	case s.Role == arbiter:
		return withoutUsers
	case !slices.Contains(spoken, c.Mechanism):
		return "this tool does not log in by " + c.Mechanism
	case c.Mechanism == X509 && s.Subject == "":
		return "MONGODB-X509 needs a client certificate, and none was sent"
	case c.Mechanism == X509:
		return ""
	case c.User == "":
		return "no user name was given"
	case c.NeedsPassword():
		return "no password was given"
	case c.Mechanism == Plain && !s.Verified:
		return "PLAIN shows the password, and the server's certificate did not verify"
	case !s.Verified && !s.Allowed:
		return "the server's certificate did not verify, so it gets no proof of the password"
	}
	return ""
}
