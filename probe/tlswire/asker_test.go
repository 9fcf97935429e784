package tlswire

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"mongotls/probe/evidence"
)

var allVersions = []uint16{VersionSSL2, VersionSSL3, VersionTLS10, VersionTLS11, VersionTLS12, VersionTLS13}

func TestProbeVersionOfGo(t *testing.T) {
	dial := serveTLS(t, &tls.Config{
		Certificates: []tls.Certificate{selfSigned(t, ecKey(t))},
		MinVersion:   tls.VersionTLS11, MaxVersion: tls.VersionTLS12,
	})
	want := map[uint16]evidence.Answer{
		VersionSSL2: evidence.Rejected, VersionSSL3: evidence.Rejected, VersionTLS10: evidence.Rejected,
		VersionTLS11: evidence.Accepted, VersionTLS12: evidence.Accepted, VersionTLS13: evidence.Rejected,
	}
	for _, v := range allVersions {
		if got, f := ProbeVersion(t.Context(), dial, v, Options{}); got != want[v] {
			t.Errorf("%s %s, want %s: %+v", VersionName(v), got, want[v], f)
		}
	}
}

func TestProbeVersionOfOpenSSL(t *testing.T) {
	dial := startOpenSSL(t, certificate(t, "-newkey", "rsa:2048"), "-cipher", "ALL:@SECLEVEL=0", "-no_tls1_1")
	want := map[uint16]evidence.Answer{
		VersionSSL2: evidence.Rejected, VersionSSL3: evidence.Rejected, VersionTLS10: evidence.Accepted,
		VersionTLS11: evidence.Rejected, VersionTLS12: evidence.Accepted, VersionTLS13: evidence.Accepted,
	}
	for _, v := range allVersions {
		if got, f := ProbeVersion(t.Context(), dial, v, Options{ServerName: "localhost"}); got != want[v] {
			t.Errorf("%s %s, want %s: %+v", VersionName(v), got, want[v], f)
		}
	}
}

func TestProbeVersionAnswers(t *testing.T) {
	alert := func(code string) func(net.Conn) { return answer(record(recordAlert, "\x02"+code)) }
	tests := []struct {
		name   string
		server func(net.Conn)
		want   evidence.Answer
	}{
		{"its hello", answer(hello12("")), evidence.Accepted},
		{"protocol_version", alert("\x46"), evidence.Rejected},
		{"handshake_failure", alert("\x28"), evidence.Rejected},
		{"illegal_parameter", alert("\x2f"), evidence.Rejected},
		{"internal_error", alert("\x50"), evidence.Unknown},
		{"unrecognized_name", alert("\x70"), evidence.Unknown},
		{"close", answer(""), evidence.Rejected},
		{"reset", reset, evidence.Rejected},
		{"an older version", answer(record(recordHandshake, message(msgServerHello, helloBody(VersionTLS10, 0x2F, "")))), evidence.Rejected},
		{"SSL 2.0", answer("\x80\x0f\x04\x00\x01\x00\x02\x00\x01\x00\x03\x00\x00C\x01\x00\x80"), evidence.Rejected},
		{"not TLS", answer("HTTP/1.1 400 Bad Request\r\n"), evidence.Unknown},
		{"broken", answer(record(recordHandshake, message(msgServerHello, "short"))), evidence.Unknown},
		{"silence", drain, evidence.Unknown},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, f := ProbeVersion(t.Context(), serve(t, test.server), VersionTLS12, Options{Timeout: 300 * time.Millisecond})
			if got != test.want {
				t.Errorf("%s, want %s: %+v", got, test.want, f)
			}
		})
	}
}

func TestProbeVersionWithoutConnection(t *testing.T) {
	dial := func(context.Context) (net.Conn, error) { return nil, errors.New("no route") }
	if got, f := ProbeVersion(t.Context(), dial, VersionTLS12, Options{}); got != evidence.Unknown || f.Received != 0 {
		t.Errorf("%s %+v", got, f)
	}
}

