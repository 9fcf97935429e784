package classify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// oldRuntimeRule: a runtime whose library has no TLS 1.2. Of OpenSSL that is one before 1.0.1,
// which has no TLS 1.1 either; mongod has TLS 1.0 off since 4.0.
func oldRuntimeRule(m *machine) []localFinding {
	old := m.where(func(r evidence.Runtime) bool {
		return r.Newest != "" && slices.Index(evidence.Versions(), r.Newest) < slices.Index(evidence.Versions(), evidence.TLS12)
	})
	if len(old) == 0 {
		return nil
	}
	f := localFinding{word: "client-too-old", title: "A runtime here has no TLS 1.2", stopped: old}
	for _, r := range old {
		f.facts = append(f.facts, fact(label(r), r.Library+", "+between(r), m.ref(r)))
	}
	return []localFinding{f}
}

// ocspExtraRule: PyMongo without what it needs for OCSP says nothing and checks nothing. Where
// a part is installed, or does not load, somebody wanted it.
func ocspExtraRule(m *machine) []localFinding {
	var out []localFinding
	for _, r := range m.Runtimes {
		if r.OCSP == nil || r.OCSP.Works {
			continue
		}
		f := localFinding{word: "ocsp-extra-incomplete", severity: Info, title: "PyMongo here checks no OCSP, and does not say so",
			facts: []Fact{fact("runtime", label(r), m.ref(r))}}
		switch {
		case len(r.OCSP.Missing) > 0:
			f.facts = append(f.facts, fact("not installed", enumerate(r.OCSP.Missing), m.ref(r)+"/ocsp/missing"))
			if slices.Contains(r.OCSP.Missing, "pyopenssl") && slices.Contains(r.OCSP.Missing, "service-identity") {
				break // the others are installed for many reasons
			}
			f.severity, f.title = Warning, ""
		case r.OCSP.Error != "":
			f.severity, f.title = Warning, "PyMongo's OCSP support is installed and cannot be loaded"
			f.facts = append(f.facts, fact("it says", r.OCSP.Error, m.ref(r)+"/ocsp/error"))
		}
		f.fix = []Fix{{On: OnClient, Text: "Install the extra for this interpreter.", Run: []string{quote(r.Path) + " -m pip install 'pymongo[ocsp]'"}}}
		out = append(out, f)
	}
	return out
}

var secLevel = regexp.MustCompile(`@SECLEVEL=([0-9])`)

// restriction is one place that says how strict TLS is: as a number, of OpenSSL's levels.
type restriction struct {
	level int
	fact  Fact
}

// restrictions are all that was found: what runtimes say, settings and the system's policy.
func (m *machine) restrictions() []restriction {
	var out []restriction
	for _, r := range m.Runtimes {
		if r.SecurityLevel != nil {
			out = append(out, restriction{*r.SecurityLevel, fact(label(r), fmt.Sprintf("security level %d", *r.SecurityLevel), m.ref(r)+"/security_level")})
		}
	}
	for i, s := range m.Policy.Settings {
		at := fact(place(s.File, s.Line), s.Key+" = "+s.Value, fmt.Sprintf("/evidence/local/policy/settings/%d", i))
		if found := secLevel.FindStringSubmatch(s.Value); found != nil {
			out = append(out, restriction{int(found[1][0] - '0'), at})
		}
		if level, known := protocolLevels[s.Value]; known && s.Key == "MinProtocol" {
			out = append(out, restriction{level, at})
		}
	}
	name, _, _ := strings.Cut(m.Policy.CryptoPolicy, ":")
	if level, known := policyLevels[name]; known {
		out = append(out, restriction{level, fact("crypto policy", m.Policy.CryptoPolicy, "/evidence/local/policy/crypto_policy")})
	}
	return out
}

// Levels that are usual on servers and distributions of today.
const (
	usualLevel  = 2 // of Debian and Ubuntu; 1 is OpenSSL's own
	strictLevel = 3
)

// protocolLevels and policyLevels put other restrictions on the scale of OpenSSL's levels.
var (
	protocolLevels = map[string]int{"TLSv1.3": strictLevel, "TLSv1": 0, "TLSv1.0": 0, "TLSv1.1": 0, "SSLv3": 0, "None": 0}
	policyLevels   = map[string]int{"FUTURE": strictLevel, "LEGACY": 0}
)

// strictPolicyRule: the system refuses what servers commonly have. At level 3 that is RSA of
// 2048 bits (SSL_CTX_set_security_level(3)).
func strictPolicyRule(m *machine) []localFinding {
	return m.policyFinding("policy-strict", Warning, func(level int) bool { return level > usualLevel })
}

// weakPolicyRule: the system takes what is refused elsewhere.
func weakPolicyRule(m *machine) []localFinding {
	return m.policyFinding("policy-weak", Info, func(level int) bool { return level == 0 })
}

func (m *machine) policyFinding(word Word, severity Severity, holds func(level int) bool) []localFinding {
	f := localFinding{word: word, severity: severity}
	for _, r := range m.restrictions() {
		if holds(r.level) {
			f.facts = append(f.facts, r.fact)
		}
	}
	if f.facts == nil {
		return nil
	}
	return []localFinding{f}
}

// localFIPSRule: what runs in FIPS mode here. Only Go's strict mode is known to stop a driver:
// it refuses the SHA-1 of an OCSP request.
func localFIPSRule(m *machine) []localFinding {
	f := localFinding{word: "fips-digest", severity: Info, title: "This machine is in FIPS mode"}
	if m.Policy.FIPS != nil && *m.Policy.FIPS {
		f.facts = append(f.facts, fact("kernel", "FIPS mode", "/evidence/local/policy/fips"))
	}
	for _, r := range m.where(func(r evidence.Runtime) bool { return r.FIPS != nil && *r.FIPS }) {
		f.facts = append(f.facts, fact(label(r), "FIPS mode", m.ref(r)+"/fips"))
	}
	if m.variable("GODEBUG") == "fips140=only" {
		f.severity = Warning
		f.facts = append(f.facts, fact("GODEBUG", "fips140=only", ""))
	}
	if f.facts == nil {
		return nil
	}
	return []localFinding{f}
}

// proxyRule: drivers do not use the proxies of HTTP.
func proxyRule(m *machine) []localFinding {
	f := localFinding{word: "proxy-ignored", severity: Info}
	for _, v := range m.Variables {
		if strings.HasSuffix(strings.ToLower(v.Name), "_proxy") {
			f.facts = append(f.facts, fact(v.Name, v.Value, ""))
		}
	}
	if f.facts == nil {
		return nil
	}
	return []localFinding{f}
}
