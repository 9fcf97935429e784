package revocation

import (
	"crypto/x509"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/fixtures/need"
	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
)

const crlURL = "http://crl.example.com/1.crl"

// crlCase is a set of lists and what CheckCRL says of a leaf under it. openssl is what
// `openssl verify -crl_check` prints as its first error; "" = it accepts the leaf.
type crlCase struct {
	name    string
	leaf    func(world) *pki.Entity // nil = world.leaf
	lists   func(world) [][]byte
	status  evidence.OCSPStatus
	cause   string
	openssl string
}

func list(opts func(world) []pki.CRLOption) func(world) [][]byte {
	return func(w world) [][]byte { return [][]byte{w.issuer.CRL(opts(w)...)} }
}

func listWith(opts ...pki.CRLOption) func(world) [][]byte {
	return list(func(world) []pki.CRLOption { return opts })
}

func pointLeaf(w world) *pki.Entity { return w.issuer.Leaf("db4", pki.CRLURL(crlURL)) }

func crlCases() []crlCase {
	return append(listCases(), scopeCases()...)
}

func listCases() []crlCase {
	return []crlCase{
		{name: "empty list", lists: listWith(), status: good},
		{name: "no list", lists: func(world) [][]byte { return nil }, status: unknown, cause: causeCRLMissing, openssl: "unable to get certificate CRL"},
		{name: "list of another CA", lists: func(w world) [][]byte { return [][]byte{w.foreign.CRL()} },
			status: unknown, cause: causeCRLMissing, openssl: "unable to get certificate CRL"},
		{name: "revoked", lists: list(func(w world) []pki.CRLOption {
			return []pki.CRLOption{pki.Revoke(w.other, pki.Superseded, w.now.Add(-day)), pki.Revoke(w.leaf, pki.KeyCompromise, w.now.Add(-day))}
		}), status: revoked, cause: causeRevoked, openssl: "certificate revoked"},
		{name: "another one revoked", lists: list(func(w world) []pki.CRLOption {
			return []pki.CRLOption{pki.Revoke(w.other, pki.Superseded, w.now.Add(-day))}
		}), status: good},
		{name: "removed from the list", lists: list(func(w world) []pki.CRLOption {
			return []pki.CRLOption{pki.Revoke(w.leaf, 8, w.now.Add(-day))}
		}), status: good},
		{name: "on hold", lists: list(func(w world) []pki.CRLOption {
			return []pki.CRLOption{pki.Revoke(w.leaf, pki.CertificateHold, w.now.Add(-day))}
		}), status: revoked, cause: causeRevoked, openssl: "certificate revoked"},
		{name: "expired", lists: list(func(w world) []pki.CRLOption {
			return []pki.CRLOption{pki.ThisUpdate(w.now.Add(-9 * day)), pki.NextUpdate(w.now.Add(-day))}
		}), status: invalid, cause: causeCRLExpired, openssl: "CRL has expired"},
		{name: "revoked in an expired list", lists: list(func(w world) []pki.CRLOption {
			return []pki.CRLOption{pki.ThisUpdate(w.now.Add(-9 * day)), pki.NextUpdate(w.now.Add(-day)), pki.Revoke(w.leaf, pki.KeyCompromise, w.now.Add(-9*day))}
		}), status: revoked, cause: causeRevoked, openssl: "CRL has expired"},
		{name: "not yet valid", lists: list(func(w world) []pki.CRLOption {
			return []pki.CRLOption{pki.ThisUpdate(w.now.Add(day))}
		}), status: invalid, cause: causeCRLMissing, openssl: "CRL is not yet valid"},
		{name: "no nextUpdate", lists: listWith(pki.NoNextUpdate()), status: good},
		{name: "expired and current", lists: func(w world) [][]byte {
			return [][]byte{w.issuer.CRL(pki.ThisUpdate(w.now.Add(-9*day)), pki.NextUpdate(w.now.Add(-day))), w.issuer.CRL()}
		}, status: good},
		{name: "newer list revokes", lists: func(w world) [][]byte {
			return [][]byte{w.issuer.CRL(pki.Revoke(w.leaf, pki.Superseded, w.now)), w.issuer.CRL(pki.ThisUpdate(w.now.Add(-2 * day)))}
		}, status: revoked, cause: causeRevoked, openssl: "certificate revoked"},
		{name: "corrupt signature", lists: listWith(pki.CorruptSignature()), status: invalid, cause: causeCRLMissing, openssl: "CRL signature failure"},
		{name: "signed by a namesake", lists: func(w world) [][]byte { return [][]byte{w.namesake.CRL()} },
			status: unknown, cause: causeCRLMissing, openssl: "unable to get certificate CRL"},
		{name: "PSS signature", leaf: rsaLeaf, lists: func(w world) [][]byte {
			return [][]byte{w.rsaIssuer.CRL(pki.Signature(pki.SHA256PSS))}
		}, status: good},
	}
}

