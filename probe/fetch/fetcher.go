package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

const (
	// MaxURLs bounds the responders, CRLs and issuers that are asked of one certificate.
	MaxURLs = 4
	// MaxRedirects bounds the redirects that one download follows.
	MaxRedirects = 3
	// Timeout bounds one download, and all responders together, as the drivers do
	// (MongoDB's OCSP specification).
	Timeout = 5 * time.Second

	maxHeader = 64 << 10
	userAgent = "mongotls"
)

// Bounds on answers, in bytes.
const (
	maxOCSP = 64 << 10
	maxAIA  = 1 << 20
	maxCRL  = 32 << 20
)

// Fetcher asks URLs on behalf of one target. Its zero value asks public addresses
// only, by the system's resolver. It is safe for concurrent use once set up.
type Fetcher struct {
	// Target has the addresses of the server that showed the certificates; see Allowed.
	Target []netip.Addr
	// AllowInner switches the check of addresses off.
	AllowInner bool
	// Lookup resolves a name; nil = the system's resolver.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Dial connects to an ip:port; nil = net.Dialer.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Timeout bounds one download instead of the constant; 0 = the constant.
	Timeout time.Duration
}

// request is one download.
type request struct {
	url    string
	body   []byte // nil = GET
	accept string
	limit  int
}

var (
	errTooLarge = errors.New("the answer is too large")
	errNotAsked = errors.New("not asked")
)

// statusError is an HTTP status other than 200.
type statusError int

func (e statusError) Error() string {
	return fmt.Sprintf("HTTP status %d %s", int(e), http.StatusText(int(e)))
}

// do returns the body of a 200 answer.
func (f *Fetcher) do(ctx context.Context, r request) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, f.timeout())
	defer cancel()
	req, err := newRequest(ctx, r)
	if err != nil {
		return nil, err
	}
	transport := f.transport()
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, CheckRedirect: checkRedirect}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, statusError(resp.StatusCode)
	}
	return readBody(resp.Body, r.limit)
}

func (f *Fetcher) timeout() time.Duration {
	if f.Timeout > 0 {
		return f.Timeout
	}
	return Timeout
}

func (f *Fetcher) transport() *http.Transport {
	return &http.Transport{
		DialContext:            f.dial,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHeader,
	}
}

func newRequest(ctx context.Context, r request) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if r.body != nil {
		method, body = http.MethodPost, bytes.NewReader(r.body)
	}
	u, err := url.Parse(r.url)
	if err != nil {
		return nil, fmt.Errorf("%w: the URL cannot be read", errNotAsked)
	}
	if err := checkURL(u); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", r.accept)
	if r.body != nil {
		req.Header.Set("Content-Type", "application/ocsp-request")
	}
	return req, nil
}

// checkURL refuses what is not plain HTTP, and drops credentials.
func checkURL(u *url.URL) error {
	if u.Scheme != "http" || u.Hostname() == "" {
		return fmt.Errorf("%w: only http URLs are", errNotAsked)
	}
	u.User = nil
	return nil
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > MaxRedirects {
		return fmt.Errorf("more than %d redirects", MaxRedirects)
	}
	if err := checkURL(req.URL); err != nil {
		return fmt.Errorf("redirect to a URL of scheme %q: %w", req.URL.Scheme, err)
	}
	req.Header.Del("Referer")
	return nil
}

func readBody(r io.Reader, limit int) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	if len(body) > limit {
		return nil, fmt.Errorf("%w: more than %d bytes", errTooLarge, limit)
	}
	return body, nil
}
