package classify

import (
	"fmt"
	"slices"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/verify"
)

// expiryRule: a certificate on the path ends soon.
func expiryRule(m *member) []finding {
	var out []finding
	for _, c := range m.openssl.Path {
		left := c.NotAfter.Sub(m.at)
		if left < 0 || left > m.soon {
			continue
		}
		out = append(out, finding{word: "expires-soon", cert: c, facts: []Fact{
			fact(rolesOf(m, c), c.Subject.Text, m.certRef(c, "subject")),
			fact("valid until", day(c.NotAfter, m.at), m.certRef(c, "not_after")),
		}})
	}
	return merge(out)
}

// maxSkew is how far two clocks may differ before it is worth a word: OCSP responses and
// fresh certificates are judged without tolerance, and NTP keeps machines within seconds.
const maxSkew = 10 * time.Minute

// clockRule: the server's clock differs from this machine's. Where the chain's dates are
// wrong by this machine's clock and right by the server's, the clock is the likely cause.
func clockRule(m *member) []finding {
	if m.Hello == nil || m.Hello.LocalTime == nil {
		return nil
	}
	skew := m.Hello.ReceivedAt.Sub(*m.Hello.LocalTime)
	if skew.Abs() <= maxSkew {
		return nil
	}
	f := finding{word: "clock-skew", mild: Warning, facts: []Fact{
		fact("this machine's clock", stamp(m.Hello.ReceivedAt), m.ref("hello/received_at")),
		fact("the server's clock", stamp(*m.Hello.LocalTime), m.ref("hello/local_time")),
		fact("difference", fmt.Sprintf("%s %s", apart(skew), aheadOrBehind(skew)), ""),
	}}
	judgedNow := m.at.Sub(m.Hello.ReceivedAt).Abs() < maxSkew
	if dated := m.datedProblems(); judgedNow && len(dated) > 0 && m.validAt(*m.Hello.LocalTime) {
		f.candidates, f.looksLike = dated, dated[0]
		for i, r := range m.reports {
			if slices.ContainsFunc(r.Problems, func(p verify.Problem) bool { return dateWords[p.Cause] }) && !m.trusting(m.judges[i]) {
				f.refused = append(f.refused, i)
			}
		}
		f.facts = append(f.facts, fact("certificate", "valid by the server's clock, not by this machine's", ""))
	}
	return []finding{f}
}

var dateWords = map[string]bool{
	"expired": true, "expired-intermediate": true, "expired-root": true,
	"not-yet-valid": true, "not-yet-valid-intermediate": true,
}

func (m *member) datedProblems() []Word {
	var out []Word
	for _, r := range m.reports {
		for _, p := range r.Problems {
			if dateWords[p.Cause] && !slices.Contains(out, Word(p.Cause)) {
				out = append(out, Word(p.Cause))
			}
		}
	}
	return out
}

// validAt tells whether every certificate of the path is valid at t.
func (m *member) validAt(t time.Time) bool {
	return !slices.ContainsFunc(m.openssl.Path, func(c *cert.Cert) bool {
		return t.Before(c.NotBefore) || t.After(c.NotAfter)
	})
}

func apart(d time.Duration) string {
	if d = d.Abs(); d >= 48*time.Hour {
		return plural(int(d.Hours()/24), "day")
	}
	return hours(d.Abs())
}

func aheadOrBehind(skew time.Duration) string {
	if skew > 0 {
		return "(this machine is ahead)"
	}
	return "(this machine is behind)"
}
