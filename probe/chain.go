package probe

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/fetch"
	"mongotls/probe/revocation"
	"mongotls/probe/verify"
)

// verify records what OpenSSL 3's rules make of the chain, downloads what proves a missing
// intermediate, and asks for revocation.
func (p *prober) verify(ctx context.Context) {
	if len(p.chain) == 0 {
		return
	}
	report := p.judgeChain(p.At)
	if !report.Anchored && !p.Offline {
		p.fetchIssuers(ctx, report)
		report = p.judgeChain(p.At)
	}
	report.Record(&p.out.Chain)
	p.checkRevocation(ctx, report.Path)
}

func (p *prober) judgeChain(at time.Time) verify.Report {
	anchors := p.Anchors.For(p.certificates())
	return verify.Chain(verify.Input{
		Presented: p.chain, Anchors: anchors, OtherAnchors: p.Anchors.Len() - len(anchors),
		Fetched: p.fetched, At: at, Host: p.host.Host,
	}, verify.OpenSSLRules())
}

// maxFetchDepth bounds how far up AIA is followed: an intermediate and one above it.
const maxFetchDepth = 3

// fetchIssuers follows AIA upwards from where the chain stops, only to prove what is missing.
func (p *prober) fetchIssuers(ctx context.Context, r verify.Report) {
	if len(r.Path) == 0 {
		return
	}
	top := r.Path[len(r.Path)-1]
	for range maxFetchDepth {
		if top.SelfIssued() || len(top.CAIssuers) == 0 {
			return
		}
		facts, certs := p.fetcher().Issuers(ctx, top)
		p.out.Chain.Fetched = append(p.out.Chain.Fetched, facts...)
		i := slices.IndexFunc(certs, func(c *cert.Cert) bool { return c.Subject.Equal(top.Issuer) })
		if i < 0 {
			return
		}
		p.fetched = append(p.fetched, certs[i])
		top = certs[i]
	}
}

// fetcher asks URLs of certificates, no further inside than where the member itself is.
func (p *prober) fetcher() *fetch.Fetcher {
	f := &fetch.Fetcher{
		AllowInner: p.AnyAddress, Dial: p.Dial,
		Lookup: func(ctx context.Context, host string) ([]netip.Addr, error) {
			return p.Resolver.LookupNetIP(ctx, "ip", host)
		},
	}
	if ap, err := netip.ParseAddrPort(p.address); err == nil {
		f.Target = []netip.Addr{ap.Addr()}
	}
	return f
}

// checkRevocation judges the staple and the CRL file, and asks responders and distribution
// points, each certificate of the path beside the others.
func (p *prober) checkRevocation(ctx context.Context, path []*cert.Cert) {
	if len(path) == 0 {
		return
	}
	p.out.OCSP.MustStaple = path[0].MustStaple
	if len(p.staple) > 0 {
		p.out.OCSP.Staple = revocation.OCSP(p.staple, path[0], issuerOf(path, 0), p.At)
		p.out.OCSP.Staple.DER = p.staple
	}
	asked := make([]statements, len(path))
	var wg sync.WaitGroup
	for depth, c := range path {
		if issuer := issuerOf(path, depth); issuer != nil && !c.SelfIssued() {
			noResponder := depth == 0 && p.settledByStaple() || p.options.DisableOCSPEndpointCheck
			p.askRevocation(ctx, &wg, &asked[depth], c, issuer, noResponder)
		}
	}
	wg.Wait()
	for depth, a := range asked {
		for _, r := range a.ocsp {
			r.Depth = depth
			p.out.OCSP.Responders = append(p.out.OCSP.Responders, r)
		}
		for _, c := range a.crl {
			c.Depth = depth
			p.out.CRL = append(p.out.CRL, c)
		}
	}
}

// statements are what was learnt about the revocation of one certificate.
type statements struct {
	ocsp []evidence.OCSPResponse
	crl  []evidence.CRLCheck
}

// askRevocation looks one certificate up. out is complete when wg is done.
func (p *prober) askRevocation(ctx context.Context, wg *sync.WaitGroup, out *statements, c, issuer *cert.Cert, noResponder bool) {
	if len(p.CRLs) > 0 {
		out.crl = append(out.crl, revocation.CheckCRL(c, issuer, p.CRLs, p.At, p.CRLFile))
	}
	if p.Offline {
		return
	}
	p.spawn(wg, func() { out.crl = append(out.crl, p.fetcher().CRLs(ctx, c, issuer, p.At)...) })
	if !noResponder {
		p.spawn(wg, func() { out.ocsp = p.fetcher().OCSP(ctx, c, issuer, p.At) })
	}
}

// settledByStaple tells whether the staple answers for the leaf, so that no responder needs
// to be asked (driver OCSP specification).
func (p *prober) settledByStaple() bool {
	s := p.out.OCSP.Staple.Status
	return s == evidence.StatusGood || s == evidence.StatusRevoked
}

// issuerOf is the next certificate up the path; nil at its end.
func issuerOf(path []*cert.Cert, depth int) *cert.Cert {
	if depth+1 < len(path) {
		return path[depth+1]
	}
	return nil
}