func scopeCases() []crlCase {
	return []crlCase{
		{name: "unknown critical extension", lists: listWith(pki.CRLExtension(pki.ExtUnheardOf, true, []byte{5, 0})),
			status: invalid, cause: causeCRLMissing, openssl: "unhandled critical CRL extension"},
		{name: "unknown extension", lists: listWith(pki.CRLExtension(pki.ExtUnheardOf, false, []byte{5, 0})), status: good},
		{name: "delta list only", lists: listWith(pki.Delta(1)), status: unknown},
		{name: "revoked in a delta list", lists: list(func(w world) []pki.CRLOption {
			return []pki.CRLOption{pki.Delta(1), pki.Revoke(w.leaf, pki.KeyCompromise, w.now)}
		}), status: revoked, cause: causeRevoked, openssl: "certificate revoked"},
		{name: "distribution point of the certificate", leaf: pointLeaf, lists: listWith(pki.IssuingPoint(crlURL)), status: good},
		{name: "another distribution point", leaf: pointLeaf, lists: listWith(pki.IssuingPoint(crlURL + "?")),
			status: invalid, cause: causeCRLMissing, openssl: "different CRL scope"},
		{name: "certificate without a distribution point", lists: listWith(pki.IssuingPoint(crlURL)),
			status: invalid, cause: causeCRLMissing, openssl: "different CRL scope"},
		{name: "end entities only", lists: listWith(issuingPoint(0x81)), status: good},
		{name: "CA certificates only", lists: listWith(issuingPoint(0x82)), status: invalid, cause: causeCRLMissing, openssl: "different CRL scope"},
		{name: "indirect", lists: listWith(issuingPoint(0x84)), status: unknown, cause: causeCRLMissing, openssl: "unable to get certificate CRL"},
		{name: "attribute certificates only", lists: listWith(issuingPoint(0x85)), status: invalid, cause: causeCRLMissing, openssl: "different CRL scope"},
		{name: "issuer may not sign lists", leaf: func(w world) *pki.Entity {
			return w.root.Intermediate("No CRLs", pki.KeyUsage(x509.KeyUsageCertSign)).Leaf("db5")
		}, lists: nil, status: invalid, cause: causeCRLMissing, openssl: "key usage does not include CRL signing"},
	}
}

// issuingPoint is an issuingDistributionPoint with one BOOLEAN set.
func issuingPoint(tag byte) pki.CRLOption {
	return pki.CRLExtension("2.5.29.28", true, []byte{0x30, 3, tag, 1, 0xff})
}

// material is the leaf of a case and its lists.
func (c crlCase) material(w world) (*pki.Entity, [][]byte) {
	leaf := w.leaf
	if c.leaf != nil {
		leaf = c.leaf(w)
	}
	if c.lists == nil {
		return leaf, [][]byte{leaf.Issuer().CRL()}
	}
	return leaf, c.lists(w)
}

func bundle(lists [][]byte) []byte {
	var out []byte
	for _, der := range lists {
		out = append(out, pki.CRLPEM(der)...)
	}
	return out
}

func parseLists(t testing.TB, lists [][]byte) []*CRL {
	t.Helper()
	if len(lists) == 0 {
		return nil
	}
	parsed, errs := ParseCRLs(bundle(lists))
	if len(errs) > 0 || len(parsed) != len(lists) {
		t.Fatalf("%d of %d lists: %v", len(parsed), len(lists), errs)
	}
	return parsed
}

func TestCheckCRL(t *testing.T) {
	w := newWorld(t)
	for _, c := range crlCases() {
		t.Run(c.name, func(t *testing.T) {
			leaf, lists := c.material(w)
			got := CheckCRL(parse(t, leaf), parse(t, leaf.Issuer()), parseLists(t, lists), w.now, "crl.pem")
			if got.Status != c.status || got.Cause != c.cause {
				t.Errorf("got %s %q (%s), want %s %q", got.Status, got.Cause, got.Why, c.status, c.cause)
			}
			if got.Cause != "" && got.Why == "" || got.Source != "crl.pem" {
				t.Errorf("why %q, source %q", got.Why, got.Source)
			}
		})
	}
}

func TestCheckCRLAgainstOpenSSL(t *testing.T) {
	need.OpenSSL(t)
	w := newWorld(t)
	for _, c := range crlCases() {
		t.Run(c.name, func(t *testing.T) {
			leaf, lists := c.material(w)
			if got := opensslVerify(t, w.root, leaf, lists); got != c.openssl {
				t.Errorf("openssl says %q, the table %q", got, c.openssl)
			}
		})
	}
}

