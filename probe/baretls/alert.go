package baretls

import (
	"errors"
	"fmt"
	"io"
	"net"

	"mongotls/probe/tlswire"
)

// alert is a TLS alert (RFC 8446, section 6), an error inside a net.OpError.
type alert uint8

// The alerts that this package sends or has to tell from others.
const (
	closeNotify       alert = 0
	unexpectedMessage alert = 10
	badRecordMAC      alert = 20
	recordOverflow    alert = 22
	handshakeFailure  alert = 40
	illegalParameter  alert = 47
	decodeError       alert = 50
	decryptError      alert = 51
	protocolVersion   alert = 70
	userCanceled      alert = 90
)

// Levels of an alert.
const (
	levelWarning = 1
	levelFatal   = 2
)

// maxWarnings bounds the alerts that are passed over.
const maxWarnings = 16

// Error implements error.
func (a alert) Error() string { return "tls: " + tlswire.AlertName(uint8(a)) }

// fault is an error of the peer that this side ends the connection for, by the alert a.
func fault(a alert, format string, args ...any) error {
	return fmt.Errorf("tls: "+format+": %w", append(args, &net.OpError{Op: "local error", Err: a})...)
}

// errTooMuch is met by a peer that does not come to an end.
var errTooMuch = errors.New("tls: too many bytes or messages without an end")

// takeAlert judges an alert record: nil for a warning that is to be passed over.
func (r *records) takeAlert(body []byte, warnings *int) error {
	if len(body) != 2 {
		return fault(decodeError, "alert record of %d bytes", len(body))
	}
	level, code := body[0], alert(body[1])
	switch {
	case code == closeNotify:
		return io.EOF
	case level == levelFatal || r.isTLS13() && code != userCanceled:
		return &net.OpError{Op: "remote error", Err: code}
	case *warnings >= maxWarnings:
		return errTooMuch
	}
	*warnings++
	return nil
}

// complain tells the peer what it did wrong, if it was that.
func (r *records) complain(err error) {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "local error" {
		return
	}
	if code, ok := errors.AsType[alert](op.Err); ok {
		_ = r.write(recordAlert, []byte{levelFatal, byte(code)}) // the connection is given up in any case
	}
}
