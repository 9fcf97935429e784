package probe_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"mongotls/fixtures/pki"
	"mongotls/fixtures/responder"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/evidence"
	"mongotls/probe/target"
)

func (l *lab) web() *responder.Server {
	l.Helper()
	web, err := responder.Start()
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(web.Close)
	return web
}

// TestMissingIntermediate: AIA is followed to prove what the server does not send, and
// only when the network beside the target may be asked.
func TestMissingIntermediate(t *testing.T) {
	for _, offline := range []bool{false, true} {
		l := newLab(t)
		web := l.web()
		leaf := l.leaf(pki.AIA(web.Set("ica.cer", responder.Body("application/pkix-cert", l.ica.DER()))))
		l.config.Offline = offline
		m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
			c.Certificates = []tls.Certificate{leaf.TLS()}
		})}).Serve)
		if len(m.Chain.Presented) != 1 || (len(m.Chain.Fetched) == 1) == offline || (web.Requests("ica.cer") == 0) != offline {
			t.Errorf("offline %v: fetched %+v after %d requests", offline, m.Chain.Fetched, web.Requests("ica.cer"))
		}
		if m.Chain.Verified == nil || len(m.Chain.Problems) == 0 {
			t.Errorf("offline %v: the chain passes although the server does not send all of it", offline)
		}
	}
}

// TestWhoIsAskedAboutRevocation: a responder is asked unless the staple or the user says
// that it need not be.
func TestWhoIsAskedAboutRevocation(t *testing.T) {
	cases := map[string]struct {
		staple   bool
		edit     func(*probe.Config, *target.Options)
		requests int
		status   evidence.OCSPStatus // of the staple
	}{
		"no staple":    {false, func(*probe.Config, *target.Options) {}, 1, evidence.StatusNone},
		"a staple":     {true, func(*probe.Config, *target.Options) {}, 0, evidence.StatusGood},
		"offline":      {false, func(c *probe.Config, _ *target.Options) { c.Offline = true }, 0, evidence.StatusNone},
		"switched off": {false, func(_ *probe.Config, o *target.Options) { o.DisableOCSPEndpointCheck = true }, 0, evidence.StatusNone},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			l := newLab(t)
			c.edit(&l.config, &l.options)
			web := l.web()
			leaf := l.leaf(pki.OCSPURL(web.URL("ocsp")))
			good := l.ica.OCSP(leaf)
			web.Set("ocsp", responder.OCSP(func([]byte) []byte { return good }))
			m := l.probe(l.mongod(server.Standard{Config: l.tls(func(s *tls.Config) {
				s.Certificates = []tls.Certificate{leaf.TLS(l.ica)}
				if c.staple {
					s.Certificates[0].OCSPStaple = good
				}
			})}).Serve)
			if n := web.Requests("ocsp"); n != c.requests || len(m.OCSP.Responders) != c.requests {
				t.Errorf("%d requests, answers %+v", n, m.OCSP.Responders)
			}
			if m.OCSP.Staple.Status != c.status || !m.OCSP.Asked {
				t.Errorf("staple %+v", m.OCSP.Staple)
			}
		})
	}
}

// TestStapleOfFailedHandshake: the staple of TLS 1.2 is seen although the server then
// refuses the client.
func TestStapleOfFailedHandshake(t *testing.T) {
	l := newLab(t)
	leaf := l.leaf()
	m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
		c.MaxVersion, c.ClientAuth = tls.VersionTLS12, tls.RequireAnyClientCert
		c.Certificates = []tls.Certificate{leaf.TLS(l.ica)}
		c.Certificates[0].OCSPStaple = l.ica.OCSP(leaf)
	})}).Serve)
	if m.Handshake.Outcome != evidence.Alerted || !m.OCSP.Asked || m.OCSP.Staple.Status != evidence.StatusGood {
		t.Errorf("handshake %+v, staple %+v", m.Handshake, m.OCSP.Staple)
	}
}

// TestWholeBound: a step that the bound on the whole cuts short says nothing of the peer,
// and what was learnt by then is kept.
func TestWholeBound(t *testing.T) {
	l := newLab(t)
	web := l.web()
	waiting := make(chan struct{})
	web.Set("ocsp", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(waiting)
		<-r.Context().Done()
	}))
	leaf := l.leaf(pki.OCSPURL(web.URL("ocsp")))
	l.config.Timeout = short
	m := l.probe(l.mongod(server.Standard{Config: l.tls(func(c *tls.Config) {
		c.Certificates = []tls.Certificate{leaf.TLS(l.ica)}
	})}).Serve)
	<-waiting
	if m.Incomplete != "the time bound was met" || m.Hello == nil || m.Chain.Verified == nil || !*m.Chain.Verified {
		t.Errorf("incomplete %q, hello %v, chain %v", m.Incomplete, m.Hello, m.Chain.Problems)
	}
	for _, r := range m.OCSP.Responders {
		if r.Status != evidence.StatusNone {
			t.Errorf("responder %+v", r)
		}
	}
}

// TestDefect: a step of this tool that fails is recorded, and the rest is kept.
func TestDefect(t *testing.T) {
	l := newLab(t)
	port := l.start(l.mongod(server.Standard{Config: l.tls(nil)}).Serve).Port()
	var dials atomic.Int32
	dial := l.config.Dial
	l.config.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if dials.Add(1) == 2 {
			panic("no side question today")
		}
		return dial(ctx, network, address)
	}
	e := probe.Run(t.Context(), l.config, target.Target{Hosts: []target.HostPort{{Host: name, Port: port}}})
	l.checkJSON(e)
	m := e.Members[0]
	if !strings.HasPrefix(m.Defect, "no side question today\n") || m.Hello == nil || len(m.Versions) != len(evidence.Versions()) {
		t.Errorf("defect %.80q, hello %v, versions %v", m.Defect, m.Hello, m.Versions)
	}
}
