// Package probe connects to MongoDB endpoints and records facts. It judges nothing:
// a refused handshake is a fact like any other. It is bounded in time, bytes,
// connections and goroutines, whatever the peer does, and what was learnt before the
// bound was met is kept.
package probe

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/netip"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/login"
	"mongotls/probe/revocation"
	"mongotls/probe/srv"
	"mongotls/probe/target"
)

// Resolver looks names up; *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Anchors are the trust anchors of this side.
type Anchors interface {
	// Source names them: a file, or evidence.SystemStore.
	Source() string
	Len() int
	// For returns the anchors that matter for judging a chain, at most
	// evidence.MaxAnchors.
	For(chain []*cert.Cert) []*cert.Cert
}

// Identity is a client certificate with its key.
type Identity struct {
	Source string
	TLS    tls.Certificate
	Chain  []*cert.Cert
}

// Config is all that a probe is given. Everything with an effect is injected.
type Config struct {
	Resolver Resolver
	// Records looks SRV and TXT records up; needed for an SRV target.
	Records srv.Resolver
	// DNSServer is the name server that both ask; "" for the system's.
	DNSServer string
	Dial      func(ctx context.Context, network, address string) (net.Conn, error)
	Now       func() time.Time
	Random    io.Reader
	// Version of the tool, which hello tells the server.
	Version string
	// At is the moment that certificates are judged at.
	At time.Time
	// Timeout bounds the diagnosis of one target; each step gets a share of it.
	Timeout time.Duration
	// Resolve are answers that replace the resolver's.
	Resolve []target.Resolve
	Anchors Anchors
	// StoreFrom is evidence.Client's.
	StoreFrom string
	Client    *Identity
	CRLFile   string
	CRLs      []*revocation.CRL
	// Attempts are the logins tried so far in this run; nil = none is tried.
	Attempts *login.Attempts
	// credentials are those of the target; nil = no login.
	credentials *login.Credentials
	// Compared are files to hold against what members serve.
	Compared []evidence.ComparedFile
	// NoDiscover leaves out the members that the given ones name.
	NoDiscover bool
	// Offline contacts nothing but the target.
	Offline bool
	// AnyAddress lets URLs in certificates, and names in hello, lead to address classes that
	// the target is not in.
	AnyAddress bool
	// Ciphers enumerates suites and groups even where nothing makes it necessary.
	Ciphers bool
	// Simulants are the clients whose hellos are replayed: all of them with Simulate, else
	// where the main handshake found nothing in common.
	Simulants []Simulant
	Simulate  bool
}

// Run looks the members of a target up where DNS has them, and probes them and those that
// they name concurrently. It always returns what was learnt; when ctx is cancelled, members
// say so under Incomplete.
func Run(ctx context.Context, c Config, t target.Target) evidence.Evidence {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	about := evidence.Deployment{Compared: c.Compared}
	seeds := evidence.Given
	if t.SRV {
		t, about.SRV = c.findSRV(ctx, t)
		seeds = evidence.SRV
	}
	if c.Attempts != nil {
		c.credentials = login.Given(t, c.Attempts)
	}
	crew := newCrew(ctx, c, t.Options)
	crew.examine(t.Hosts, seeds)
	out := evidence.Evidence{At: c.At.Round(0).UTC(), Client: clientFacts(c, t.Options, crew.used()), Members: crew.members()}
	if about.Discovery = crew.discovery(); about.SRV != nil || about.Discovery != nil || len(about.Compared) > 0 {
		out.Deployment = &about
	}
	return out
}

// findSRV looks the records up. A name without any may have an address of its own: it was
// then meant for mongodb and not for mongodb+srv.
func (c Config) findSRV(ctx context.Context, t target.Target) (target.Target, *evidence.SRVLookup) {
	step, cancel := context.WithTimeout(ctx, time.Duration(float64(c.Timeout)*connectShare))
	defer cancel()
	t, found := srv.Find(step, c.Records, t)
	found.Server = c.DNSServer
	if found.Kind == "not-found" {
		addresses, err := c.Resolver.LookupNetIP(step, "ip", found.Name)
		resolves := err == nil && len(addresses) > 0
		found.NameResolves = &resolves
	}
	return t, &found
}

// clientFacts is what this side brought.
func clientFacts(c Config, o target.Options, used [][]*cert.Cert) evidence.Client {
	client := evidence.Client{
		CASource:                 c.Anchors.Source(),
		StoreFrom:                c.StoreFrom,
		AnchorCount:              c.Anchors.Len(),
		Anchors:                  []evidence.Certificate{},
		CRLFile:                  c.CRLFile,
		AllowInvalidCertificates: o.AllowInvalidCertificates,
		Insecure:                 o.Insecure,
		AllowInvalidHostnames:    o.AllowInvalidHostnames,
		DisableOCSPEndpointCheck: o.DisableOCSPEndpointCheck,
		DisableRevocationCheck:   o.DisableCertificateRevocationCheck,
		Offline:                  c.Offline,
		ReplicaSet:               o.ReplicaSet,
		LoadBalanced:             o.LoadBalanced,
		TLSOff:                   o.Given("tls") && !o.TLS,
	}
	for _, v := range o.DisabledProtocols {
		client.DisabledProtocols = append(client.DisabledProtocols, string(v))
	}
	var all []*cert.Cert
	for _, chain := range used {
		all = append(all, chain...)
	}
	for _, a := range c.Anchors.For(all) {
		client.Anchors = append(client.Anchors, a.Evidence())
	}
	for _, crl := range c.CRLs {
		client.CRLs = append(client.CRLs, crl.Evidence())
	}
	if c.Client != nil {
		client.Certificate = &evidence.ClientCert{Source: c.Client.Source, Chain: describe(c.Client.Chain)}
	}
	return client
}

func describe(chain []*cert.Cert) []evidence.Certificate {
	out := make([]evidence.Certificate, 0, len(chain))
	for _, c := range chain {
		out = append(out, c.Evidence())
	}
	return out
}
