package classify

import (
	"slices"

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
	hardWords = []Word{"revoked", "intermediate-revoked", "ocsp-unreachable", "ocsp-response-invalid", "ocsp-responder-error", "ocsp-unknown",
		"staple-expired", "staple-not-yet-valid", "staple-other-certificate", "staple-bad-signature", "staple-unauthorized-responder",
		"staple-unknown", "staple-error-response", "staple-invalid"}
	oddWords = []Word{"wrong-service", "malformed-certificate", "server-too-old", "client-too-old", "no-shared-cipher", "no-shared-group"}
)

// wordings are all of them. Those for one client stand before those for more.
var wordings = slices.Concat(srvWordings, seedlistWordings(), repeatedWordings, balancedWordings, helloErrorWordings, chainWordings, handshakeWordings, serviceWordings, connectWordings)

// chainWordings are about certificates.
var chainWordings = []wording{
	{pathWords, leafAlone, map[string]string{"node": nodeSays("unable to verify the first certificate")}},
	{pathWords, opensslError(2), opensslSays(2, "unable to get issuer certificate")},
	{pathWords, opensslError(18), opensslSays(18, "self-signed certificate")},
	{pathWords, opensslError(19), opensslSays(19, "self-signed certificate in certificate chain")},
	{pathWords, opensslError(20), opensslSays(20, "unable to get local issuer certificate")},
	{[]Word{"trust-anchor-mismatch"}, selfSignedSent, map[string]string{"java": javaPath("signature check failed")}},
	{[]Word{"wrong-intermediate"}, chainedByName, map[string]string{"java": javaPath("signature check failed")}},
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
	{[]Word{"weak-key"}, ofIssuer, map[string]string{
		"pymongo": pymongoVerify("CA certificate key too weak"),
		"c":       cVerify(67, "CA certificate key too weak"),
	}},
	{[]Word{"weak-signature"}, always, map[string]string{"go": goCandidate("cannot verify signature: insecure algorithm {signature}")}},
	{[]Word{"crl-expired", "revoked"}, aboveLacksList, map[string]string{"node": nodeSays("unable to get certificate CRL")}},
	{hardWords, provesNotInOrder, map[string]string{"java": javaPath("{java_revocation}")}},
	{hardWords, provesNot, map[string]string{"java": javaNoPath}},
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

		"pyopenssl": "{host}: timed out",
		"ruby":      "Took more than … seconds to receive data.",
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
