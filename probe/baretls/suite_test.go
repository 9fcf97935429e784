package baretls

import (
	"testing"

	"mongotls/probe/tlswire"
)

func TestSupports(t *testing.T) {
	answer := func(version, suite, group uint16) tlswire.Flight {
		return tlswire.Flight{ServerHello: &tlswire.ServerHello{Version: version, Suite: suite, Group: group}}
	}
	const tls12, tls13 = tlswire.VersionTLS12, tlswire.VersionTLS13
	tests := []struct {
		name   string
		answer tlswire.Flight
		want   bool
	}{
		{"1.3", answer(tls13, 0x1302, tlswire.X25519), true},
		{"1.3, HelloRetryRequest", tlswire.Flight{RetryRequest: &tlswire.ServerHello{Version: tls13, Suite: 0x1301, Group: tlswire.P521}}, true},
		{"1.3, X448", answer(tls13, 0x1301, tlswire.X448), true},
		{"1.3, ffdhe8192", answer(tls13, 0x1301, ffdhe8192), true},
		{"1.3, MLKEM768", answer(tls13, 0x1301, 0x201), false},
		{"1.2 CCM_8", answer(tls12, 0xC0AE, 0), true},
		{"1.2 ECDHE", answer(tls12, 0xC02F, 0), true},
		{"1.2 DHE_DSS", answer(tls12, 0x00A2, 0), true},
		{"1.2 CBC", answer(tls12, 0xC014, 0), true},
		{"RSA key exchange", answer(tls12, 0x009C, 0), false},
		{"anonymous", answer(tls12, 0xC018, 0), false},
		{"RC4", answer(tls12, 0xC011, 0), false},
		{"Camellia", answer(tls12, 0xC076, 0), false},
		{"suite of the other version", answer(tls13, 0xC02F, tlswire.X25519), false},
		{"TLS 1.1", answer(tlswire.VersionTLS11, 0xC014, 0), false},
		{"brainpool", tlswire.Flight{ServerHello: answer(tls12, 0xC02F, 0).ServerHello, KeyExchange: &tlswire.KeyExchange{Group: 26}}, false},
		{"unknown suite", answer(tls12, 0xFEFE, 0), false},
		{"SSL 2.0", tlswire.Flight{SSL2: &tlswire.SSL2Hello{Version: tlswire.VersionSSL2}}, false},
		{"nothing", tlswire.Flight{}, false},
	}
	for _, test := range tests {
		if got := Supports(test.answer); got != test.want {
			t.Errorf("%s: %t", test.name, got)
		}
	}
	if suites := offeredSuites(); len(suites) < 20 || len(suites) >= 128 || suites[0] != 0x1301 {
		t.Errorf("offers %d suites, the first is %#x", len(suites), suites[0])
	}
}
