package tlswire

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mongotls/probe/evidence"
)

func TestFlightOfCryptoTLS(t *testing.T) {
	cert := selfSigned(t, rsaKey(t))
	cert.OCSPStaple = []byte("a staple, as the server was given it")
	authorities := x509.NewCertPool()
	ca, err := x509.ParseCertificate(cert.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	authorities.AddCert(ca)
	for _, version := range []uint16{VersionTLS10, VersionTLS11, VersionTLS12} {
		t.Run(VersionName(version), func(t *testing.T) {
			dial := serveTLS(t, &tls.Config{
				Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS10,
				NextProtos: []string{"x"}, CurvePreferences: []tls.CurveID{tls.CurveP384},
				ClientAuth: tls.RequestClientCert, ClientCAs: authorities,
			})
			hello := BroadHello(version, "localhost")
			hello.ALPN = []string{"x"}
			f, outcome := Ask(t.Context(), dialed(t, dial), mustBytes(t, hello), UntilDone)
			if outcome != evidence.OK || f.Err != nil || f.Truncated || !f.HelloDone {
				t.Fatalf("outcome %s, err %v, truncated %v, done %v", outcome, f.Err, f.Truncated, f.HelloDone)
			}
			h := f.ServerHello
			if h.Version != version || h.Group != 0 || !h.SecureRenegotiation || !h.ExtendedMasterSecret || h.ALPN != "x" || !h.StatusRequest {
				t.Errorf("ServerHello %+v", h)
			}
			if f.Group() != P384 || f.Stage() != evidence.AfterCerts {
				t.Errorf("group %s, stage %s", GroupName(f.Group()), f.Stage())
			}
			if !reflect.DeepEqual(f.Certificates, cert.Certificate) || !bytes.Equal(f.Staple, cert.OCSPStaple) {
				t.Errorf("certificates or staple differ: %d, %q", len(f.Certificates), f.Staple)
			}
			request := f.CertificateRequest
			if request == nil || len(request.Types) == 0 || (len(request.Schemes) > 0) != (version == VersionTLS12) ||
				len(request.Authorities) != 1 || !bytes.Equal(request.Authorities[0], ca.RawSubject) {
				t.Errorf("CertificateRequest %+v", request)
			}
			if (f.KeyExchange.Scheme != 0) != (version == VersionTLS12) {
				t.Errorf("signature scheme %s", SchemeName(f.KeyExchange.Scheme))
			}
		})
	}
}

func TestFlightOfTLS13(t *testing.T) {
	cert := selfSigned(t, ecKey(t))
	tests := []struct {
		name  string
		curve tls.CurveID
		retry bool
		group uint16
	}{
		{"share fits", tls.X25519, false, X25519},
		{"retry", tls.CurveP384, true, P384},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dial := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{cert}, CurvePreferences: []tls.CurveID{test.curve}})
			f, outcome := Ask(t.Context(), dialed(t, dial), mustBytes(t, BroadHello(VersionTLS13, "localhost")), UntilDone)
			if outcome != evidence.OK || f.Err != nil || f.Negotiated() != VersionTLS13 {
				t.Fatalf("outcome %s, err %v, version %s", outcome, f.Err, VersionName(f.Negotiated()))
			}
			if (f.RetryRequest != nil) != test.retry || (f.ServerHello == nil) != test.retry || f.Group() != test.group {
				t.Errorf("retry %v, group %s", f.RetryRequest != nil, GroupName(f.Group()))
			}
			if f.Hello().LegacyVersion != VersionTLS12 || len(f.Hello().SessionID) != 32 || f.Stage() != evidence.AfterHello {
				t.Errorf("hello %+v, stage %s", f.Hello(), f.Stage())
			}
		})
	}
}

// record is a TLS 1.2 record.
func record(kind byte, body string) string {
	return string([]byte{kind, 3, 3, byte(len(body) >> 8), byte(len(body))}) + body
}

// message is a handshake message.
func message(kind byte, body string) string {
	return string([]byte{kind, byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}) + body
}

// helloBody is a ServerHello; extensions is the block without its length, or "" for none.
func helloBody(version, suite uint16, extensions string) string {
	b := string([]byte{byte(version >> 8), byte(version)}) + strings.Repeat("R", 32) + "\x00" +
		string([]byte{byte(suite >> 8), byte(suite), 0})
	if extensions != "" {
		b += string([]byte{byte(len(extensions) >> 8), byte(len(extensions))}) + extensions
	}
	return b
}

func hello12(extensions string) string {
	return record(recordHandshake, message(msgServerHello, helloBody(VersionTLS12, 0x009E, extensions)))
}

const (
	tls13Extension   = "\x00\x2b\x00\x02\x03\x04"
	unknownExtension = "\xfa\xfa\x00\x03abc"
)

