package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
)

// maxAddresses bounds the addresses of one name that are tried.
const maxAddresses = 4

// dial resolves, checks every address and connects to those that are allowed, all at
// once: the first to answer is used. What is dialled is the address that was checked,
// so a name that resolves differently the second time gains nothing.
func (f *Fetcher) dial(ctx context.Context, _, hostport string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, err
	}
	addresses, err := f.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	allowed, err := f.filter(addresses)
	if err != nil {
		return nil, err
	}
	return f.race(ctx, allowed, port)
}

func (f *Fetcher) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	if f.Lookup != nil {
		return f.Lookup(ctx, host)
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

func (f *Fetcher) filter(addresses []netip.Addr) ([]netip.Addr, error) {
	var allowed []netip.Addr
	var refused error
	for _, a := range addresses {
		if err := Allowed(f.Target, a); err != nil && !f.AllowInner {
			refused = err
			continue
		}
		allowed = append(allowed, a)
	}
	if len(allowed) > 0 {
		return allowed[:min(len(allowed), maxAddresses)], nil
	}
	if refused == nil {
		refused = errors.New("the name has no address")
	}
	return nil, refused
}

func (f *Fetcher) race(ctx context.Context, addresses []netip.Addr, port string) (net.Conn, error) {
	type result struct {
		conn net.Conn
		err  error
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make(chan result)
	for _, a := range addresses {
		go func() {
			conn, err := f.connect(ctx, net.JoinHostPort(a.String(), port))
			select {
			case results <- result{conn, err}:
			case <-ctx.Done():
				if conn != nil {
					_ = conn.Close()
				}
			}
		}()
	}
	var last error
	for range addresses {
		select {
		case r := <-results:
			if r.err == nil {
				return r.conn, nil
			}
			last = r.err
		case <-ctx.Done():
			return nil, fmt.Errorf("connect: %w", ctx.Err())
		}
	}
	return nil, last
}

func (f *Fetcher) connect(ctx context.Context, address string) (net.Conn, error) {
	if f.Dial != nil {
		return f.Dial(ctx, "tcp", address)
	}
	var d net.Dialer
	return d.DialContext(ctx, "tcp", address)
}
