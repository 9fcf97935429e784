package probe

import (
	"context"
	"net"

	"mongotls/probe/baretls"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// maxCompared bounds the addresses of one name whose certificates are compared.
const maxCompared = 4

// peek looks at the certificate behind a further address of the name. It uses the connection
// that the race of addresses left over, so that it costs none of its own.
func (p *prober) peek(ctx context.Context, conn net.Conn, d *evidence.Dial) {
	defer conn.Close()
	// How the handshake ends is no matter: a certificate that was shown was shown.
	_, shown, _ := baretls.Client(ctx, conn, baretls.Options{ServerName: p.serverName(), Random: p.Random})
	if len(shown.Certificates) > 0 {
		d.Leaf, d.Certificate = leafFacts(shown.Certificates[0])
	}
}

// settleAddresses leaves out what the main connection has already, and says what that one saw
// where there is something to compare it with.
func (p *prober) settleAddresses() {
	if len(p.out.Chain.Presented) == 0 {
		return
	}
	main, compared := p.out.Chain.Presented[0].SHA256, false
	for i := range p.out.Dials {
		d := &p.out.Dials[i]
		compared = compared || d.Leaf != ""
		if d.Leaf == main {
			d.Certificate = nil
		}
	}
	for i := range p.out.Dials {
		if d := &p.out.Dials[i]; compared && d.Address == p.address {
			d.Leaf = main
		}
	}
}

// nameProbe is what a TLS 1.2 question under some server name showed.
func (p *prober) nameProbe(name string, a answer) evidence.SNIProbe {
	probe := evidence.SNIProbe{ServerName: name, Offer: evidence.WideOffer, Outcome: evidence.Other, Alert: a.flight.Fatal()}
	switch {
	case a.answer == evidence.Accepted:
		probe.Outcome = evidence.OK
	case probe.Alert != nil:
		probe.Outcome = evidence.Alerted
	}
	if len(a.flight.Certificates) == 0 {
		return probe
	}
	probe.Leaf, probe.Certificate = leafFacts(a.flight.Certificates[0])
	if main := p.out.Chain.Presented; len(main) > 0 && main[0].SHA256 == probe.Leaf {
		probe.Certificate = nil
	}
	return probe
}

// tryOtherName asks once more where the certificate without a name is another than with the
// right one. A certificate that is not for the right name was picked by name: asked under a
// name that nobody has, what picks it shows whether it has one for all other names, or passes
// connections on by name. Where both are for the right name, asking under it again may show
// that they change from connection to connection; behind a load balancer (loadBalanced=true)
// that is asked in any case.
func (p *prober) tryOtherName(ctx context.Context) {
	if p.out.Handshake.Outcome != evidence.OK || len(p.out.SNI) != 1 {
		return
	}
	balanced := p.options.LoadBalanced && p.serverName() != ""
	if !balanced && p.out.SNI[0].Certificate == nil {
		return
	}
	name := anyServerName
	if balanced || p.forName(p.nameless.flight.Certificates[0]) {
		name = p.serverName()
	}
	p.out.SNI = append(p.out.SNI, p.nameProbe(name, p.askVersion(ctx, evidence.TLS12, name)))
}

// forName tells whether a certificate is for the name that is dialled.
func (p *prober) forName(der []byte) bool {
	c, err := cert.Parse(der)
	return err == nil && verify.Host(c, p.host.Host, verify.OpenSSLRules().Names) == nil
}

func leafFacts(der []byte) (string, *evidence.Certificate) {
	c, err := cert.Parse(der)
	if err != nil {
		facts := unparsed(der, err)
		return facts.SHA256, &facts
	}
	facts := c.Evidence()
	return facts.SHA256, &facts
}
