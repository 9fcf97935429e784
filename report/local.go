package report

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// localMember is this machine as screens show it: a line for each runtime, and for what else
// bears on trust.
func (e escaper) localMember(l *evidence.Local) member {
	var out []accepted
	add := func(name, text string) { out = append(out, accepted{e.name(name), e.value(text)}) }
	add("system", strings.Join(nonEmpty(l.Release, l.System), ", "))
	for _, r := range l.Runtimes {
		add(r.Kind, aboutRuntime(r, l.Stores))
	}
	for _, s := range l.Stores {
		add("store", aboutStore(s))
	}
	for _, v := range l.Variables {
		add("variable", v.Name+"="+v.Value)
	}
	if l.Policy.CryptoPolicy != "" {
		add("policy", l.Policy.CryptoPolicy)
	}
	for _, s := range l.Policy.Settings {
		add("policy", fmt.Sprintf("%s:%d: %s = %s", s.File, s.Line, s.Key, s.Value))
	}
	add("clock", aboutClock(l.Clock))
	return member{host: classify.ThisMachine, accepts: out}
}

// aboutRuntime is the line of one: "3.11.7 (/usr/bin/python3): OpenSSL 3.0.19, TLS 1.2 to 1.3,
// 140 anchors from /etc/ssl/certs, PyMongo 3.11 without OCSP".
func aboutRuntime(r evidence.Runtime, stores []evidence.TrustStore) string {
	name := strings.TrimSpace(r.Version + " (" + r.Path + ")")
	parts := nonEmpty(withoutDate(r.Library), offered(r), anchorsOf(r, stores))
	for _, p := range r.Packages {
		if title := toldPackages[p.Name]; title != "" {
			parts = append(parts, title+" "+p.Version+ocspOf(r, p))
		}
	}
	if r.Problem != "" {
		parts = append(parts, r.Problem)
	}
	return name + ": " + strings.Join(parts, ", ")
}

// toldPackages are the packages that are told, by name; others stand in JSON.
var toldPackages = map[string]string{"pymongo": "PyMongo", "mongodb": "ext-mongodb", "mongo": "mongo gem", "certifi": "certifi"}

// withoutDate leaves out when a library was built: "OpenSSL 3.0.19 27 Jan 2026".
func withoutDate(library string) string {
	words := strings.Fields(library)
	return strings.Join(words[:min(2, len(words))], " ")
}

func offered(r evidence.Runtime) string {
	if r.Oldest == "" || r.Oldest == r.Newest {
		return string(r.Newest)
	}
	return string(r.Oldest) + " to " + strings.TrimPrefix(string(r.Newest), "TLS ")
}

// anchorsOf names the first store with the most anchors.
func anchorsOf(r evidence.Runtime, stores []evidence.TrustStore) string {
	if r.Anchors == nil {
		return ""
	}
	text := count(*r.Anchors, "anchor", "anchors")
	if r.BuiltIn {
		return text + " of its own"
	}
	best := evidence.TrustStore{}
	for _, s := range stores {
		if slices.Contains(r.Stores, s.Path) && s.Anchors > best.Anchors {
			best = s
		}
	}
	if best.Path == "" {
		return text
	}
	return text + " from " + best.Path
}

// aboutStore is the line of one: "/etc/ssl/certs: directory, 140 anchors, of 2026-11-21".
func aboutStore(s evidence.TrustStore) string {
	parts := nonEmpty(s.Form, s.Detail)
	if s.State == evidence.StoreRead {
		parts = append(parts, count(s.Anchors, "anchor", "anchors"))
	}
	if s.Expired > 0 {
		parts = append(parts, fmt.Sprintf("%d no longer valid", s.Expired))
	}
	if s.Modified != nil {
		parts = append(parts, "of "+s.Modified.UTC().Format("2006-01-02"))
	}
	return s.Path + ": " + strings.Join(parts, ", ")
}

func ocspOf(r evidence.Runtime, p evidence.Package) string {
	switch {
	case r.OCSP == nil || p.Name != "pymongo":
		return ""
	case r.OCSP.Works && r.OCSP.Library != "":
		return " with OCSP by " + withoutDate(r.OCSP.Library)
	case r.OCSP.Works:
		return " with OCSP"
	}
	return " without OCSP"
}

// aboutClock says how far this machine's clock is from those of the servers.
func aboutClock(c evidence.Clock) string {
	text := c.Now.UTC().Format("2006-01-02 15:04:05 UTC")
	if c.Synchronized != nil {
		text += map[bool]string{true: ", synchronized", false: ", not synchronized (says the kernel)"}[*c.Synchronized]
	}
	if len(c.Servers) == 0 {
		return text + "; not compared: that needs a TARGET that answers"
	}
	for _, s := range c.Servers[:min(len(c.Servers), maxClocks)] {
		text += fmt.Sprintf("; %.0f s from that of %s", s.Ours.Sub(s.Their).Abs().Seconds(), s.Host)
	}
	return text
}

// maxClocks bounds the servers that the line of the clock names.
const maxClocks = 3

func nonEmpty(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}