func TestParseFlightByHand(t *testing.T) {
	dh := "\x00\x02\x01\x01" + "\x00\x01\x05" + "\x00\x01\x07" + "\x08\x04\x00\x01S"
	tests := []struct {
		name  string
		bytes string
		check func(Flight) bool
	}{
		{"nothing", "", func(f Flight) bool { return f.Stage() == evidence.NothingReceived && !f.NotTLS && !f.Truncated }},
		{"one byte of a record", "\x16", func(f Flight) bool { return f.Truncated && !f.NotTLS }},
		{"HTTP", "HTTP/1.1 400 Bad Request\r\n", func(f Flight) bool { return f.NotTLS && f.Stage() == evidence.BeforeHello }},
		{"record too long", "\x16\x03\x03\xff\xff", func(f Flight) bool { return f.NotTLS }},
		{"fatal alert", record(recordAlert, "\x02\x46"), func(f Flight) bool {
			return f.Fatal() != nil && *f.Fatal() == evidence.Alert{Code: 70, Name: "protocol_version", Level: "fatal", From: "server"}
		}},
		{"two alerts in a record", record(recordAlert, "\x01\x70\x02\x28"), func(f Flight) bool {
			return len(f.Warnings()) == 1 && f.Warnings()[0].Name == "unrecognized_name" && f.Fatal().Code == 40
		}},
		{"many alerts", strings.Repeat(record(recordAlert, "\x01\x00"), 100), func(f Flight) bool { return len(f.Alerts) == maxAlerts }},
		{"alert of no known level", record(recordAlert, "\x07\x46"), func(f Flight) bool { return f.Err != nil && f.Fatal() == nil }},
		{"odd alert", record(recordAlert, "\x02"), func(f Flight) bool { return f.Err != nil }},
		{"warning, then hello", record(recordAlert, "\x01\x70") + hello12(""), func(f Flight) bool {
			return f.ServerHello != nil && len(f.Warnings()) == 1 && f.Err == nil
		}},
		{"no extensions", hello12(""), func(f Flight) bool { return f.Err == nil && !f.ServerHello.SecureRenegotiation }},
		{"unknown extension", hello12(unknownExtension), func(f Flight) bool {
			return f.Err == nil && reflect.DeepEqual(f.ServerHello.Extensions, []uint16{0xFAFA})
		}},
		{"extension cut", hello12("\xfa\xfa\x00\x09abc"), func(f Flight) bool { return f.Err != nil && f.ServerHello != nil }},
		{"after TLS 1.3 hello all is encrypted", hello12(tls13Extension) + record(recordCCS, "\x01") + record(recordApplication, "?"), func(f Flight) bool {
			return f.Negotiated() == VersionTLS13 && f.Encrypted && f.Err == nil && !f.Truncated
		}},
		{"alert in clear after TLS 1.3 hello", hello12(tls13Extension) + record(recordAlert, "\x02\x0a"), func(f Flight) bool { return f.Fatal() != nil }},
		{"handshake in clear after TLS 1.3 hello", hello12(tls13Extension) + record(recordHandshake, message(msgServerHelloDone, "")), func(f Flight) bool {
			return f.Err != nil && !f.HelloDone
		}},
		{"alert after CCS is encrypted", hello12("") + record(recordCCS, "\x01") + record(recordAlert, "\x02\x28"), func(f Flight) bool {
			return f.Encrypted && len(f.Alerts) == 0 && f.Err == nil
		}},
		{"CCS first", record(recordCCS, "\x01"), func(f Flight) bool { return f.Err != nil }},
		{"application data first", record(recordApplication, "x"), func(f Flight) bool { return f.Err != nil && !f.NotTLS }},
		{"garbage after a record", hello12("") + "garbage", func(f Flight) bool { return f.ServerHello != nil && f.Err != nil && !f.NotTLS }},
		{"second ServerHello", hello12("") + hello12(""), func(f Flight) bool { return f.Err != nil }},
		{"unknown message", record(recordHandshake, message(99, "x")), func(f Flight) bool { return f.Err != nil }},
		{"huge message", record(recordHandshake, "\x0b\xff\xff\xff"), func(f Flight) bool { return f.Err != nil && f.Truncated }},
		{"message cut", record(recordHandshake, "\x0b\x00\x00\x09\x00"), func(f Flight) bool { return f.Err == nil && f.Truncated }},
		{"DHE", hello12("") + record(recordHandshake, message(msgServerKeyExchange, dh)), func(f Flight) bool {
			return f.KeyExchange.DHBits == 9 && f.KeyExchange.GeneratorBits == 3 && f.KeyExchange.PublicBits == 3 && f.KeyExchange.Scheme == 0x0804
		}},
		{"DHE cut", hello12("") + record(recordHandshake, message(msgServerKeyExchange, dh[:3])), func(f Flight) bool { return f.KeyExchange == nil && f.Err != nil }},
		{"key exchange before hello", record(recordHandshake, message(msgServerKeyExchange, dh)), func(f Flight) bool { return f.Err != nil }},
		{"certificate list cut", record(recordHandshake, message(msgCertificate, "\x00\x00\x08\x00\x00\x01A\x00\x00\x09B")), func(f Flight) bool {
			return len(f.Certificates) == 1 && f.Err != nil
		}},
		{"more than the bound", hello12("") + strings.Repeat(record(recordHandshake, message(msgHelloRequest, "")), MaxFlight/9), func(f Flight) bool {
			return f.Truncated && f.Received == MaxFlight
		}},
		{"SSL 2.0", "\x80\x0f\x04\x00\x01\x00\x02\x00\x01\x00\x03\x00\x00C\x01\x00\x80", func(f Flight) bool {
			return f.Negotiated() == VersionSSL2 && f.Err == nil && reflect.DeepEqual(f.SSL2.Ciphers, []uint32{0x010080}) && string(f.Certificates[0]) == "C"
		}},
		{"SSL 2.0 cut inside", "\x80\x0b\x04\x00\x01\x00\x02\x00\x01\x00\x03\x00\x00", func(f Flight) bool { return f.SSL2 != nil && f.Err != nil }},
		{"SSL 2.0 error", "\x80\x03\x00\x00\x01", func(f Flight) bool { return f.SSL2.Error == 1 && f.Negotiated() == 0 && f.Err == nil }},
		{"high bit, not SSL 2.0", "\x84\x00\x00\x00\x00\x00\x10", func(f Flight) bool { return f.NotTLS && f.SSL2 == nil }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if f := ParseFlight([]byte(test.bytes)); !test.check(f) {
				t.Errorf("%+v", f)
			}
		})
	}
}

