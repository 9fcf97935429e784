package classify

import (
	"maps"
	"strings"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// expand fills the placeholders of a catalogue text. One without a value gets the
// general words of Placeholders.
func expand(text string, vars map[string]string) string {
	pairs := make([]string, 0, 2*len(Placeholders))
	for name, general := range Placeholders {
		value := vars[name]
		if value == "" {
			value = general
		}
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func (f Fix) expand(vars map[string]string) Fix {
	out := Fix{On: f.On, Text: expand(f.Text, vars)}
	safe := make(map[string]string, len(vars))
	for name, value := range vars {
		safe[name] = quote(value)
	}
	for _, line := range f.Run {
		out.Run = append(out.Run, expand(line, safe))
	}
	return out
}

// quote makes a value fit for a command line that people paste: much of it was chosen by
// the server. What is more than a plain word stands in single quotes, where a brace begins no
// placeholder (Fix.expand fills those in later).
func quote(value string) string {
	plain := func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("._:/@%+=,-[]", r)
	}
	if strings.HasPrefix(value, "-") {
		return "" // it would be read as an option: the general word stands for it
	}
	if value == "" || !strings.ContainsFunc(value, func(r rune) bool { return !plain(r) }) {
		return value
	}
	return "'" + strings.NewReplacer("'", `'\''`, "{", "{''").Replace(value) + "'"
}

// vars are the values of the placeholders for one finding.
func (p placed) vars() map[string]string {
	m := p.member
	vars := map[string]string{
		"host": m.Host, "name": m.Name, "port": port(m.Host), "bind": bindIP(m.Name), "address": m.dialled(),
		"detail": p.detail, "at": stamp(m.at),
		"san": sanFor(m.Name), "versions": strings.Join(m.acceptedVersions(), ", "),
		"wanted_set": m.client.ReplicaSet,
	}
	if m.client.CASource != evidence.SystemStore {
		vars["ca"] = m.client.CASource
	}
	m.handshakeVars(vars)
	m.helloVars(vars)
	m.clientVars(vars)
	if m.file != nil {
		m.fileVars(vars)
	}
	c := p.cert
	if c == nil {
		c = m.leaf
	}
	if c != nil {
		certVars(vars, c)
	}
	if s := m.Service; s != nil {
		vars["service"], vars["first_bytes"] = s.Name, s.FirstBytes
	}
	vars["java_revocation"] = m.javaRevocation()
	vars["refusing"], vars["accepting"] = m.camps(p.refused)
	for k, v := range p.finding.vars {
		vars[k] = v
	}
	return vars
}

// dialled is the address that was reached, else the first that was tried.
func (m *member) dialled() string {
	if m.Address == "" && len(m.Dials) > 0 {
		return m.Dials[0].Address
	}
	return m.Address
}

func (m *member) handshakeVars(vars map[string]string) {
	if h := m.best(); h != nil {
		vars["version"], vars["suite"], vars["group"] = h.Version, h.Suite, h.Group
	}
	if m.Handshake != nil && m.Handshake.Alert != nil {
		vars["alert"] = alertText(m.Handshake.Alert)
		maps.Copy(vars, alertVars(*m.Handshake.Alert))
	}
	if m.Handshake != nil && m.Handshake.Error != nil {
		vars["go_error"] = *m.Handshake.Error
	}
	if accepted := m.acceptedVersions(); len(accepted) > 0 && vars["version"] == "" {
		vars["version"] = accepted[len(accepted)-1]
	}
}

func (m *member) helloVars(vars map[string]string) {
	if m.Hello == nil {
		return
	}
	vars["set"] = m.Hello.SetName
	vars["our_time"] = stamp(m.Hello.ReceivedAt)
	if m.Hello.LocalTime != nil {
		vars["server_time"] = stamp(*m.Hello.LocalTime)
	}
}

func (m *member) clientVars(vars map[string]string) {
	vars["issuers"] = strings.Join(m.Client.Issuers[:min(len(m.Client.Issuers), maxIssuersTold)], "; ")
	if c := m.client.Certificate; c != nil && len(c.Chain) > 0 {
		vars["client_cert"], vars["client_name"] = c.Source, c.Chain[0].Subject
	}
}

// maxIssuersTold bounds the CA names that a text repeats.
const maxIssuersTold = 5

func certVars(vars map[string]string, c *cert.Cert) {
	e := c.Evidence()
	vars["subject"], vars["issuer"], vars["serial"] = e.Subject, e.Issuer, e.Serial
	vars["not_before"], vars["not_after"] = stamp(c.NotBefore), stamp(c.NotAfter)
	vars["names"] = strings.Join(e.Names, ", ")
	vars["key"], vars["signature"], vars["sha256"] = e.Key, e.Signature, e.SHA256
	if len(c.OCSPServers) > 0 {
		vars["responder"] = c.OCSPServers[0]
	}
}

// camps names those who refuse and those who do not.
func (m *member) camps(refused []int) (refusing, accepting string) {
	var no, yes []string
	for i, j := range m.judges {
		if contains(refused, i) {
			no = append(no, j.Title)
		} else {
			yes = append(yes, j.Title)
		}
	}
	return enumerate(no), enumerate(yes)
}

func (m *member) acceptedVersions() []string {
	var out []string
	for _, v := range evidence.Versions() {
		if m.Versions[v] == evidence.Accepted {
			out = append(out, string(v))
		}
	}
	return out
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
