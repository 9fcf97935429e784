package upgrade

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// Source is where a member's mode is known from.
type Source string

const (
	// Told is the server's own word, after a login.
	Told Source = "getParameter"
	// Observed is what the port takes, which does not tell AllowTLS from PreferTLS.
	Observed Source = "observed"
)

// Member is where one member stands.
type Member struct {
	Name string `json:"name"`
	// AcceptsPlaintext and AcceptsTLS are nil where that was not learnt.
	AcceptsPlaintext *bool  `json:"accepts_plaintext"`
	AcceptsTLS       *bool  `json:"accepts_tls"`
	Mode             Stage  `json:"mode"`
	ModeSource       Source `json:"mode_source"`
	// StartedIn is the mode of the options that the server was started with, where a login told
	// it: a restart returns to it. "" where it is not known.
	StartedIn Stage `json:"started_in,omitempty"`
	// TLSClients counts TLS connections since the server's start by protocol version, those
	// that it opened itself among them; empty without a login.
	TLSClients map[string]int64 `json:"tls_clients"`
	// PlaintextClients is the number of addresses that the server's log names; nil where it
	// was not told.
	PlaintextClients *int64 `json:"plaintext_clients"`
	// LogSince is where the lines of the log begin in which they were looked for.
	LogSince *time.Time `json:"log_since,omitempty"`
	Role     string     `json:"role,omitempty"`
	Version  string     `json:"version,omitempty"`
}

// member is a Member with what its steps depend on.
type member struct {
	Member
	seen *evidence.Member
	// ssl tells that its release knows only the names of options with "ssl"; named is false
	// where the release is not known.
	ssl, named bool
}

// observe reads one member's evidence.
func observe(e *evidence.Evidence, m *evidence.Member) *member {
	return read(withShared(e, m))
}

// withShared is a member with what was asked of its server under another name.
func withShared(e *evidence.Evidence, m *evidence.Member) *evidence.Member {
	i := slices.IndexFunc(e.Members, func(o evidence.Member) bool { return o.Host == m.SharedWith })
	if m.SharedWith == "" || i < 0 {
		return m
	}
	own, other := *m, e.Members[i]
	own.Plaintext = other.Plaintext
	if own.Login == nil || own.Login.Outcome != evidence.OK {
		own.Login = other.Login
	}
	return &own
}

func read(seen *evidence.Member) *member {
	m := &member{seen: seen, Member: Member{Name: seen.Host, TLSClients: map[string]int64{}}}
	m.AcceptsPlaintext, m.AcceptsTLS = plaintext(seen), acceptsTLS(seen)
	m.Mode, m.ModeSource = m.observed(), Observed
	if seen.Hello != nil {
		m.Role = seen.Hello.Role
	}
	if l := seen.Login; l != nil {
		if told := newName(l.Mode); told.level() >= 0 {
			m.Mode, m.ModeSource = told, Told
		}
		if l.Transport != nil {
			m.TLSClients = l.Transport
		}
		m.Version, m.PlaintextClients, m.LogSince = l.Version, l.Plaintext, l.LogSince
		m.StartedIn = newName(m.option("net.tls.mode", "net.ssl.mode"))
		if m.PlaintextClients != nil && *m.PlaintextClients == 0 && m.muted() {
			m.PlaintextClients = nil // they are there for all that, perhaps
		}
	}
	m.ssl, m.named = m.release()
	return m
}

// newName is a mode under the name that it has since MongoDB 4.2.
func newName(mode string) Stage { return Stage(strings.Replace(mode, "SSL", "TLS", 1)) }

// plaintext is nil where the port was not asked, or did not tell.
func plaintext(m *evidence.Member) *bool {
	accepted := m.Plaintext == evidence.Accepted
	if !accepted && m.Plaintext != evidence.Rejected {
		return nil
	}
	return &accepted
}

// acceptsTLS tells whether the port answers as a TLS server does. mongod without TLS closes
// the connection and sends nothing.
func acceptsTLS(m *evidence.Member) *bool {
	yes, no := true, false
	for _, h := range append(slices.Clone(m.Fallbacks), first(m)...) {
		if h.Outcome == evidence.OK || h.Alert != nil && h.Alert.From == "server" || h.Stage == evidence.AfterHello || h.Stage == evidence.AfterCerts {
			return &yes
		}
	}
	for _, answer := range m.Versions {
		if answer == evidence.Accepted {
			return &yes
		}
	}
	if len(m.Chain.Presented) > 0 {
		return &yes
	}
	silent := m.Handshake != nil && (m.Handshake.Outcome == evidence.Closed || m.Handshake.Outcome == evidence.Reset || m.Handshake.Outcome == evidence.NotTLS)
	if silent && m.Plaintext == evidence.Accepted {
		return &no
	}
	return nil
}

func first(m *evidence.Member) []evidence.Handshake {
	if m.Handshake == nil {
		return nil
	}
	return []evidence.Handshake{*m.Handshake}
}

// observed is the mode as the port shows it.
func (m *member) observed() Stage {
	if m.AcceptsPlaintext == nil || m.AcceptsTLS == nil {
		return Unknown
	}
	return map[[2]bool]Stage{
		{true, false}: Disabled, {true, true}: Either, {false, true}: RequireTLS, {false, false}: Unknown,
	}[[2]bool{*m.AcceptsPlaintext, *m.AcceptsTLS}]
}

// tlsNames is the first wire version with the names of options that have "tls" (MongoDB 4.2).
const tlsNames = 8

// release reads whether the member knows the names with "ssl" only.
func (m *member) release() (ssl, known bool) {
	if r, err := serverconf.ParseRelease(m.Version); err == nil {
		return r.Compare(serverconf.Release{Major: 4, Minor: 2}) < 0, true
	}
	if h := m.seen.Hello; h != nil && h.Error == "" {
		return h.MaxWireVersion < tlsNames, true
	}
	return false, false
}

// option is the value of the first of some options that a login told.
func (m *member) option(names ...string) string {
	if m.seen.Login == nil {
		return ""
	}
	for _, name := range names {
		if v := m.seen.Login.Options[name]; v != "" {
			return v
		}
	}
	return ""
}

// restarts tells whether the mode is changed by a restart in each step. An arbiter has no users;
// from its own machine access control lets one ask for parameters there, and set none (server:
// db/auth/authorization_session_impl.cpp, SERVER-5479).
func (m *member) restarts() bool { return m.Role == "arbiter" }

// ranks order members as they are changed. An arbiter may lag by a mode where it cannot be
// asked, and so comes first; the primary comes last, so that it is handed over once, and mongos
// after the servers that it connects to.
var ranks = map[string]int{"arbiter": -1, "primary": 1, "mongos": 2}

func (m *member) rank() int { return ranks[m.Role] }

func (m *member) compare(o *member) int { return cmp.Compare(m.rank(), o.rank()) }