// However the bytes come, the flight is the same.
func TestFlightInPieces(t *testing.T) {
	for name, whole := range goldenFlights(t) {
		t.Run(name, func(t *testing.T) {
			want := ParseFlight(whole)
			if want.Err != nil || want.Hello() == nil {
				t.Fatalf("golden flight: %+v", want)
			}
			var p parser
			for i := range whole {
				p.feed(whole[i : i+1])
			}
			if got := p.finish(); !reflect.DeepEqual(got, want) {
				t.Errorf("byte by byte %+v\nat once %+v", got, want)
			}
		})
	}
}

// Records may cut handshake messages anywhere.
func TestFlightInSmallRecords(t *testing.T) {
	messages := message(msgServerHello, helloBody(VersionTLS12, 0xC02F, unknownExtension)) +
		message(msgCertificate, "\x00\x00\x04\x00\x00\x01A") + message(msgServerKeyExchange, "\x03\x00\x17\x01P\x04\x03") + message(msgServerHelloDone, "")
	want := ParseFlight([]byte(record(recordHandshake, messages)))
	if want.Err != nil || !want.HelloDone || want.Group() != P256 {
		t.Fatalf("%+v", want)
	}
	for size := 1; size < len(messages); size++ {
		var cut string
		for i := 0; i < len(messages); i += size {
			cut += record(recordHandshake, messages[i:min(i+size, len(messages))])
		}
		got := ParseFlight([]byte(cut))
		got.Received, got.First, want.Received, want.First = 0, nil, 0, nil
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("records of %d bytes: %+v, want %+v", size, got, want)
		}
	}
}

// goldenFlights are testdata/*.hex: what real servers sent, with the command that made
// them in a comment.
func goldenFlights(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.hex")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden flights: %v", err)
	}
	flights := map[string][]byte{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var digits strings.Builder
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "#") {
				digits.WriteString(strings.TrimSpace(line))
			}
		}
		flights[filepath.Base(file)], err = hex.DecodeString(digits.String())
		if err != nil {
			t.Fatal(err)
		}
	}
	return flights
}

func FuzzParseFlight(f *testing.F) {
	for _, b := range goldenFlights(f) {
		f.Add(b)
	}
	f.Add([]byte("\x80\x0f\x04\x00\x01\x00\x02\x00\x01\x00\x03\x00\x00C\x01\x00\x80"))
	f.Add([]byte(record(recordAlert, "\x02\x46")))
	f.Add([]byte(hello12(tls13Extension + unknownExtension)))
	f.Fuzz(func(t *testing.T, b []byte) {
		whole := ParseFlight(b)
		var p parser
		for len(b) > 0 {
			n := 1 + int(b[0])%7
			p.feed(b[:min(n, len(b))])
			b = b[min(n, len(b)):]
		}
		pieces := p.finish()
		if (whole.Err == nil) != (pieces.Err == nil) {
			t.Fatalf("err %v at once, %v in pieces", whole.Err, pieces.Err)
		}
		whole.Err, pieces.Err = nil, nil
		if !reflect.DeepEqual(whole, pieces) {
			t.Fatalf("at once %+v\nin pieces %+v", whole, pieces)
		}
	})
}
