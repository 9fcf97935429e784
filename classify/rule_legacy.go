package classify

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// legacyRule: what an old server does that current clients refuse, and what a server
// still allows although nobody needs it.
func legacyRule(m *member) []finding {
	return slices.Concat(m.renegotiation(), m.preferredPrime(), m.oldVersions(), m.oldSuites())
}

// renegotiation: OpenSSL 3 refuses a server without RFC 5746 (SSL_OP_LEGACY_SERVER_CONNECT
// is off); TLS 1.3 has no renegotiation.
func (m *member) renegotiation() []finding {
	h := m.shownBelow13()
	if h == nil || *h.SecureRenegotiation || m.accepts(evidence.TLS13) {
		return nil
	}
	refused := m.judgesWhere(func(j driver.Profile) bool {
		shared, _ := m.shares(j)
		return shared && j.SecureRenegotiation
	})
	return []finding{{word: "legacy-renegotiation", refused: refused, mild: Warning, facts: []Fact{
		fact("its ServerHello", "has no renegotiation_info extension (RFC 5746)", m.ref("handshake")),
	}}}
}

// shownBelow13 is the first handshake below TLS 1.3 that came as far as the certificate:
// what ends earlier has another fault.
func (m *member) shownBelow13() *evidence.Handshake {
	for _, h := range m.handshakes() {
		if h.SecureRenegotiation != nil && (h.Stage == evidence.Done || h.Stage == evidence.AfterCerts) {
			return &h
		}
	}
	return nil
}

// preferredPrime: the server prefers DHE to the ECDHE that it also has, with a prime that
// some refuse. TLS 1.3 leaves the question out.
func (m *member) preferredPrime() []finding {
	if m.Handshake == nil || m.Handshake.Outcome != evidence.OK || m.accepts(evidence.TLS13) {
		return nil
	}
	for i, h := range m.Fallbacks {
		refused := m.judgesWhere(func(j driver.Profile) bool {
			return slices.Contains(j.Suites, h.Suite) && h.DHBits > 0 && h.DHBits < j.MinDHBits
		})
		if len(refused) > 0 {
			return []finding{{word: "weak-dh", refused: refused, facts: []Fact{
				fact("it prefers", h.Suite, m.ref("fallbacks/%d/cipher_suite", i)),
				fact("its DH prime has", fmt.Sprintf("%d bits", h.DHBits), m.ref("fallbacks/%d/dh_bits", i)),
			}}}
		}
	}
	return nil
}

func (m *member) oldVersions() []finding {
	var old []string
	for _, v := range []evidence.Version{evidence.SSL2, evidence.SSL3, evidence.TLS10, evidence.TLS11} {
		if m.accepts(v) {
			old = append(old, string(v))
		}
	}
	if len(old) == 0 {
		return nil
	}
	return []finding{{word: "legacy-versions-enabled", facts: []Fact{fact("still accepted", strings.Join(old, ", "), m.ref("versions"))}}}
}

// weakMarks are parts of the names of suites that are broken or weak (RFC 7465, RFC 9155,
// RFC 8429, the Sweet32 finding for 64-bit blocks).
var weakMarks = []string{"_RC4_", "_3DES_", "_DES_", "_DES40_", "_NULL_", "_EXPORT", "_anon_", "_RC2_", "_IDEA_", "_MD5"}

func weak(suite string) bool {
	return slices.ContainsFunc(weakMarks, func(mark string) bool { return strings.Contains(suite+"_", mark) })
}

// oldSuites judges the suites that were enumerated, or the one that was negotiated.
func (m *member) oldSuites() []finding {
	var out []finding
	seen := m.seenSuites()
	if bad := slices.DeleteFunc(slices.Clone(seen), func(s string) bool { return !weak(s) }); len(bad) > 0 {
		out = append(out, finding{word: "weak-cipher", facts: []Fact{fact("accepted", strings.Join(bad, ", "), m.ref("suites"))}})
	}
	offered, asked := m.suites(evidence.TLS12)
	if !asked || len(offered) == 0 || m.accepts(evidence.TLS13) {
		return out
	}
	if all(offered, func(s string) bool { return strings.HasPrefix(s, "TLS_DHE_") }) {
		out = append(out, finding{word: "dhe-only", facts: m.offerFacts()})
	}
	if all(offered, rare) {
		out = append(out, finding{word: "rare-cipher", facts: m.offerFacts()})
	}
	return out
}

// rare tells of a suite that is not among those that every current client offers: ECDHE
// with AES-GCM or ChaCha20.
func rare(suite string) bool {
	return !strings.HasPrefix(suite, "TLS_ECDHE_") || !(strings.Contains(suite, "_AES_128_GCM_") || strings.Contains(suite, "_AES_256_GCM_") || strings.Contains(suite, "_CHACHA20_"))
}

func (m *member) seenSuites() []string {
	var out []string
	for _, s := range m.Suites {
		out = append(out, s.Suites...)
	}
	if h := m.best(); h != nil && !slices.Contains(out, h.Suite) {
		out = append(out, h.Suite)
	}
	return out
}

func all[T any](list []T, is func(T) bool) bool {
	return !slices.ContainsFunc(list, func(x T) bool { return !is(x) })
}

// keyRule: the server cannot prove that it has the key, or a client cannot verify such keys.
func keyRule(m *member) []finding {
	if m.Handshake != nil && m.Handshake.Outcome == evidence.BadKey {
		return []finding{m.keyMismatch()}
	}
	if found := m.unreadable(); found != nil || m.leaf == nil {
		return found
	}
	refused := m.judgesWhere(func(j driver.Profile) bool {
		k := m.leaf.Key
		return !slices.Contains(j.KeyTypes, k.Type) || k.Type == "ECDSA" && !slices.Contains(j.Curves, k.Curve)
	})
	if len(refused) == 0 {
		return nil
	}
	return []finding{{word: "no-shared-cipher", refused: refused, cert: m.leaf,
		detail: fmt.Sprintf("these clients have no signature algorithm for a key of type %s", m.Chain.Presented[0].Key),
		facts:  []Fact{fact("the server's key", m.Chain.Presented[0].Key, m.ref("chain/presented/0/key"))}}}
}

func (m *member) keyMismatch() finding {
	f := finding{word: "server-key-mismatch", refused: m.everyone(), cert: m.leaf}
	if m.leaf != nil {
		f.facts = append(f.facts, fact("the certificate's key", m.leaf.Key.String(), m.ref("chain/presented/0/key")))
	}
	f.facts = append(f.facts, fact("the handshake's signature", "was made with another key: "+text(m.Handshake.Error), m.ref("handshake/error")))
	return f
}

// unreadable: a certificate that the server sends is not even DER, which ends the handshake
// wherever it stands.
func (m *member) unreadable() []finding {
	i := slices.IndexFunc(m.Chain.Presented, func(c evidence.Certificate) bool { return c.Unparsed["der"] != "" })
	if i < 0 {
		return nil
	}
	return []finding{{word: "malformed-certificate", refused: m.everyone(), facts: []Fact{
		fact("cannot be read", m.Chain.Presented[i].Unparsed["der"], m.ref("chain/presented/%d/unparsed", i)),
	}}}
}
