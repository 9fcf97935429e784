package tlswire

import (
	"strings"
	"testing"
)

// The greetings and answers are those of real servers, from their documentation or a
// capture, cut where only the start counts.
var greetings = []struct{ bytes, want string }{
	{"", ""},
	{"garbage", ""},
	{"HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n", "HTTP"},
	{"<!DOCTYPE html>", "HTTP"},
	{"SSH-2.0-OpenSSH_9.6\r\n", "SSH"},
	{"220 mail.example.com ESMTP Postfix\r\n", "SMTP"},
	{"220-ProFTPD 1.3.8 Server (FTP) ready\r\n", "FTP"},
	{"220 (vsFTPd 3.0.5)\r\n", "FTP"},
	{"220 ready\r\n", "SMTP or FTP"},
	{"2200 is no greeting", ""},
	{"+OK Dovecot ready.\r\n", "POP3"},
	{"* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n", "IMAP"},
	{"-ERR unknown command '\x16\x03\x01'", "Redis"},
	{"-NOAUTH Authentication required.\r\n", "Redis"},
	{"\x4a\x00\x00\x00\x0a8.0.36\x00\x08\x00\x00\x00", "MySQL"},
	{"\x6e\x00\x00\x00\x0a5.5.5-10.11.6-MariaDB-log\x00", "MariaDB"},
	{"\x45\x00\x00\x00\xff\x6a\x04Host '10.0.0.1' is not allowed to connect to this MySQL server", "MySQL"},
	{"E\x00\x00\x00\x8fSFATAL\x00VFATAL\x00C0A000\x00Munsupported frontend protocol", "PostgreSQL"},
	{"EFATAL:  unsupported frontend protocol", "PostgreSQL"},
	{"E is a letter", ""},
	{"\x24\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x08\x00\x00\x00", "MongoDB"},
	{"\x24\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\xdd\x07\x00\x00", "MongoDB"},
	{"\x24\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x99\x99\x00\x00", ""},
	{"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY protocol"},
	{"\r\n\r\n\x00\r\nQUIT\n\x21\x11", "PROXY protocol"},
	{"\x03\x00\x00\x13\x0e\xd0\x00\x00\x124\x00\x02\x1f\x08\x00\x02\x00\x00\x00", "RDP"},
	{"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00", "LDAP"},
	{"\x30\x84\x00\x00\x00\x24\x02\x01\x00\x78\x84", "LDAP"},
	{"\x30\x82\x03\x00\x30\x82", ""}, // a certificate
	{"RFB 003.008\n", "VNC"},
	{"AMQP\x00\x00\x09\x01", "AMQP"},
	{"INFO {\"server_id\":\"N\"}", "NATS"},
	{"<?xml version='1.0'?><stream:stream xmlns='jabber:client'>", "XMPP"},
	{"<?xml version='1.0'?><note/>", ""},
	{"ERROR\r\n", "Memcached"},
	{"\xff\xfd\x18\xff\xfd\x20", "Telnet"},
	{"\x15\x03\x01\x00\x02\x02\x46", "TLS"},
	{"\x16\x03\x03\x00\x7a\x02", "TLS"},
	{"\x15\x03", ""},
}

func TestNameService(t *testing.T) {
	for _, test := range greetings {
		if got := NameService([]byte(test.bytes)); got != test.want {
			t.Errorf("%q: %q, want %q", test.bytes, got, test.want)
		}
	}
}

// Every service of the table is named by some case above.
func TestEveryServiceIsNamed(t *testing.T) {
	named := map[string]bool{"RTSP": true, "SIP": true, "NNTP": true} // a prefix each, no more
	for _, test := range greetings {
		named[test.want] = true
	}
	for _, s := range services {
		if !named[s.name] {
			t.Errorf("%s is never named", s.name)
		}
	}
}

func FuzzNameService(f *testing.F) {
	for _, test := range greetings {
		f.Add([]byte(test.bytes))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if name := NameService(b); len(name) > 20 || strings.ContainsAny(name, "\x00\n") {
			t.Errorf("%q", name)
		}
	})
}
