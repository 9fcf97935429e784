package classify

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// The conditions of wordings: each looks at what the evidence has beyond the cause.

func always(placed) bool { return true }

// top is how far OpenSSL gets from the leaf (-1 without a chain), whether the last
// certificate there is its own issuer, and whether it is from the CA source.
func (m *member) top() (depth int, selfSigned, trusted bool) {
	path := m.openssl.Path
	if len(path) == 0 {
		return -1, false, false
	}
	last := path[len(path)-1]
	trusted = slices.ContainsFunc(m.anchors, func(a *cert.Cert) bool { return a.SHA256 == last.SHA256 })
	return len(path) - 1, last.SelfIssued(), trusted
}

// opensslError tells whether OpenSSL ends a path without an anchor by error n (build_chain of
// crypto/x509/x509_vfy.c).
func opensslError(n int) func(placed) bool {
	return func(p placed) bool {
		depth, selfSigned, trusted := p.member.top()
		switch {
		case depth < 0:
			return false
		case selfSigned && depth == 0:
			return n == 18
		case selfSigned:
			return n == 19
		case trusted && depth > 0:
			return n == 2
		}
		return n == 20
	}
}

// ofIssuer: it is about a certificate above the leaf.
func ofIssuer(p placed) bool {
	return p.cert != nil && p.member.leaf != nil && p.cert.SHA256 != p.member.leaf.SHA256
}

// leafAlone: no certificate was found for the issuer of a leaf that is not its own
// (internal_verify of x509_vfy.c, error 21).
func leafAlone(p placed) bool {
	depth, selfSigned, _ := p.member.top()
	return depth == 0 && !selfSigned
}

func selfSignedSent(p placed) bool {
	_, selfSigned, _ := p.member.top()
	return selfSigned
}

// chainedByName: each certificate names the next one as its issuer, and the last one a
// trusted one. JSSE validates such a chain as sent and builds no other
// (sun.security.validator PKIXValidator.engineValidate).
func chainedByName(p placed) bool {
	chain := p.member.chain
	for i, c := range chain[:max(len(chain)-1, 0)] {
		if !bytes.Equal(c.Issuer.Raw, chain[i+1].Subject.Raw) {
			return false
		}
	}
	return len(chain) > 0 && slices.ContainsFunc(p.member.anchors, func(a *cert.Cert) bool {
		return bytes.Equal(a.Subject.Raw, chain[len(chain)-1].Issuer.Raw)
	})
}

// opensslSays is how three clients print OpenSSL's verification error n.
func opensslSays(n int, reason string) map[string]string {
	return map[string]string{"pymongo": pymongoVerify(reason), "node": nodeSays(reason), "c": cVerify(n, reason)}
}

// signedWithRSA: Go words a false signature by its algorithm.
func signedWithRSA(p placed) bool {
	return p.cert != nil && strings.HasSuffix(p.cert.Evidence().Signature, "-RSA")
}

func addressed(p placed) bool { return p.member.Lookup.Literal }

func noAddress(p placed) bool {
	return addressed(p) && p.member.leaf != nil && len(p.member.leaf.IPs) == 0
}

func excluded(p placed) bool { return strings.HasSuffix(p.detail, " is excluded") }

func saysNoCA(p placed) bool {
	return p.cert != nil && (p.cert.BasicConstraints == nil || !p.cert.BasicConstraints.CA)
}

// aboveLacksList: further up the chain a list is missing, which Node.js notices last.
func aboveLacksList(p placed) bool { return slices.Contains(p.explains, "crl-missing") }

// revokedByFile: the CRL file says so, which a client reads within the handshake.
func revokedByFile(p placed) bool {
	m := p.member
	return m.client.CRLFile != "" && slices.ContainsFunc(m.CRL, func(c evidence.CRLCheck) bool {
		return c.Source == m.client.CRLFile && c.Status == evidence.StatusRevoked
	})
}

// oddCurve: the server signed with a key on a curve that no client offers.
func oddCurve(p placed) bool {
	return p.cert != nil && p.cert.Key.Type == "ECDSA" && p.member.Handshake != nil && p.member.Handshake.Stage == evidence.AfterCerts
}

// signedOld: below TLS 1.2 the server chose a key exchange that it signs, with MD5 and SHA-1.
func signedOld(p placed) bool {
	return slices.ContainsFunc(p.member.Fallbacks, func(h evidence.Handshake) bool {
		old := h.Version == string(evidence.TLS10) || h.Version == string(evidence.TLS11)
		return old && h.Outcome == evidence.OK && !strings.HasPrefix(h.Suite, "TLS_RSA_")
	})
}

// plainOld: below TLS 1.2 the server chose AES with RSA key exchange, which Node.js and Java
// offer, too, and Go does not.
func plainOld(p placed) bool {
	return slices.ContainsFunc(p.member.Fallbacks, func(h evidence.Handshake) bool {
		return h.Version == string(evidence.TLS10) && strings.HasPrefix(h.Suite, "TLS_RSA_WITH_AES_")
	})
}

// heldBack: Go and Java send no certificate that none of the listed CAs issued (crypto/tls
// getClientCertificate, JSSE X509KeyManager), and TLS 1.3 has an alert for that.
func heldBack(p placed) bool {
	h, x := p.member.best(), p.member.Exchange
	return len(p.member.Client.Issuers) > 0 && h != nil && h.Version == string(evidence.TLS13) && x != nil && x.Outcome == evidence.Alerted
}

func warned(p placed) bool {
	return p.member.Handshake != nil && p.member.Handshake.Outcome == evidence.OK && len(p.member.Handshake.Warnings) > 0
}

// ended tells whether the handshake that a current client makes ended in one of these ways.
func ended(outcomes ...evidence.Outcome) func(placed) bool {
	return func(p placed) bool {
		h := p.member.Handshake
		return h != nil && slices.Contains(outcomes, h.Outcome)
	}
}

// framed: what came instead of a ServerHello has the form of a TLS record.
func framed(p placed) bool {
	if otherHandshake(p) {
		return true
	}
	if p.member.Service == nil {
		return false
	}
	first, err := strconv.Unquote(p.member.Service.FirstBytes)
	return err == nil && len(first) > 2 && first[1] == 3 && first[2] <= 4
}

func otherHandshake(p placed) bool {
	h := p.member.Handshake
	return ended(evidence.Malformed)(p) && h.Stage == evidence.BeforeHello && strings.Contains(text(h.Error), "unexpected handshake message")
}

func noNetwork(p placed) bool {
	return slices.ContainsFunc(p.member.Dials, func(d evidence.Dial) bool { return strings.Contains(d.Error, "network is unreachable") })
}

// provesNot: Java with revocation checks on found no proof that all is well. It prints why
// where it validates the chain as sent, and not where it has to build one.
func provesNot(p placed) bool { return p.member.javaRevocation() != "" }

func provesNotInOrder(p placed) bool {
	return provesNot(p) && (chainedByName(p) || p.member.sentUpToAnchor())
}

// sentUpToAnchor: the chain as sent leads by names to a certificate that is itself trusted, where
// JSSE cuts it off.
func (m *member) sentUpToAnchor() bool {
	for i, c := range m.chain {
		if i > 0 && !bytes.Equal(m.chain[i-1].Issuer.Raw, c.Subject.Raw) {
			return false
		}
		if slices.ContainsFunc(m.anchors, func(a *cert.Cert) bool {
			return bytes.Equal(a.Subject.Raw, c.Subject.Raw) && bytes.Equal(a.RawSPKI, c.RawSPKI)
		}) {
			return true
		}
	}
	return false
}