func TestEnumerateSuitesOfGo(t *testing.T) {
	want := []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA}
	dial := serveTLS(t, &tls.Config{
		Certificates: []tls.Certificate{selfSigned(t, ecKey(t))},
		MinVersion:   tls.VersionTLS10, CipherSuites: append(want, tls.TLS_RSA_WITH_AES_128_CBC_SHA),
	})
	tests := []struct {
		version uint16
		want    []uint16
	}{
		{VersionTLS10, []uint16{want[0], want[2]}},
		{VersionTLS12, want},
		{VersionTLS13, []uint16{tls.TLS_AES_128_GCM_SHA256, tls.TLS_AES_256_GCM_SHA384, tls.TLS_CHACHA20_POLY1305_SHA256}},
		{VersionSSL3, nil},
	}
	for _, test := range tests {
		got, complete := EnumerateSuites(t.Context(), dial, test.version, Options{})
		slices.Sort(got)
		if want := slices.Sorted(slices.Values(test.want)); !complete || !slices.Equal(got, want) {
			t.Errorf("%s: %v complete %v, want %v", VersionName(test.version), got, complete, want)
		}
	}
}

// OpenSSL chooses in its own order when told to; the enumeration shows it.
func TestEnumerateSuitesInOrderOfChoice(t *testing.T) {
	dial := startOpenSSL(t, certificate(t, "-newkey", "rsa:2048"), "-serverpref", "-tls1_2",
		"-cipher", "AES256-SHA:ECDHE-ARIA128-GCM-SHA256:DHE-RSA-AES128-SHA:NULL-SHA:AECDH-AES128-SHA:@SECLEVEL=0")
	got, complete := EnumerateSuites(t.Context(), dial, VersionTLS12, Options{})
	var names []string
	for _, id := range got {
		names = append(names, SuiteName(id))
	}
	want := []string{"TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_NULL_SHA",
		"TLS_ECDH_anon_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256"}
	if !complete || !slices.Equal(names, want) {
		t.Errorf("%q complete %v, want %q", names, complete, want)
	}
}

func TestEnumerateGroups(t *testing.T) {
	dial := startOpenSSL(t, certificate(t, "-newkey", "rsa:2048"), "-groups", "P-384:X25519:X448:ffdhe3072")
	tests := []struct {
		version uint16
		want    []uint16
	}{
		{VersionTLS13, []uint16{P384, X25519, X448, 0x101}},
		{VersionTLS12, []uint16{P384, X25519, X448}},
	}
	for _, test := range tests {
		got, complete := EnumerateGroups(t.Context(), dial, test.version, Options{})
		slices.Sort(got)
		if want := slices.Sorted(slices.Values(test.want)); !complete || !slices.Equal(got, want) {
			t.Errorf("%s: %v complete %v, want %v", VersionName(test.version), got, complete, want)
		}
	}
}

// An OpenSSL server refuses a TLS 1.2 hello that lacks the curve of its certificate, so
// the other curves are found only by offering that one again.
func TestEnumerateGroupsAroundCertificateCurve(t *testing.T) {
	dial := startOpenSSL(t, certificate(t, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"), "-tls1_2", "-groups", "P-256:P-384:P-521")
	got, complete := EnumerateGroups(t.Context(), dial, VersionTLS12, Options{})
	if !complete || !slices.Equal(got, []uint16{P256, P384, P521}) {
		t.Errorf("%v complete %v", got, complete)
	}
}

func TestEnumerationCutShort(t *testing.T) {
	stubborn := answer(record(recordHandshake, message(msgServerHello, helloBody(VersionTLS12, 0xC02F, ""))))
	var connections atomic.Int32
	tests := []struct {
		name   string
		server func(net.Conn)
		limit  int
		found  int
	}{
		{"silence", drain, 0, 0},
		{"chooses what is not offered any more", stubborn, 0, 1},
		{"bound on connections", stubborn, 1, 1},
		{"hangs on the second", func(c net.Conn) {
			if connections.Add(1) > 1 {
				drain(c)
			} else {
				stubborn(c)
			}
		}, 0, 1},
		{"internal_error", answer(record(recordAlert, "\x02\x50")), 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found, complete := EnumerateSuites(t.Context(), serve(t, test.server), VersionTLS12,
				Options{Timeout: 300 * time.Millisecond, MaxConnections: test.limit})
			if complete || len(found) != test.found {
				t.Errorf("found %d, complete %v", len(found), complete)
			}
		})
	}
}

func TestNothingToEnumerate(t *testing.T) {
	dial := serve(t, drain)
	if suites, complete := EnumerateSuites(t.Context(), dial, VersionSSL2, Options{}); suites != nil || complete {
		t.Error("SSL 2.0 has no suites of this kind")
	}
	if groups, complete := EnumerateGroups(t.Context(), dial, VersionSSL3, Options{}); groups != nil || complete {
		t.Error("SSL 3.0 has no groups")
	}
}
