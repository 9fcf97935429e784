package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// loginRow is one thing that a login told. What is long stands on a verbose screen only, and
// what is common where members share a line.
type loginRow struct {
	name, text   string
	long, common bool
}

// login are the rows of a login that succeeded; why another did not is a check's or a
// diagnosis's to tell.
func (e escaper) login(l *evidence.Login) []loginRow {
	if l == nil || l.Outcome != evidence.OK {
		return nil
	}
	var rows []loginRow
	add := func(long bool, name, text string) {
		if text != "" {
			rows = append(rows, loginRow{name, e.value(text), long, slices.Contains(commonRows, name)})
		}
	}
	add(false, "login", loginText(l))
	add(false, "mode", joined("; ", l.Mode, prefixed("clusterAuthMode ", l.ClusterAuthMode)))
	add(false, "release", joined(", ", l.Version, l.OpenSSL))
	add(false, "connections", transportText(l))
	add(false, "without TLS", strings.Join(l.PlaintextClients, ", "))
	add(false, "hidden", strings.Join(l.Hidden, ", "))
	for _, host := range slices.Sorted(maps.Keys(l.Horizons)) {
		add(true, "horizons", host+": "+pairs(l.Horizons[host], " is "))
	}
	if l.ServerExpires != nil {
		add(true, "own view", joined(", until ", l.ServerSubject, l.ServerExpires.UTC().Format("2006-01-02 15:04 UTC")))
	}
	if l.CertificateUser != nil {
		add(true, "X.509 user", map[bool]string{true: "there is one for ", false: "there is none for "}[*l.CertificateUser]+l.Subject)
	}
	add(true, "options", pairs(l.Options, "="))
	for _, line := range l.Refusals {
		add(true, "refusal", line)
	}
	return rows
}

// commonRows are those that a deployment's screen has, once for the members that agree. Hidden
// members are in its matrix.
var commonRows = []string{"login", "mode", "release"}

// toldOfSet joins what the logins at several members told.
func toldOfSet(v view) []string {
	var all []reason
	for _, m := range v.members {
		for _, r := range m.login {
			same := func(o reason) bool { return o.checks[0] == r.name && o.why == r.text }
			switch i := slices.IndexFunc(all, same); {
			case !r.common:
			case i < 0:
				all = append(all, reason{checks: []string{r.name}, hosts: []string{m.host}, why: r.text})
			default:
				all[i].hosts = append(all[i].hosts, m.host)
			}
		}
	}
	lines := make([]string, len(all))
	for i, r := range all {
		lines[i] = fmt.Sprintf("%s on %s: %s", r.checks[0], v.on(r.hosts), r.why)
	}
	return lines
}

func loginText(l *evidence.Login) string {
	user := l.User
	if user == "" {
		user = l.Subject
	}
	return joined("; roles ", fmt.Sprintf("%s on %s, by %s", user, l.Source, l.Mechanism), strings.Join(l.Roles, ", "))
}

// transportText is the counters of TLS connections, by version.
func transportText(l *evidence.Login) string {
	var parts []string
	for _, version := range slices.Sorted(maps.Keys(l.Transport)) {
		if n := l.Transport[version]; n > 0 {
			parts = append(parts, fmt.Sprintf("TLS %s: %d", version, n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	text := strings.Join(parts, ", ") + " since the start"
	if l.Accepted != nil {
		text += fmt.Sprintf(", of %d connections accepted", *l.Accepted)
	}
	return text
}

// joined leaves out what is empty.
func joined(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// pairs are the entries of a map, by their keys.
func pairs(m map[string]string, between string) string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, k+between+m[k])
	}
	return strings.Join(out, ", ")
}

func (p *printer) printLogin(m member) {
	for _, r := range m.login {
		if !r.long || p.style.Verbose {
			p.check(p.style.mark(listMark), r.name, r.text)
		}
	}
}
