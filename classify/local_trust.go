package classify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// storeVariable is a variable that names a trust store, and the programs that heed it.
type storeVariable struct {
	name string
	// list: it names several directories.
	list bool
	// readBy and ignoredBy are kinds of runtimes, or words for other programs.
	readBy, ignoredBy string
}

// storeVariables and who heeds them: OpenSSL's X509_get_default_cert_file_env, Node.js
// "--use-openssl-ca" and "NODE_EXTRA_CA_CERTS", requests' sessions.py.
var storeVariables = []storeVariable{
	{"SSL_CERT_FILE", false, "Python, Ruby, PHP, C and Go", "Java, and Node.js without --use-openssl-ca"},
	{"SSL_CERT_DIR", true, "Python, Ruby, PHP, C and Go", "Java, and Node.js without --use-openssl-ca"},
	{"NODE_EXTRA_CA_CERTS", false, "Node.js, which adds it to its own", "all others"},
	{"REQUESTS_CA_BUNDLE", false, "Python's requests, which is not what PyMongo connects with", "PyMongo and all others"},
	{"CURL_CA_BUNDLE", false, "curl and Python's requests", "PyMongo and all others"},
}

func (m *machine) paths(v storeVariable) []string {
	value := m.variable(v.name)
	switch {
	case value == "":
		return nil
	case v.list && m.on("windows"):
		return strings.Split(value, ";")
	case v.list:
		return strings.Split(value, ":")
	}
	return []string{value}
}

func (m *machine) store(path string) *evidence.TrustStore {
	for i := range m.Stores {
		if m.Stores[i].Path == path {
			return &m.Stores[i]
		}
	}
	return nil
}

func (m *machine) storeRef(s *evidence.TrustStore) string {
	i := slices.IndexFunc(m.Stores, func(o evidence.TrustStore) bool { return o.Path == s.Path })
	return fmt.Sprintf("/evidence/local/stores/%d", i)
}

// variableRule: a variable names a store without any certificate that can be used. It stops
// the runtimes that are left with no anchor at all.
func variableRule(m *machine) []localFinding {
	var out []localFinding
	for _, v := range storeVariables {
		for _, path := range m.paths(v) {
			s := m.store(path)
			if s == nil || s.Anchors > 0 {
				continue
			}
			f := localFinding{word: "ca-file-unreadable", title: v.name + " names no certificate that can be used", facts: []Fact{
				fact(v.name, path+": "+condition(s), m.storeRef(s)), fact("read by", v.readBy, "")}}
			f.fix = []Fix{{On: OnClient, Text: "Name a file that exists and that the user of the program may read, or remove the variable.", Run: []string{"unset " + v.name}}}
			if s.Unhashed > 0 {
				f.fix = []Fix{{On: OnClient, Text: "Give the files of the directory the names that OpenSSL looks for.", Run: []string{"openssl rehash " + quote(path)}}}
			}
			f.stopped = m.where(func(r evidence.Runtime) bool { return m.anchorless(r) && slices.Contains(r.Stores, path) })
			out = append(out, f)
		}
	}
	return out
}

// conditions are the words for stores that were not read.
var conditions = map[evidence.StoreState]string{
	evidence.StoreAbsent: "it does not exist", evidence.StoreForbidden: "it may not be read",
	evidence.StoreUnreadable: "it cannot be read",
}

// condition says how many anchors a store has, or why it has none.
func condition(s *evidence.TrustStore) string {
	text := conditions[s.State]
	switch {
	case s.Anchors > 0:
		return plural(s.Anchors, "anchor")
	case s.State == evidence.StoreUnreadable && s.Detail != "":
		return s.Detail
	case text != "":
		return text
	case s.Unhashed > 0:
		return "none of its " + plural(s.Unhashed, "file") + " has the name that OpenSSL looks for"
	}
	return "it holds no certificate"
}

// anchorless tells whether a runtime is known to have no anchor by default. PHP and Ruby may
// use the system's own TLS or store outside Linux.
func (m *machine) anchorless(r evidence.Runtime) bool {
	certain := m.on("linux") || r.Kind == "python3" || r.Kind == "java"
	return r.Anchors != nil && *r.Anchors == 0 && certain
}

// anchorlessRule: runtimes that have no anchor, where no variable is to blame.
func anchorlessRule(m *machine) []localFinding {
	blamed := map[string]bool{}
	for _, v := range storeVariables {
		for _, path := range m.paths(v) {
			blamed[path] = true
		}
	}
	bare := m.where(func(r evidence.Runtime) bool {
		return m.anchorless(r) && !slices.ContainsFunc(r.Stores, func(path string) bool { return blamed[path] })
	})
	if len(bare) == 0 {
		return nil
	}
	f := localFinding{word: "empty-trust-store", title: "A runtime here has no trust anchors", stopped: bare}
	for _, r := range bare {
		f.facts = append(f.facts, fact("runtime", label(r), m.ref(r)))
		for _, path := range r.Stores {
			if s := m.store(path); s != nil {
				f.facts = append(f.facts, fact("it reads", path+": "+condition(s), m.storeRef(s)))
			}
		}
	}
	f.fix = m.installAnchors(bare)
	return []localFinding{f}
}

// installAnchors is the remedy of this system.
func (m *machine) installAnchors(bare []evidence.Runtime) []Fix {
	python := slices.ContainsFunc(bare, func(r evidence.Runtime) bool { return r.Kind == "python3" })
	switch {
	case m.on("darwin") && python:
		return []Fix{{On: OnClient, Text: "Python of python.org brings no certificates on macOS; its installer has a command that fetches them.",
			Run: []string{`open "/Applications/Python 3.x/Install Certificates.command"`}}}
	case strings.Contains(m.Release, "Red Hat") || strings.Contains(m.Release, "Fedora") || strings.Contains(m.Release, "CentOS") || strings.Contains(m.Release, "Rocky"):
		return []Fix{{On: OnClient, Text: "Install the certificates of the system.", Run: []string{"dnf install -y ca-certificates", "update-ca-trust extract"}}}
	}
	return nil
}

// nodeUnverifiedRule: the environment switches verification off for all of Node.js.
func nodeUnverifiedRule(m *machine) []localFinding {
	const name = "NODE_TLS_REJECT_UNAUTHORIZED"
	if m.variable(name) != "0" {
		return nil
	}
	return []localFinding{{word: "verification-disabled", severity: Warning,
		facts: []Fact{fact(name, "0: programs on Node.js verify no certificate", "")},
		fix:   []Fix{{On: OnClient, Text: "Remove the variable, and give the CA to the program.", Run: []string{"unset " + name, "export NODE_EXTRA_CA_CERTS=/etc/ssl/mongodb/ca.pem"}}}}}
}

// localClockRule: this machine's clock differs from that of every server that was asked.
func localClockRule(m *machine) []localFinding {
	f := localFinding{word: "clock-skew", severity: Warning}
	for i, s := range m.Clock.Servers {
		skew := s.Ours.Sub(s.Their)
		if skew.Abs() <= maxSkew {
			return nil // one that agrees makes the others doubtful, not this one
		}
		f.facts = append(f.facts, fact(s.Host, stamp(s.Their)+", here "+stamp(s.Ours)+" "+aheadOrBehind(skew), fmt.Sprintf("/evidence/local/clock/servers/%d", i)))
	}
	if f.facts == nil {
		return nil
	}
	return []localFinding{f}
}
