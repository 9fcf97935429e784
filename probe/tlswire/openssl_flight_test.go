package tlswire

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"mongotls/probe/evidence"
)

func TestFlightOfOpenSSL(t *testing.T) {
	rsa := certificate(t, "-newkey", "rsa:2048")
	staple := filepath.Join(t.TempDir(), "staple.der")
	const stapleBytes = "\x30\x03\x0a\x01\x06" // OCSPResponse: unauthorized
	if err := os.WriteFile(staple, []byte(stapleBytes), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		args  []string
		check func(Flight) bool
	}{
		{"DHE", []string{"-cipher", "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0"}, func(f Flight) bool {
			return f.KeyExchange.DHBits >= 1024 && f.KeyExchange.GeneratorBits == 2 && f.KeyExchange.PublicBits > 900 && f.Group() == 0
		}},
		{"RSA key exchange", []string{"-cipher", "AES128-SHA"}, func(f Flight) bool {
			return f.KeyExchange == nil && SuiteName(f.ServerHello.Suite) == "TLS_RSA_WITH_AES_128_CBC_SHA"
		}},
		{"anonymous", []string{"-cipher", "AECDH-AES128-SHA:@SECLEVEL=0"}, nil},
		{"client certificate", []string{"-Verify", "1", "-CAfile", rsa}, func(f Flight) bool {
			return bytes.Equal(f.CertificateRequest.Authorities[0], leaf(t, rsa).RawSubject) && len(f.CertificateRequest.Schemes) > 0
		}},
		{"staple", []string{"-status_file", staple}, func(f Flight) bool { return string(f.Staple) == stapleBytes && f.ServerHello.StatusRequest }},
		{"server name known", []string{"-servername", "localhost", "-cert2", rsa, "-key2", rsa}, func(f Flight) bool {
			return f.ServerHello.ServerNameAck && len(f.Alerts) == 0
		}},
		{"server name unknown", []string{"-servername", "other.example", "-cert2", rsa, "-key2", rsa}, func(f Flight) bool {
			return !f.ServerHello.ServerNameAck && len(f.Warnings()) == 1 && f.Warnings()[0].Name == "unrecognized_name"
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dial := startOpenSSL(t, rsa, append([]string{"-tls1_2"}, test.args...)...)
			answer, f := ProbeVersion(t.Context(), dial, VersionTLS12, Options{ServerName: "localhost"})
			if test.check == nil { // the hello does not offer it
				if answer != evidence.Rejected || f.Fatal().Code != alertHandshakeFailure {
					t.Errorf("%s %+v", answer, f)
				}
				return
			}
			if answer != evidence.Accepted || !f.HelloDone || f.Err != nil || f.Truncated {
				t.Fatalf("%s %+v", answer, f)
			}
			if !bytes.Equal(f.Certificates[0], leaf(t, rsa).Raw) {
				t.Error("not the certificate of the server")
			}
			if !test.check(f) {
				t.Errorf("%+v\nhello %+v\nkey exchange %+v", f, f.ServerHello, f.KeyExchange)
			}
		})
	}
}

func leaf(t *testing.T, file string) *x509.Certificate {
	t.Helper()
	for rest := readFile(t, file); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			t.Fatal("no certificate in the file")
		} else if block.Type == "CERTIFICATE" {
			cert, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			return cert
		}
	}
}

// Keys that no Go library knows: the broad hello gets their certificates all the same.
func TestOddKeys(t *testing.T) {
	tests := []struct {
		name   string
		newkey []string
	}{
		{"Ed448", []string{"-newkey", "ed448"}},
		{"RSA-PSS", []string{"-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"}},
		{"secp256k1", []string{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"}},
		{"brainpoolP384r1", []string{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP384r1"}},
		{"P-224", []string{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-224"}},
		{"P-521", []string{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"}},
		{"Ed25519", []string{"-newkey", "ed25519"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dial := startOpenSSL(t, certificate(t, test.newkey...), "-cipher", "ALL:@SECLEVEL=0")
			answer, f := ProbeVersion(t.Context(), dial, VersionTLS12, Options{})
			if answer != evidence.Accepted || len(f.Certificates) != 1 || f.KeyExchange == nil || !f.HelloDone {
				t.Errorf("%s %+v", answer, f)
			}
		})
	}
}