// opensslVerify returns the first error of `openssl verify -crl_check`, lower-cased as it prints it.
func opensslVerify(t *testing.T, root, leaf *pki.Entity, lists [][]byte) string {
	t.Helper()
	dir := t.TempDir()
	args := []string{"verify", "-crl_check"}
	for name, data := range map[string][]byte{"-CAfile": root.PEM(), "-untrusted": leaf.Issuer().PEM(), "-CRLfile": bundle(lists)} {
		if len(data) == 0 {
			continue
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name, path)
	}
	path := filepath.Join(dir, "leaf")
	if err := os.WriteFile(path, leaf.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := exec.Command("openssl", append(args, path)...).CombinedOutput()
	for _, line := range strings.Split(string(out), "\n") {
		if _, text, found := strings.Cut(line, "depth lookup: "); found {
			return text
		}
	}
	if !strings.Contains(string(out), ": OK") {
		t.Fatalf("openssl: %s", out)
	}
	return ""
}

func TestCheckCRLFacts(t *testing.T) {
	w := newWorld(t)
	since := w.now.Add(-day)
	lists := parseLists(t, [][]byte{w.issuer.CRL(pki.Revoke(w.leaf, pki.KeyCompromise, since))})
	got := CheckCRL(parse(t, w.leaf), parse(t, w.issuer), lists, w.now, "")
	if !got.RevokedAt.Equal(since) || got.Reason != "keyCompromise" || got.Issuer != "CN=Issuing CA" ||
		!got.ThisUpdate.Equal(w.now.Add(-time.Hour)) || !got.NextUpdate.Equal(w.now.Add(7*day)) {
		t.Errorf("got %+v", got)
	}
	if e := lists[0].Evidence(); e.Entries != 1 || e.Issuer != "CN=Issuing CA" || !slices.Equal(e.DER, lists[0].Raw) {
		t.Errorf("evidence %+v", e)
	}
}

// Without the issuer's certificate nothing is verified, and nothing is called good or revoked.
func TestCheckCRLUnknownIssuer(t *testing.T) {
	w := newWorld(t)
	for name, opts := range map[string][]pki.CRLOption{"listed": {pki.Revoke(w.leaf, pki.KeyCompromise, w.now)}, "not listed": nil} {
		got := CheckCRL(parse(t, w.leaf), nil, parseLists(t, [][]byte{w.issuer.CRL(opts...)}), w.now, "")
		if got.Status != unknown || got.Cause != "" || !strings.Contains(got.Why, "not checked") {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestCheckCRLUnsupportedSignature(t *testing.T) {
	w := newWorld(t)
	ca := w.root.Intermediate("Ed448 CA", pki.Key(pki.Ed448))
	leaf := ca.Leaf("db6")
	got := CheckCRL(parse(t, leaf), parse(t, ca), parseLists(t, [][]byte{ca.CRL()}), w.now, "")
	if got.Status != unknown || got.Cause != "" || !strings.Contains(got.Why, "not verifiable by this tool") {
		t.Errorf("got %+v", got)
	}
}

func TestParseCRLs(t *testing.T) {
	w := newWorld(t)
	one := w.issuer.CRL()
	block := string(pki.CRLPEM(one))
	broken := string(pki.CRLPEM(one[:len(one)/2]))
	for _, c := range []struct {
		name, data  string
		lists, errs int
	}{
		{"DER", string(one), 1, 0},
		{"PEM", block, 1, 0},
		{"PEM after a byte order mark", "\xef\xbb\xbf" + block, 1, 0},
		{"two, with a certificate and text between", "text\n" + block + string(w.leaf.PEM()) + "more\n" + block, 2, 0},
		{"a broken one between two", block + broken + block, 2, 1},
		{"a block without its end", block + block[:len(block)/2], 1, 1},
		{"a certificate only", string(w.leaf.PEM()), 0, 1},
		{"empty", "", 0, 1},
		{"HTML", "<html>", 0, 1},
		{"a certificate in DER", string(w.leaf.DER()), 0, 1},
		{"too long", strings.Repeat("x", MaxCRLInput+1), 0, 1},
	} {
		lists, errs := ParseCRLs([]byte(c.data))
		if len(lists) != c.lists || len(errs) != c.errs {
			t.Errorf("%s: %d lists, %v", c.name, len(lists), errs)
		}
	}
}

// A long list costs a bounded number of allocations, not one per entry.
func TestLongCRL(t *testing.T) {
	w := newWorld(t)
	opts := make([]pki.CRLOption, 20000)
	for i := range opts {
		opts[i] = pki.RevokeSerial(big.NewInt(int64(1)<<60+int64(i)), pki.Superseded, w.now)
	}
	der := w.issuer.CRL(opts...)
	subject, issuer := parse(t, w.leaf), parse(t, w.issuer)
	var got evidence.CRLCheck
	allocations := testing.AllocsPerRun(1, func() {
		lists, errs := ParseCRLs(der)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		got = CheckCRL(subject, issuer, lists, w.now, "")
	})
	if got.Status != good {
		t.Errorf("got %+v", got)
	}
	if allocations > 2000 {
		t.Errorf("%.0f allocations for %d entries", allocations, len(opts))
	}
}
