package tlswire

import (
	"encoding/binary"
	"errors"
	"fmt"

	"mongotls/probe/evidence"
)

// Record content types (RFC 8446, section 5.1; RFC 6520 for the heartbeat).
const (
	recordCCS         = 20
	recordAlert       = 21
	recordHandshake   = 22
	recordApplication = 23
	recordHeartbeat   = 24
)

const (
	recordHeader = 5
	// maxRecord is the largest TLSCiphertext.length (RFC 5246, section 6.2.3).
	maxRecord = 1<<14 + 2048
	// maxAlerts bounds Flight.Alerts.
	maxAlerts = 16
)

// ParseFlight parses what a server sent from the start of a connection. It reads at
// most MaxFlight bytes, and what was understood before a fault is kept.
func ParseFlight(fromServer []byte) Flight {
	var p parser
	p.feed(fromServer)
	return p.finish()
}

// parser takes a flight in pieces, as they come.
type parser struct {
	flight Flight
	record []byte // an incomplete record
	msg    []byte // an incomplete handshake message
	begun  bool   // a first record was accepted
	ended  bool   // nothing further is in clear, or a fault was met
}

// feed takes the next bytes of the connection.
func (p *parser) feed(b []byte) {
	if room := MaxFlight - p.flight.Received; len(b) > room {
		b = b[:room]
		p.flight.Truncated = true
	}
	p.flight.Received += len(b)
	if room := MaxFirst - len(p.flight.First); room > 0 {
		p.flight.First = append(p.flight.First, b[:min(room, len(b))]...)
	}
	if p.ended {
		return
	}
	p.record = append(p.record, b...)
	for !p.ended && p.next() {
	}
}

// finish tells what was learnt. The parser may be fed further.
func (p *parser) finish() Flight {
	f := p.flight
	if !p.ended && (len(p.record) > 0 || len(p.msg) > 0) {
		f.Truncated = true
	}
	return f
}

// full tells whether no further byte would be looked at.
func (p *parser) full() bool { return p.ended || p.flight.Received >= MaxFlight }

// fail keeps the first fault.
func (p *parser) fail(err error) {
	if p.flight.Err == nil {
		p.flight.Err = err
	}
}

// next consumes one record, and reports false when more bytes are needed.
func (p *parser) next() bool {
	b := p.record
	if len(b) == 0 {
		return false
	}
	if !p.begun && b[0]&0x80 != 0 {
		return p.nextSSL2()
	}
	if !plausibleHeader(b) {
		p.notARecord()
		return false
	}
	if len(b) < recordHeader {
		return false
	}
	n := recordHeader + int(binary.BigEndian.Uint16(b[3:]))
	if !p.begun {
		p.begun = true
		p.flight.RecordVersion = binary.BigEndian.Uint16(b[1:])
	}
	if len(b) < n {
		return false
	}
	p.record = b[n:]
	p.content(b[0], b[recordHeader:n])
	return true
}

// plausibleHeader judges as much of a record header as there is.
func plausibleHeader(b []byte) bool {
	return b[0] >= recordCCS && b[0] <= recordHeartbeat &&
		(len(b) < 2 || b[1] == 3) &&
		(len(b) < recordHeader || binary.BigEndian.Uint16(b[3:]) <= maxRecord)
}

func (p *parser) notARecord() {
	p.ended = true
	if p.begun {
		p.fail(errors.New("the bytes after a record are no record"))
		return
	}
	p.flight.NotTLS = true
}

// content takes the content of one record. After the ChangeCipherSpec of TLS 1.2 and
// the ServerHello of TLS 1.3 only a bare alert can still be in clear: in TLS 1.3 an
// encrypted one bears the type of application data.
func (p *parser) content(kind byte, body []byte) {
	tls13 := p.flight.Negotiated() == VersionTLS13
	switch {
	case kind == recordAlert:
		p.alerts(body)
	case kind == recordHandshake && p.flight.ServerHello != nil && tls13:
		p.ended = true
		p.fail(errors.New("handshake record in clear after a TLS 1.3 ServerHello"))
	case kind == recordHandshake:
		p.handshake(body)
	case kind == recordCCS && tls13, kind == recordHeartbeat:
	case kind == recordApplication && p.flight.ServerHello != nil && tls13:
		p.flight.Encrypted = true
	case kind == recordCCS && p.flight.ServerHello != nil:
		p.flight.Encrypted, p.ended = true, true
	default:
		p.ended = true
		p.fail(fmt.Errorf("record of type %d out of order", kind))
	}
}

var alertLevels = map[byte]string{1: "warning", 2: "fatal"}

func (p *parser) alerts(body []byte) {
	for ; len(body) >= 2; body = body[2:] {
		level, ok := alertLevels[body[0]]
		if !ok {
			p.fail(fmt.Errorf("alert of level %d", body[0]))
			return
		}
		if len(p.flight.Alerts) < maxAlerts {
			p.flight.Alerts = append(p.flight.Alerts, NewAlert(body[1], level))
		}
	}
	if len(body) != 0 {
		p.fail(errors.New("alert record of odd length"))
	}
}

// NewAlert is an alert of the server. Its level is "fatal", "warning" or "encrypted".
func NewAlert(code uint8, level string) evidence.Alert {
	return evidence.Alert{Code: code, Name: AlertName(code), Level: level, From: "server"}
}

// handshake takes the next bytes of the stream of handshake messages, which records
// cut as they like.
func (p *parser) handshake(body []byte) {
	p.msg = append(p.msg, body...)
	for len(p.msg) >= 4 && !p.ended {
		n := 4 + int(p.msg[1])<<16 + int(p.msg[2])<<8 + int(p.msg[3])
		if n > MaxFlight {
			p.ended, p.flight.Truncated = true, true
			p.fail(fmt.Errorf("handshake message of %d bytes", n-4))
			return
		}
		if len(p.msg) < n {
			return
		}
		kind, text := p.msg[0], p.msg[4:n:n]
		p.msg = p.msg[n:]
		p.message(kind, text)
	}
}
