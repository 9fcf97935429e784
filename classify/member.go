package classify

import (
	"fmt"
	"time"

	"mongotls/classify/driver"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// member is the read-only view of one member that rules look at: the evidence with
// its certificates parsed, and what each judge makes of the chain.
type member struct {
	*evidence.Member
	client *evidence.Client
	at     time.Time
	index  int
	judges []driver.Profile
	// rules and checks are those that apply; base is where its evidence stands in the document.
	rules  []func(*member) []finding
	checks []checkSpec
	base   string
	file   *evidence.File // nil for a server
	// deployment has all members; it is empty for a file.
	deployment *deployment
	soon       time.Duration
	leaf       *cert.Cert
	chain      []*cert.Cert // as presented
	anchors    []*cert.Cert
	fetched    []*cert.Cert
	// reports has one entry a judge; openssl is OpenSSL's own view without a host name.
	reports []verify.Report
	openssl verify.Report
	input   verify.Input
	known   map[string]verify.Report // by rules, as text
	// failing are the judges that some cause stops.
	failing []int
	defects []string
}

func newMember(e *evidence.Evidence, i int, o Options) *member {
	m := &member{Member: &e.Members[i], client: &e.Client, at: e.At, index: i, judges: o.Judges, soon: o.ExpiresWithin,
		rules: rules, checks: checkList, deployment: &deployment{}, base: fmt.Sprintf("/evidence/members/%d/", i)}
	m.chain = presented(m.Chain.Presented)
	m.anchors = parse(e.Client.Anchors)
	for _, f := range m.Chain.Fetched {
		m.fetched = append(m.fetched, parse(f.Certificates)...)
	}
	if len(m.chain) == 0 {
		return m
	}
	m.leaf = m.chain[0]
	in := verify.Input{Presented: m.chain, Anchors: m.anchors, Fetched: m.fetched, At: m.at,
		OtherAnchors: e.Client.AnchorCount - len(m.anchors), Signatures: verify.Signatures{}}
	m.openssl = verify.Chain(in, verify.OpenSSLRules())
	in.Host = m.Name
	m.input, m.known = in, map[string]verify.Report{}
	m.reports = m.chainReports()
	return m
}

// before is the same member as others judge it.
func (m *member) before(judges []driver.Profile) *member {
	other := *m
	other.judges, other.failing, other.defects = judges, nil, nil
	other.reports = other.chainReports()
	return &other
}

// chainReports are what the judges make of the chain. Judges who share rules share a report.
func (m *member) chainReports() []verify.Report {
	if m.leaf == nil {
		return nil
	}
	var reports []verify.Report
	for _, j := range m.judges {
		rules := fmt.Sprintf("%+v", j.Chain)
		if _, done := m.known[rules]; !done {
			m.known[rules] = verify.Chain(m.input, j.Chain)
		}
		reports = append(reports, m.known[rules])
	}
	return reports
}

// parse reads certificates back from evidence. One that cannot be walked at all is left
// out: the probe has recorded it as unparsed.
func parse(certs []evidence.Certificate) []*cert.Cert {
	var out []*cert.Cert
	for _, c := range certs {
		parsed, _ := cert.FromPEM([]byte(c.PEM))
		out = append(out, parsed...)
	}
	return out
}

// presented parses a chain as sent. Without a leaf that can be walked there is none.
func presented(certs []evidence.Certificate) []*cert.Cert {
	if len(certs) > 0 && certs[0].Unparsed["der"] != "" {
		return nil
	}
	return parse(certs)
}

// everyone is the set of all judges.
func (m *member) everyone() []int { return m.judgesWhere(func(driver.Profile) bool { return true }) }

func (m *member) judgesWhere(refuses func(driver.Profile) bool) []int {
	var out []int
	for i, j := range m.judges {
		if refuses(j) {
			out = append(out, i)
		}
	}
	return out
}

// ref is a JSON pointer to a part of this member's evidence.
func (m *member) ref(format string, args ...any) string {
	return m.base + fmt.Sprintf(format, args...)
}

// certRef points at a presented certificate; "" for one that was not presented.
func (m *member) certRef(c *cert.Cert, field string) string {
	for i, p := range m.chain {
		if p.SHA256 == c.SHA256 {
			return m.ref("chain/presented/%d/%s", i, field)
		}
	}
	return ""
}

// reached tells whether a TCP connection was made.
func (m *member) reached() bool {
	for _, d := range m.Dials {
		if d.Outcome == evidence.OK {
			return true
		}
	}
	return false
}

// handshook tells whether any handshake of the probe was completed.
func (m *member) handshook() bool { return m.best() != nil }

// handshakes are all that were tried, the main one first.
func (m *member) handshakes() []evidence.Handshake {
	if m.Handshake == nil {
		return m.Fallbacks
	}
	return append([]evidence.Handshake{*m.Handshake}, m.Fallbacks...)
}

// best is the first handshake that was completed; nil if none was.
func (m *member) best() *evidence.Handshake {
	for _, h := range m.handshakes() {
		if h.Outcome == evidence.OK {
			return &h
		}
	}
	return nil
}

// speaksTLS tells whether the server answered any ClientHello as a TLS server does.
func (m *member) speaksTLS() bool {
	if m.handshook() || len(m.chain) > 0 {
		return true
	}
	for _, a := range m.Versions {
		if a == evidence.Accepted {
			return true
		}
	}
	return m.Handshake != nil && (m.Handshake.Alert != nil || m.Handshake.Stage == evidence.AfterHello || m.Handshake.Stage == evidence.AfterCerts)
}
