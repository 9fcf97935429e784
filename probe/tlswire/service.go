package tlswire

import (
	"bytes"
	"encoding/binary"
)

// NameService names the protocol of a peer from its first bytes: "HTTP", "SSH",
// "MySQL"… It is "" when they do not say. A MongoDB reply in plaintext is "MongoDB", a
// TLS record "TLS".
func NameService(b []byte) string {
	for _, s := range services {
		if s.matches(b) {
			return s.name
		}
	}
	return ""
}

// service is one known way to begin. The first that matches names it.
type service struct {
	name    string
	matches func([]byte) bool
}

var services = []service{
	{"HTTP", startsWith("HTTP/", "<!DOCTYPE", "<!doctype", "<html", "<HTML")},
	{"SSH", startsWith("SSH-")},
	{"SMTP", bannerWith("220", "SMTP")},
	{"FTP", bannerWith("220", "FTP")},
	{"SMTP or FTP", startsWith("220 ", "220-", "421 ", "554 ")},
	{"IMAP", startsWith("* OK", "* PREAUTH", "* BYE")},
	{"Redis", startsWith("+PONG\r\n", "-ERR ", "-NOAUTH ", "-DENIED ", "-LOADING ", "-MISCONF ")},
	{"POP3", startsWith("+OK ", "+OK\r\n")},
	{"NNTP", startsWith("200 ", "201 ")},
	{"MariaDB", both(isMySQL, contains("MariaDB"))},
	{"MySQL", isMySQL},
	{"PostgreSQL", isPostgreSQL},
	{"MongoDB", isMongoDB},
	{"PROXY protocol", startsWith("PROXY ", "\r\n\r\n\x00\r\nQUIT\n")},
	{"RDP", isRDP},
	{"LDAP", isLDAP},
	{"VNC", startsWith("RFB 0")},
	{"AMQP", startsWith("AMQP")},
	{"NATS", startsWith("INFO {")},
	{"XMPP", both(startsWith("<?xml"), contains("stream"))},
	{"Memcached", startsWith("ERROR\r\n")},
	{"RTSP", startsWith("RTSP/")},
	{"SIP", startsWith("SIP/2.0")},
	{"Telnet", isTelnet},
	{"TLS", isTLS},
}

func startsWith(prefixes ...string) func([]byte) bool {
	return func(b []byte) bool {
		for _, p := range prefixes {
			if bytes.HasPrefix(b, []byte(p)) {
				return true
			}
		}
		return false
	}
}

func contains(word string) func([]byte) bool {
	return func(b []byte) bool { return bytes.Contains(b, []byte(word)) }
}

func both(x, y func([]byte) bool) func([]byte) bool {
	return func(b []byte) bool { return x(b) && y(b) }
}

// bannerWith is a greeting of that code whose text has the word, in any case.
func bannerWith(code, word string) func([]byte) bool {
	return func(b []byte) bool {
		return startsWith(code+" ", code+"-")(b) && bytes.Contains(bytes.ToUpper(b), []byte(word))
	}
}

// isMySQL: the first packet, of length n and number 0, is a handshake of protocol 10 or
// an error, such as "Host is not allowed to connect".
func isMySQL(b []byte) bool {
	if len(b) < 7 || b[3] != 0 || b[2] != 0 {
		return false
	}
	version := b[4] == 10 && b[5] >= '0' && b[5] <= '9'
	errorCode := binary.LittleEndian.Uint16(b[5:])
	return version || b[4] == 0xFF && errorCode >= 1000 && errorCode < 5000
}

// isPostgreSQL: an ErrorResponse, whose first field is the severity.
func isPostgreSQL(b []byte) bool {
	return len(b) >= 6 && b[0] == 'E' && b[1] == 0 && b[2] == 0 && (b[5] == 'S' || b[5] == 'M') ||
		bytes.HasPrefix(b, []byte("EFATAL: "))
}

// isMongoDB: a message header of a reply (OP_REPLY, OP_MSG or OP_COMPRESSED).
func isMongoDB(b []byte) bool {
	const opReply, opCompressed, opMsg = 1, 2012, 2013
	if len(b) < 16 {
		return false
	}
	size, op := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[12:])
	return size >= 16 && size <= 48_000_000 && (op == opReply || op == opCompressed || op == opMsg)
}

// isRDP: a TPKT header with an X.224 connection confirm or disconnect (ITU-T X.224).
func isRDP(b []byte) bool {
	return len(b) >= 6 && b[0] == 3 && b[1] == 0 && (b[5] == 0xD0 || b[5] == 0x80)
}

// isLDAP: a LDAPMessage with a bindResponse or an extendedResponse, by which a server
// also says that it disconnects (RFC 4511, section 4.4.1).
func isLDAP(b []byte) bool {
	const bindResponse, extendedResponse = 0x61, 0x78
	if len(b) < 7 || b[0] != 0x30 {
		return false
	}
	at := 2
	if b[1]&0x80 != 0 {
		at += int(b[1] & 0x7F)
	}
	if at+2 >= len(b) || b[at] != 2 {
		return false
	}
	at += 2 + int(b[at+1])
	return at < len(b) && (b[at] == bindResponse || b[at] == extendedResponse)
}

// isTelnet: IAC and a negotiation verb (RFC 854).
func isTelnet(b []byte) bool {
	return len(b) >= 3 && b[0] == 0xFF && b[1] >= 0xFB && b[1] <= 0xFE
}

func isTLS(b []byte) bool { return len(b) >= 3 && plausibleHeader(b) }
