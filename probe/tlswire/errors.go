package tlswire

import (
	"context"
	stdtls "crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"reflect"
	"slices"
	"strings"
	"syscall"

	ztls "github.com/zmap/zcrypto/tls"

	"mongotls/probe/evidence"
)

// AlertOf finds the TLS alert in an error of crypto/tls or zcrypto. fromServer is true
// for an alert that came from the peer, false for one that this side sent.
//
// Both libraries wrap the alert in a net.OpError whose Op tells the side. crypto/tls
// does not export its type, so its number is read by reflection.
func AlertOf(err error) (code uint8, fromServer, ok bool) {
	var op *net.OpError
	if !errors.As(err, &op) || op.Err == nil {
		return 0, false, false
	}
	if op.Op != "remote error" && op.Op != "local error" {
		return 0, false, false
	}
	v := reflect.ValueOf(op.Err)
	if v.Kind() != reflect.Uint8 {
		return 0, false, false
	}
	return uint8(v.Uint()), op.Op == "remote error", true
}

// OutcomeOf tells how a dial, a handshake, a read or a write ended, from its error's
// type. Only where crypto/tls and zcrypto give no type is their text used: see
// libraryTexts.
func OutcomeOf(err error) evidence.Outcome {
	if err == nil {
		return evidence.OK
	}
	if _, fromServer, ok := AlertOf(err); ok {
		if fromServer {
			return evidence.Alerted
		}
		return localAlert(err)
	}
	if outcome, ok := recordOutcome(err); ok {
		return outcome
	}
	for _, known := range typedErrors {
		if errors.Is(err, known.err) {
			return known.outcome
		}
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return evidence.Timeout
	}
	return textOutcome(err)
}

// typedErrors are matched in order with errors.Is.
var typedErrors = []struct {
	err     error
	outcome evidence.Outcome
}{
	{context.DeadlineExceeded, evidence.Timeout},
	{os.ErrDeadlineExceeded, evidence.Timeout},
	{syscall.ETIMEDOUT, evidence.Timeout},
	{syscall.ECONNREFUSED, evidence.Refused},
	{syscall.EHOSTUNREACH, evidence.Unreachable},
	{syscall.ENETUNREACH, evidence.Unreachable},
	{syscall.EHOSTDOWN, evidence.Unreachable},
	{syscall.ENETDOWN, evidence.Unreachable},
	{syscall.EADDRNOTAVAIL, evidence.Unreachable},
	{syscall.ECONNRESET, evidence.Reset},
	{syscall.ECONNABORTED, evidence.Reset},
	{syscall.EPIPE, evidence.Reset},
	{io.EOF, evidence.Closed},
	{io.ErrUnexpectedEOF, evidence.Closed},
	{io.ErrClosedPipe, evidence.Closed},
}

// recordOutcome judges the libraries' RecordHeaderError: they return it for bytes that
// are no TLS as well as for a record of the wrong version in the middle of a handshake.
func recordOutcome(err error) (evidence.Outcome, bool) {
	var header [recordHeader]byte
	if std, ok := errors.AsType[stdtls.RecordHeaderError](err); ok {
		header = std.RecordHeader
	} else if z, ok := errors.AsType[ztls.RecordHeaderError](err); ok {
		header = z.RecordHeader
	} else {
		return "", false
	}
	if plausibleHeader(header[:]) {
		return evidence.Malformed, true
	}
	return evidence.NotTLS, true
}

// localAlert: this side ended the handshake, because the peer broke the protocol or
// chose what was not offered.
func localAlert(err error) evidence.Outcome {
	if code, _, _ := AlertOf(err); code == alertProtocolVersion || code == alertHandshakeFailure {
		return evidence.Unsupported
	}
	return evidence.Malformed
}

// AboutCertificate tells whether the text of an error of crypto/tls means that it cannot read
// the server's certificate, use its key or confirm its signature: what a client that checks
// none of these gets past.
func AboutCertificate(text string) bool {
	return slices.ContainsFunc(certificateTexts, func(start string) bool { return strings.HasPrefix(text, start) })
}

// certificateTexts are starts of such errors (crypto/tls, Go 1.26).
var certificateTexts = []string{
	"tls: failed to parse certificate from server",
	"tls: invalid signature by the server certificate",
	"tls: server's certificate contains an unsupported type of public key",
	"tls: certificate used with invalid signature algorithm",
	"tls: unsupported public key",
	"tls: unsupported certificate",
}

// libraryTexts are the starts of errors that crypto/tls (Go 1.26) and zcrypto return
// without a type. The first that fits counts; a test provokes them in both libraries.
var libraryTexts = []struct {
	start   string
	outcome evidence.Outcome
}{
	{"tls: invalid signature by the server certificate", evidence.BadKey},
	{"tls: failed to parse certificate from server", evidence.Malformed},
	{"tls: server chose an unconfigured cipher suite", evidence.Unsupported},
	{"tls: server selected unsupported ", evidence.Unsupported},
	{"tls: server selected unoffered ", evidence.Unsupported},
	{"tls: server selected an invalid ", evidence.Malformed},
	{"tls: server's certificate contains an unsupported type of public key", evidence.Unsupported},
	{"tls: server sent certificate containing RSA key larger than", evidence.Unsupported},
	{"tls: server certificate contains incorrect key type", evidence.Unsupported},
	{"tls: certificate used with invalid signature algorithm", evidence.Unsupported},
	{"tls: Ed25519 public keys are not supported before TLS 1.2", evidence.Unsupported},
	{"tls: unsupported public key", evidence.Unsupported},
	{"tls: unsupported certificate", evidence.Unsupported},
	{"tls: handshake message of length ", evidence.TooLarge},
	{"tls: too many ", evidence.TooLarge},
	{"tls: either ServerName or InsecureSkipVerify", evidence.Other},
	{"tls: no supported versions satisfy", evidence.Other},
	{"tls: internal error", evidence.Other},
	{"tls: protocol is shutdown", evidence.Closed},
	{"tls: received ", evidence.Malformed},
	{"tls: server ", evidence.Malformed},
	{"tls: server's ", evidence.Malformed},
	{"tls: invalid ", evidence.Malformed},
	{"tls: malformed ", evidence.Malformed},
	{"tls: unexpected ", evidence.Malformed},
	{"tls: missing ServerKeyExchange", evidence.Malformed},
	{"tls: incorrect ", evidence.Malformed},
	{"tls: initial handshake had non-empty renegotiation", evidence.Malformed},
	{"tls: downgrade attempt detected", evidence.Malformed},
	{"missing ServerKeyExchange", evidence.Malformed},
}

func textOutcome(err error) evidence.Outcome {
	text := err.Error()
	for _, known := range libraryTexts {
		if strings.HasPrefix(text, known.start) {
			return known.outcome
		}
	}
	return evidence.Other
}
