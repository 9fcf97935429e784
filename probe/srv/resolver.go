package srv

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"

	"mongotls/probe/target"
)

const (
	notFound = "not-found"
	dnsPort  = 53
)

// Failure is the kind of a failed lookup, as evidence.Lookup.Kind has it, and its text
// without the name and the server.
func Failure(err error) (kind, text string) {
	var dns *net.DNSError
	text = err.Error()
	if errors.As(err, &dns) {
		text = dns.Err
	}
	switch {
	case dns != nil && dns.IsNotFound:
		return notFound, text
	case dns != nil && dns.IsTimeout, errors.Is(err, context.DeadlineExceeded):
		return "timeout", text
	}
	return "failed", text
}

// Server is a resolver that asks one name server, host or host:port (53 by default), in
// place of those of the system. The error is a *target.UsageError.
func Server(address string) (*net.Resolver, error) {
	at, err := target.ParseHostPort(address)
	if err != nil {
		return nil, err
	}
	if !strings.HasSuffix(address, ":"+strconv.Itoa(at.Port)) {
		at.Port = dnsPort
	}
	return &net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, at.String())
		},
	}, nil
}
