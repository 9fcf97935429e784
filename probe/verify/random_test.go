package verify

import (
	"crypto/x509"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mongotls/probe/cert"
)

// randomChains is how many random hierarchies TestRandom compares.
const randomChains = 60

// TestRandom compares verdicts on random hierarchies, most of them faulty in some way,
// with openssl verify and crypto/x509.
func TestRandom(t *testing.T) {
	for seed := range uint64(randomChains) {
		in := randomInput(&mint{t: t}, rand.New(rand.NewPCG(seed, 8)))
		tc := chainCase{level: int(seed % 3), partial: seed%5 == 0, strict: seed%7 == 0}
		report := Chain(in, tc.rules())
		byOrder := slices.ContainsFunc(report.Notes, func(n string) bool { return strings.Contains(n, "by the order") })
		if ok, says := opensslVerify(t, in, tc); ok != report.Verified && !byOrder {
			t.Errorf("seed %d: openssl says %v:\n%s\nwe say %v: %s", seed, ok, says, report.Verified, details(report))
		}
		if err, r := goVerify(in), Chain(in, GoRules()); (err == nil) != r.Verified {
			t.Errorf("seed %d: crypto/x509 says %v, we say %s", seed, err, details(r))
		}
	}
}

// randomInput draws a few CAs, with names and keys that may collide, and a leaf of one of
// them, and hands out some of the certificates.
func randomInput(m *mint, r *rand.Rand) Input {
	names := []string{"A", "B", "C"}
	cas := []*minted{m.root("A", oneOf(r))}
	for range 1 + r.IntN(4) {
		parent := cas[r.IntN(len(cas))]
		edits := []edit{oneOf(r)}
		if r.IntN(3) == 0 {
			cas = append(cas, m.issueKey(cas[r.IntN(len(cas))].key, parent, names[r.IntN(3)], append([]edit{plainCA}, edits...)...))
		} else {
			cas = append(cas, m.ca(parent, names[r.IntN(3)], edits...))
		}
	}
	in := Input{At: at(), Host: "db1.example.com"}
	leaf := m.leaf(cas[len(cas)-1-r.IntN(2)], oneOf(r))
	in.Presented = []*cert.Cert{leaf.Cert}
	for i, c := range cas {
		if i == 0 || r.IntN(5) == 0 {
			in.Anchors = append(in.Anchors, c.Cert)
		}
		if r.IntN(6) > 0 {
			in.Presented = append(in.Presented, c.Cert)
		}
	}
	return in
}

func plainCA(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.MaxPathLen = true, true, -1
	c.KeyUsage = x509.KeyUsageCertSign
}

// oneOf is mostly harmless.
func oneOf(r *rand.Rand) edit {
	edits := []edit{years(-2, -1), years(1, 2), noAKI, pathLen(0), pathLen(1), notCA, noBC, usages(x509.ExtKeyUsageClientAuth),
		keyUsage(x509.KeyUsageDigitalSignature), unknown, dnsNames("*.example.com"), dnsNames("other.example.com"), authorityKey(1, 2)}
	if i := r.IntN(3 * len(edits)); i < len(edits) {
		return edits[i]
	}
	return func(*x509.Certificate) {}
}
