package classify

import (
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// uriKind is what is asked of a connection string.
var uriKind = fileKind{
	rules:  []func(*member) []finding{problemRule, uriOptionRule, repeatedRule, tlsOffRule, unverifiedRule},
	checks: []checkSpec{{"name", uriHosts}, {"handshake", uriSettings}},
}

// uriOptionRule: a client does not know an option. Some stop there. Of those that go on
// without it only the ones that the connection string was said to be for are told of.
func uriOptionRule(m *member) []finding {
	if m.file.URI == nil {
		return nil
	}
	stopped := finding{word: "unsupported-option"}
	ignored := finding{word: "unsupported-option", mild: Warning, title: "An option of the connection string has no effect"}
	for i, j := range m.judges {
		d, known := uriDialectOf(j)
		lost := m.lostOptions(d)
		switch {
		case !known || len(lost) == 0:
		case d.refuses:
			stopped.refused = append(stopped.refused, i)
			stopped.add(m, j, "stops at", lost)
		case slices.Contains(m.file.URI.Drivers, j.Name):
			ignored.add(m, j, "goes on without", lost)
			ignored.fix = append(ignored.fix, m.insteadOf(j, lost)...)
		}
	}
	return slices.DeleteFunc([]finding{stopped, ignored}, func(f finding) bool { return f.facts == nil })
}

func (f *finding) add(m *member, j driver.Profile, does string, lost []evidence.URIOption) {
	keys := make([]string, len(lost))
	for i, o := range lost {
		keys[i] = o.Key
		if o.Old != "" {
			keys[i] += " (today " + o.Name + ")"
		}
	}
	f.facts = append(f.facts, fact(j.Label()+" "+does, strings.Join(keys, ", "), m.ref("uri/options")))
}

// lostOptions are the TLS options that a dialect does not understand, and those that nobody does.
func (m *member) lostOptions(d uriDialect) []evidence.URIOption {
	return slices.DeleteFunc(slices.Clone(m.file.URI.Options), func(o evidence.URIOption) bool {
		return o.Name != "" && !aboutTLS(o) || d.understands(o.Key)
	})
}

// repeatedRule: an option stands more than once, and the client takes none twice. Source:
// connection_string.js of mongodb 6.22 and 7.9; 5.9 takes the last.
func repeatedRule(m *member) []finding {
	if m.file.URI == nil {
		return nil
	}
	count := map[string]int{}
	var facts []Fact
	for _, o := range m.file.URI.Options {
		key := strings.ToLower(o.Key)
		if count[key]++; count[key] == 2 && key != "readpreferencetags" {
			facts = append(facts, fact("more than once", o.Key, m.ref("uri/options")))
		}
	}
	refused := m.judgesWhere(since(map[string]string{"node": "6", "mongosh": "2"}))
	if facts == nil || len(refused) == 0 {
		return nil
	}
	return []finding{{word: "invalid-uri", title: repeatedOption, refused: refused, facts: facts, fixed: true,
		fix: []Fix{{On: OnClient, Text: "Leave one of them. Drivers that take both differ in which one counts."}}}}
}

const repeatedOption = "An option stands more than once in the connection string"

// repeatedWordings are what drivers print of an option that stands twice.
var repeatedWordings = []wording{titled("invalid-uri", repeatedOption, map[string]string{
	"node": `MongoInvalidArgumentError: URI option "…" cannot appear more than once in the connection string`,
})}

// aboutTLS tells a TLS option from the others, under any name.
func aboutTLS(o evidence.URIOption) bool {
	for _, name := range []string{o.Name, o.Key} {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "tls") || strings.HasPrefix(lower, "ssl") {
			return true
		}
	}
	return false
}

// instead is what Java is given in place of options that name files.
var instead = map[string]Fix{
	"tlsCAFile": {On: OnClient, Text: "Java takes no CA file: import it into a trust store, and name that one to the JVM.",
		Run: script("keytool -importcert -alias mongodb-ca -file ca.pem \\\n    -keystore trust.p12 -storepass changeit -noprompt",
			"java -Djavax.net.ssl.trustStore=trust.p12 \\\n     -Djavax.net.ssl.trustStorePassword=changeit …")},
	"tlsCertificateKeyFile": {On: OnClient, Text: "Java takes no client certificate by name: make a key store of it, and name that one to the JVM.",
		Run: script("openssl pkcs12 -export -in client.pem -out client.p12",
			"java -Djavax.net.ssl.keyStore=client.p12 \\\n     -Djavax.net.ssl.keyStorePassword=… …")},
}

func (m *member) insteadOf(j driver.Profile, lost []evidence.URIOption) []Fix {
	var out []Fix
	for _, o := range lost {
		if f, ok := instead[o.Name]; ok && j.Name == "java" {
			out = append(out, f)
		}
	}
	return out
}

// tlsOffRule: nothing switches TLS on.
func tlsOffRule(m *member) []finding {
	u := m.file.URI
	if u == nil || u.TLS == evidence.TLSSwitchedOn {
		return nil
	}
	f := finding{word: "tls-off", facts: []Fact{fact("tls", string(u.TLS), m.ref("uri/tls"))}}
	if others := m.tlsKeys(); u.TLS == evidence.TLSUnsaid && others != "" {
		f.detail = others + " without tls=true: PyMongo and C then use TLS, and others may not"
	}
	return []finding{f}
}

func (m *member) tlsKeys() string {
	var keys []string
	for _, o := range m.file.URI.Options {
		if aboutTLS(o) && o.Name != "tls" {
			keys = append(keys, o.Key)
		}
	}
	return strings.Join(keys, ", ")
}

// unverifiedRule: the connection string switches verification off.
func unverifiedRule(m *member) []finding {
	if m.file.URI == nil {
		return nil
	}
	var facts []Fact
	for _, o := range m.file.URI.Options {
		hides := slices.Contains([]string{"tlsInsecure", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames"}, o.Name)
		if hides && o.Old == "" && strings.EqualFold(o.Value, "true") {
			facts = append(facts, fact("it says", o.Key+"=true", m.ref("uri/options")))
		}
	}
	if facts == nil {
		return nil
	}
	return []finding{{word: "verification-disabled", facts: facts}}
}

func uriHosts(m *member) (string, string) {
	u := m.file.URI
	switch {
	case u == nil:
		return "", "the connection string was not understood"
	case u.SRV:
		return strings.Join(u.Hosts, ", ") + ": its SRV records have the hosts; nothing was looked up", ""
	}
	return strings.Join(u.Hosts, ", ") + "; nothing was looked up", ""
}

func uriSettings(m *member) (string, string) {
	u := m.file.URI
	if u == nil {
		return "", "the connection string was not understood"
	}
	settings := []string{"TLS " + string(u.TLS)}
	for _, o := range u.Options {
		if aboutTLS(o) && o.Name != "tls" {
			settings = append(settings, o.Key+"="+o.Value)
		}
	}
	return strings.Join(settings, ", "), ""
}
