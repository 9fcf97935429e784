package fetch

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"syscall"

	"mongotls/probe/evidence"
)

// outcomes maps errors to evidence; the first that matches counts.
func outcomes() []struct {
	err     error
	outcome evidence.Outcome
} {
	return []struct {
		err     error
		outcome evidence.Outcome
	}{
		{errNotAsked, evidence.Skipped},
		{errDecided, evidence.Skipped},
		{errTooLarge, evidence.TooLarge},
		{context.DeadlineExceeded, evidence.Timeout},
		{os.ErrDeadlineExceeded, evidence.Timeout},
		{syscall.ETIMEDOUT, evidence.Timeout},
		{context.Canceled, evidence.Skipped},
		{syscall.ECONNREFUSED, evidence.Refused},
		{syscall.ECONNRESET, evidence.Reset},
		{syscall.EPIPE, evidence.Reset},
		{syscall.EHOSTUNREACH, evidence.Unreachable},
		{syscall.ENETUNREACH, evidence.Unreachable},
		{syscall.EADDRNOTAVAIL, evidence.Unreachable},
		{io.ErrUnexpectedEOF, evidence.Closed},
		{io.EOF, evidence.Closed},
	}
}

// outcomeOf names how a download ended.
func outcomeOf(err error) evidence.Outcome {
	if err == nil {
		return evidence.OK
	}
	for _, o := range outcomes() {
		if errors.Is(err, o.err) {
			return o.outcome
		}
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return evidence.Timeout
	}
	return evidence.Other
}

// textOf is the error without net/http's repetition of method and URL. Where the
// download was given up, it is the reason for that.
func textOf(ctx context.Context, err error) string {
	if err == nil {
		return ""
	}
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, context.Canceled) {
		return cause.Error()
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err.Error()
	}
	return err.Error()
}
