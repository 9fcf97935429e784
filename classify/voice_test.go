package classify

import (
	"slices"
	"strings"
	"testing"
)

func TestParseFault(t *testing.T) {
	for text, want := range map[string]opensslFault{
		cVerify(10, "certificate has expired"):                {verify: true, code: "0A000086", library: "SSL routines", reason: "certificate has expired"},
		cTLS("error:0A00018A:SSL routines::dh key too small"): {code: "0A00018A", library: "SSL routines", reason: "dh key too small"},
		closedInHandshake["c"]:                                {code: "0A000126", library: "SSL routines", reason: "unexpected eof while reading", eof: true},
	} {
		if got, ok := parseFault(text); !ok || got != want {
			t.Errorf("%s: %+v %v, want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", cOCSP, cClosed, "connection closed calling hello on '{host}'"} {
		if got, ok := parseFault(text); ok {
			t.Errorf("%q is no fault of OpenSSL: %+v", text, got)
		}
	}
}

// TestSaysOf has what the clients printed in the oracle, and what is read of the others.
func TestSaysOf(t *testing.T) {
	for _, c := range []struct {
		cause  Word
		family string
		want   string
	}{
		{"expired", "c", "TLS handshake failed: certificate verify failed (10): certificate has expired calling hello on '{host}'"},
		{"expired", "php", "No suitable servers found (`serverSelectionTryOnce` set): [TLS handshake failed: certificate verify failed (10): certificate has expired calling hello on '{host}']"},
		{"set-name-mismatch", "php", "No suitable servers found (`serverSelectionTryOnce` set)"},
		{"expired", "perl", "MongoDB::HandshakeError: SSL connection failed for {name}: SSL connect attempt failed …error:0A000086:SSL routines::certificate verify failed"},
		{"hostname-mismatch", "perl", "MongoDB::HandshakeError: SSL connection failed for {name}: hostname verification failed"},
		{"weak-dh", "ruby", "SSL handshake failed. MongoDB may not be configured with SSL support."},
		{"weak-dh", "pyopenssl", "SSL handshake failed: {host}: […('SSL routines', '', 'dh key too small')…]"},
		{"closed-early", "pyopenssl", "SSL handshake failed: {host}: (-1, 'Unexpected EOF')"},
		{"wire-version", "pyopenssl", mustFind(t, "wire-version").Says["pymongo"]},
		{"expired", "mongod", "Error connecting to {host} :: caused by :: SSL peer certificate validation failed: certificate has expired"},
		{"expired", "shell", "couldn't connect to server {host}, connection attempt failed: SSLHandshakeFailed: SSL peer certificate validation failed: certificate has expired"},
		{"missing-intermediate", "dotnet", dotnetChain("PartialChain")},
		{"leaf-is-ca", "rust", rustCert("Other(OtherError(CaUsedAsEndEntity))")},
		{"weak-dh", "rust-openssl", rustSays("error:0A00018A:SSL routines:…:dh key too small:…")},
		{"crl-expired", "c", "TLS handshake failed: certificate verify failed (12): CRL has expired calling hello on '{host}'"},
		{"crl-missing", "php", phpSays("TLS handshake failed: certificate verify failed (3): unable to get certificate CRL calling hello on '{host}'")},
		{"cert-version-1", "c", "TLS handshake failed: certificate verify failed (79): invalid CA certificate calling hello on '{host}'"},
		{"unreachable", "c", "connection closed calling hello on '{host}'"},
		{"unreachable", "shell", shellNetwork("Network is unreachable")},
		{"expired", "no such family", ""},
		{"must-staple-missing", "rust", ""},
	} {
		if got := mustFind(t, c.cause).SaysOf(c.family); got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.cause, c.family, got, c.want)
		}
	}
}

func mustFind(t *testing.T, w Word) Cause {
	t.Helper()
	c, ok := Find(w)
	if !ok {
		t.Fatalf("no cause %s", w)
	}
	return c
}

// TestVoices: their words are of the catalogue, and their placeholders are known.
func TestVoices(t *testing.T) {
	for family, v := range voices {
		for w, text := range v.own {
			mustFind(t, w)
			for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
				if Placeholders[m[1]] == "" {
					t.Errorf("%s of %s: placeholder %s", w, family, m[1])
				}
			}
		}
	}
	for _, c := range Catalogue() {
		for family := range voices {
			if text := c.SaysOf(family); strings.Contains(text, "calling hello on") && family != "php" {
				t.Errorf("%s of %s has libmongoc's frame: %s", c.Word, family, text)
			}
		}
	}
}

// TestVoicesTellAll: a family that prints OpenSSL's words has a text wherever libmongoc has one for a
// refused certificate.
func TestVoicesTellAll(t *testing.T) {
	for _, c := range Catalogue() {
		fault, ok := parseFault(c.Says["c"])
		if !ok || !fault.verify {
			continue
		}
		for _, family := range []string{"php", "perl", "ruby", "pyopenssl", "mongod", "shell", "rust-openssl", "dotnet", "rust"} {
			known := slices.Contains([]Word{"crl-missing", "crl-expired", "strict-x509", "expired-root", "wrong-key-usage"}, c.Word)
			if c.SaysOf(family) == "" && !known {
				t.Errorf("%s: nothing of %s", c.Word, family)
			}
		}
	}
}

// TestAltered are texts that the clients of the oracle printed.
func TestAltered(t *testing.T) {
	for _, c := range []struct{ family, node, want string }{
		{"mongosh", nodeSays("certificate has expired"), "MongoNetworkError: certificate has expired"},
		{"mongosh", nodeSays("ca md too weak"), nodeSays("ca md too weak")},
		{"node-openssl1.1", nodeSays("self-signed certificate"), nodeSays("self signed certificate")},
		{"node-openssl1.1", "error:0A00007B:SSL routines:tls_process_cert_verify:bad signature", "error:14…07B:SSL routines:tls_process_cert_verify:bad signature"},
		{"node-5-openssl1.1", nodeSays("Socket 'secureConnect' timed out after …ms (connectTimeoutMS: …)"), nodeSays("connection timed out")},
		{"node-openssl3.5", "ssl3_get_record:wrong version number", "tls_validate_record_header:wrong version number"},
		{"go-1", goRead("EOF"), goRead("EOF")},
		{"node", nodeSays("self-signed certificate"), nodeSays("self-signed certificate")},
	} {
		if got := voices[c.family].altered(c.node); got != c.want {
			t.Errorf("%s makes of %q\n%q, want\n%q", c.family, c.node, got, c.want)
		}
	}
}
