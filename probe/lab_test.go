package probe_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"net"
	"net/netip"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/target"
)

const name = "db1.example.com"

// lab is a small PKI and what a probe of it is given.
type lab struct {
	*testing.T
	pki       *pki.PKI
	root, ica *pki.Entity
	config    probe.Config
	options   target.Options
	host      string
	open      atomic.Int32 // connections of the probe
}

func newLab(t *testing.T) *lab {
	t.Helper()
	noLeaks(t)
	l := &lab{T: t, pki: pki.New(time.Now()), host: name}
	l.root = l.pki.Root("Example Root")
	l.ica = l.root.Intermediate("Example Issuing CA")
	l.config = probe.Config{
		Resolver: answers{netip.MustParseAddr("127.0.0.1")},
		Dial:     l.dial,
		Now:      time.Now, At: time.Now(), Random: rand.Reader,
		Version: "test", Timeout: 20 * time.Second, NoDiscover: true,
		Anchors: anchors{l.parse(l.root)},
	}
	return l
}

// dial counts what is open.
func (l *lab) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.open.Add(1)
	return &counted{Conn: conn, open: &l.open}, nil
}

type counted struct {
	net.Conn
	once sync.Once
	open *atomic.Int32
}

func (c *counted) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.Conn.Close()
}

// anchors and answers are the least of what Config wants.
type anchors []*cert.Cert

func (a anchors) Source() string                { return "ca.pem" }
func (a anchors) Len() int                      { return len(a) }
func (a anchors) For([]*cert.Cert) []*cert.Cert { return a }

type answers []netip.Addr

func (a answers) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) { return a, nil }

func (l *lab) parse(e *pki.Entity) *cert.Cert {
	l.Helper()
	if err := l.pki.Err(); err != nil {
		l.Fatal(err)
	}
	c, err := cert.Parse(e.DER())
	if err != nil {
		l.Fatal(err)
	}
	return c
}

func (l *lab) leaf(opts ...pki.Option) *pki.Entity {
	return l.ica.Leaf(name, append([]pki.Option{pki.DNS(name)}, opts...)...)
}

// tls is the configuration of a healthy server, with what a case changes about it.
func (l *lab) tls(edit func(*tls.Config)) *tls.Config {
	c := &tls.Config{Certificates: []tls.Certificate{l.leaf().TLS(l.ica)}}
	if edit != nil {
		edit(c)
	}
	return c
}

// mongod is a healthy primary behind TLS in requireTLS.
func (l *lab) mongod(with server.TLS) server.Mongod {
	return server.Mongod{
		Mode: server.RequireTLS, TLS: with,
		Hello: server.Hello{Role: server.Primary, SetName: "rs0", Hosts: []string{name}, MaxWireVersion: 25},
	}
}

// start serves until the test ends.
func (l *lab) start(h server.Handler) *server.Server {
	l.Helper()
	s, err := server.Start(h)
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(s.Close)
	return s
}

// probe examines a handler, and holds what came of it to what holds for every member.
func (l *lab) probe(h server.Handler) evidence.Member {
	l.Helper()
	return l.probePort(context.Background(), l.start(h).Port())
}

func (l *lab) probePort(ctx context.Context, port int) evidence.Member {
	l.Helper()
	e := probe.Run(ctx, l.config, target.Target{Hosts: []target.HostPort{{Host: l.host, Port: port}}, Options: l.options})
	l.checkJSON(e)
	if n := l.open.Load(); n != 0 {
		l.Errorf("%d connections are still open", n)
	}
	m := e.Members[0]
	if m.Defect != "" {
		l.Fatal(m.Defect)
	}
	if len(m.Versions) != len(evidence.Versions()) {
		l.Errorf("versions: %v", m.Versions)
	}
	return m
}

// checkJSON: evidence goes through JSON without a loss. JSON leaves an empty list of hello
// out, which says the same as a missing one.
func (l *lab) checkJSON(e evidence.Evidence) {
	l.Helper()
	for _, m := range e.Members {
		if h := m.Hello; h != nil {
			h.Passives = append([]string(nil), h.Passives...)
			h.Arbiters = append([]string(nil), h.Arbiters...)
		}
	}
	text, err := json.Marshal(e)
	if err != nil {
		l.Fatal(err)
	}
	var back evidence.Evidence
	if err := json.Unmarshal(text, &back); err != nil {
		l.Fatal(err)
	}
	if !reflect.DeepEqual(e, back) {
		l.Errorf("evidence changes on its way through JSON: %s", text)
	}
}

// noLeaks fails a test that leaves goroutines behind. It polls: what is closing may take
// a moment.
func noLeaks(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		deadline := time.Now().Add(20 * time.Second)
		for runtime.NumGoroutine() > before {
			if time.Now().After(deadline) {
				stacks := make([]byte, 1<<20)
				t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
			}
			runtime.Gosched()
		}
	})
}

// versions is the table in short: "1.2 1.3" for what was accepted, "?" after an unknown one.
func versions(m evidence.Member) string {
	var out []string
	for _, v := range evidence.Versions() {
		short := v[strings.Index(string(v), " ")+1:]
		switch m.Versions[v] {
		case evidence.Accepted:
			out = append(out, string(short))
		case evidence.Unknown:
			out = append(out, string(short)+"?")
		}
	}
	return strings.Join(out, " ")
}
