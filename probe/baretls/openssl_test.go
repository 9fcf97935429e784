package baretls

import (
	"bufio"
	"slices"
	"testing"

	"mongotls/fixtures/openssl"
	"mongotls/probe/tlswire"
)

// Keys that no Go library knows, in both versions where OpenSSL has the signature scheme.
func TestOddKeys(t *testing.T) {
	tests := []struct {
		name   string
		newkey []string
		args   []string
	}{
		{"Ed448, 1.3", []string{"-newkey", "ed448"}, []string{"-tls1_3"}},
		{"Ed448, 1.2", []string{"-newkey", "ed448"}, []string{"-tls1_2"}},
		{"RSA-PSS, 1.3", []string{"-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"}, []string{"-tls1_3"}},
		{"RSA-PSS, 1.2", []string{"-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"}, []string{"-tls1_2"}},
		{"secp256k1", curve("secp256k1"), []string{"-tls1_2"}},
		{"brainpoolP256r1", curve("brainpoolP256r1"), []string{"-tls1_2"}},
		{"P-224", curve("P-224"), []string{"-tls1_2", "-cipher", "ALL:@SECLEVEL=0"}},
		{"P-192", curve("prime192v1"), []string{"-tls1_2", "-cipher", "ALL:@SECLEVEL=0"}},
		{"DHE", []string{"-newkey", "rsa:2048"}, []string{"-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"}},
		{"DHE, CBC SHA-256", []string{"-newkey", "rsa:2048"}, []string{"-tls1_2", "-cipher", "DHE-RSA-AES256-SHA256"}},
		{"CBC SHA-384", []string{"-newkey", "rsa:2048"}, []string{"-tls1_2", "-cipher", "ECDHE-RSA-AES256-SHA384"}},
		{"ChaCha20, 1.3", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"}},
		{"AES-256, 1.3, retry for P-384", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384", "-groups", "P-384"}},
		{"CCM", curve("P-256"), []string{"-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-CCM"}},
		{"AES-256 CCM with short tags", curve("P-256"), []string{"-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-CCM8:@SECLEVEL=0"}},
		{"DHE, AES-256 CCM", []string{"-newkey", "rsa:2048"}, []string{"-tls1_2", "-cipher", "DHE-RSA-AES256-CCM"}},
		{"CCM, 1.3", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"}},
		{"CCM with short tags, 1.3", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_8_SHA256:@SECLEVEL=0"}},
		{"X448, 1.3", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-groups", "X448"}},
		{"X448, 1.2", []string{"-newkey", "rsa:2048"}, []string{"-tls1_2", "-groups", "X448"}},
		{"ffdhe2048", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-groups", "ffdhe2048"}},
		{"ffdhe3072", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-groups", "ffdhe3072"}},
		{"ffdhe4096", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-groups", "ffdhe4096"}},
		{"ffdhe6144", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-groups", "ffdhe6144"}},
		{"ffdhe8192", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-groups", "ffdhe8192"}},
		{"retry with a cookie", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-stateless"}},
		{"certificate requested, 1.3", []string{"-newkey", "rsa:2048"}, []string{"-tls1_3", "-verify", "1"}},
		{"certificate requested, 1.2", []string{"-newkey", "rsa:2048"}, []string{"-tls1_2", "-verify", "1"}},
		{"unknown name, warned of", []string{"-newkey", "rsa:2048"}, []string{"-tls1_2", "-servername", "other.example"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cert := openssl.Certificate(t, test.newkey...)
			args := append([]string{"-rev", "-cert", cert}, test.args...)
			if slices.Contains(args, "-servername") {
				args = append(args, "-cert2", cert, "-key2", cert)
			}
			conn, got, err := client(t, openssl.Serve(t, args...))
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Certificates) != 1 || got.Requested != slices.Contains(test.args, "-verify") {
				t.Errorf("%+v", got)
			}
			if _, err := conn.Write([]byte("olleh\n")); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(conn).ReadString('\n')
			if line != "hello\n" || err != nil {
				t.Errorf("%q came back, error %v", line, err)
			}
		})
	}
}

// A server whose only suite is not here is refused by its alert.
func TestForeignSuite(t *testing.T) {
	_, _, err := client(t, openssl.Serve(t, "-cert", openssl.Certificate(t, "-newkey", "rsa:2048"), "-tls1_2", "-cipher", "CAMELLIA128-SHA256"))
	if code, fromServer, ok := tlswire.AlertOf(err); !ok || !fromServer || code != uint8(handshakeFailure) {
		t.Error(err)
	}
}

func curve(name string) []string {
	return []string{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + name}
}
