package classify

import (
	"slices"
	"strconv"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// wording is what clients print of some causes where the evidence shows which of several
// texts it is. The first one that fits goes before what the catalogue has (Cause.Says).
type wording struct {
	of   []Word
	when func(placed) bool
	says map[string]string
}

var (
	pathWords = []Word{"empty-trust-store", "self-signed", "missing-intermediate", "wrong-intermediate",
		"trust-anchor-mismatch", "ca-file-lacks-root", "unknown-authority"}
	offerWords = []Word{"server-too-old", "client-too-old", "no-shared-cipher", "no-shared-group",
		"sni-missing", "sni-refused", "handshake-alert", "not-on-access-list"}
	certWords = []Word{"client-cert-required", "client-cert-expired", "client-cert-untrusted", "client-cert-wrong-eku", "client-cert-rejected"}
	oddWords  = []Word{"wrong-service", "malformed-certificate", "server-too-old", "client-too-old", "no-shared-cipher", "no-shared-group"}
)

// wordings are all of them. Those for one client stand before those for more.
var wordings = slices.Concat(chainWordings, handshakeWordings, serviceWordings, connectWordings)

// chainWordings are about certificates.
var chainWordings = []wording{
	{pathWords, leafAlone, map[string]string{"node": nodeSays("unable to verify the first certificate")}},
	{pathWords, opensslError(2), opensslSays(2, "unable to get issuer certificate")},
	{pathWords, opensslError(18), opensslSays(18, "self-signed certificate")},
	{pathWords, opensslError(19), opensslSays(19, "self-signed certificate in certificate chain")},
	{pathWords, opensslError(20), opensslSays(20, "unable to get local issuer certificate")},
	{[]Word{"trust-anchor-mismatch"}, selfSignedSent, map[string]string{"java": javaPath("signature check failed")}},
	{[]Word{"trust-anchor-mismatch"}, opensslError(18), map[string]string{
		"go": goCandidate("invalid signature: parent certificate cannot sign this kind of certificate")}},
	{[]Word{"trust-anchor-mismatch", "bad-signature"}, signedWithRSA, map[string]string{
		"go": goVerify(`certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "…")`)}},
	{[]Word{"hostname-mismatch", "no-san"}, noAddress, map[string]string{
		"go": goVerify("cannot validate certificate for {name} because it doesn't contain any IP SANs")}},
	{[]Word{"hostname-mismatch"}, addressed, map[string]string{
		"pymongo": pymongoVerify("IP address mismatch, certificate is not valid for '{name}'."),
		"node":    nodeSays("Hostname/IP does not match certificate's altnames: IP: {name} is not in the cert's list: …"),
		"java":    javaTLS("No subject alternative names matching IP address {name} found"),
		"c":       cVerify(64, "IP address mismatch"),
	}},
	{[]Word{"name-constraints"}, excluded, map[string]string{
		"pymongo": pymongoVerify("excluded subtree violation"),
		"node":    nodeSays("excluded subtree violation"),
		"go":      goVerify(`a root or intermediate certificate is not authorized to sign for this name: … is excluded by constraint "…"`),
		"c":       cVerify(48, "excluded subtree violation"),
	}},
	{[]Word{"not-a-ca"}, saysNoCA, map[string]string{
		"node": nodeSays("unsuitable certificate purpose"),
		"java": javaPath("basic constraints check failed: this is not a CA certificate"),
	}},
	{[]Word{"weak-signature"}, always, map[string]string{"go": goCandidate("cannot verify signature: insecure algorithm {signature}")}},
	{[]Word{"crl-expired", "revoked"}, aboveLacksList, map[string]string{"node": nodeSays("unable to get certificate CRL")}},
	{[]Word{"revoked"}, revokedByFile, map[string]string{"c": cVerify(23, "certificate revoked")}},
	{[]Word{"no-shared-cipher"}, oddCurve, map[string]string{
		"pymongo": pymongoTLS("[SSL: WRONG_CURVE] wrong curve"),
		"node":    nodeSays("…:error:0A00017A:SSL routines:tls12_check_peer_sigalg:wrong curve:…"),
		"java":    javaTLS("Cannot verify ECDH ServerKeyExchange signature"),
		"c":       cTLS("error:0A00017A:SSL routines::wrong curve"),
	}},
}

// handshakeWordings are about handshakes that the server ended or broke.
var handshakeWordings = []wording{
	{[]Word{"server-too-old"}, signedOld, map[string]string{"c": cTLS("error:0A00014D:SSL routines::legacy sigalg disallowed or unsupported")}},
	{[]Word{"server-too-old"}, plainOld, oldChosen},
	{[]Word{"client-cert-untrusted"}, heldBack, map[string]string{
		"go":   goRead("remote error: tls: certificate required"),
		"java": javaTLS("Received fatal alert: certificate_required"),
	}},
	{[]Word{"sni-refused", "handshake-alert", "client-cert-required"}, warned, map[string]string{"java": javaTLS("received handshake warning: {alert_name}")}},
	{slices.Concat(offerWords, certWords), ended(evidence.Alerted), map[string]string{
		"pymongo": pymongoTLS("[SSL: {alert_python}] {alert_openssl}"),
		"node":    nodeSays("…:error:{alert_code}:SSL routines:ssl3_read_bytes:{alert_openssl}:…:SSL alert number {alert_number}"),
		"go":      goSays("remote error: tls: {alert_go}"),
		"java":    "{alert_java}: Received fatal alert: {alert_name}",
		"c":       cTLS("error:{alert_code}:SSL routines::{alert_openssl}"),
	}},
	{offerWords, ended(evidence.Closed), closedInHandshake},
	{[]Word{"server-too-old"}, ended(evidence.Unsupported), oldChosen},
	{[]Word{"malformed-certificate"}, ended(evidence.TooLarge), map[string]string{
		"go":   goSays("tls: handshake message of length … bytes exceeds maximum of 262144 bytes"),
		"java": "javax.net.ssl.SSLProtocolException: The size of the handshake message (…) exceeds the maximum allowed size (32768)",
	}},
	{oddWords, ended(evidence.Malformed, evidence.Unsupported), map[string]string{"go": goSays("{go_error}")}},
}

// oldChosen is what clients print where the server answers with an old version.
var oldChosen = map[string]string{
	"node": nodeSays("…:error:0A000102:SSL routines:ssl_choose_client_version:unsupported protocol:…"),
	"java": javaTLS("The server selected protocol version … is not accepted by client preferences [TLS13, TLS12]"),
}

// serviceWordings are about peers that are no MongoDB.
var serviceWordings = []wording{
	{[]Word{"wrong-service"}, framed, map[string]string{
		"pymongo": pymongoTLS("[SSL: UNEXPECTED_MESSAGE] unexpected message"),
		"node":    nodeSays("…:error:0A0000F4:SSL routines:…:unexpected message:…"),
		"c":       cTLS("error:0A0000F4:SSL routines::unexpected message"),
	}},
	{[]Word{"wrong-service"}, otherHandshake, map[string]string{"java": "javax.net.ssl.SSLProtocolException: Unexpected handshake message: …"}},
	{[]Word{"wrong-service"}, func(p placed) bool { return p.member.Service != nil && p.member.Service.Where == "inside TLS" }, garbledReply},
	{[]Word{"no-mongodb-answer"}, func(p placed) bool { return p.member.Exchange != nil && p.member.Exchange.Outcome == evidence.Timeout }, map[string]string{
		"pymongo": "{host}: The read operation timed out",
		"node":    nodeSays("connection <monitor> to {address} timed out"),
		"go":      goRead("context deadline exceeded: client timed out waiting for server response"),
		"java":    javaCaused("com.mongodb.MongoSocketReadTimeoutException: Timeout while receiving message", "java.net.SocketTimeoutException: Read timed out"),
		"c":       "socket timeout calling hello on '{host}'",
	}},
}

// connectWordings are about TCP.
var connectWordings = []wording{
	{[]Word{"unreachable"}, noNetwork, map[string]string{
		"pymongo": "{host}: [Errno 101] Network is unreachable",
		"node":    nodeSays("connect ENETUNREACH {address}"),
		"go":      goSays("dial tcp {address}: connect: network is unreachable"),
		"java":    javaCaused(javaOpen, "java.net.SocketException: Network is unreachable"),
	}},
}

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
