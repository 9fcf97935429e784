package revocation

import (
	"testing"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// FuzzOCSP holds the judges to what they promise for any bytes: no panic, no status that
// lacks its cause, and no acceptance by us of what was not signed.
func FuzzOCSP(f *testing.F) {
	w := newWorld(f)
	for _, c := range ocspCases() {
		f.Add(c.der(w))
	}
	subject, issuer := parse(f, w.leaf), parse(f, w.issuer)
	chain := []*cert.Cert{subject, issuer, parse(f, w.root)}
	f.Fuzz(func(t *testing.T, der []byte) {
		got := OCSP(der, subject, issuer, w.now)
		if (got.Status == evidence.StatusInvalid) != (got.Cause != "" && got.Cause != causeUnknown) {
			t.Errorf("%s with cause %q", got.Status, got.Cause)
		}
		if got.Cause != "" && got.Why == "" {
			t.Errorf("%s without a why", got.Cause)
		}
		if without := OCSP(der, subject, nil, w.now); without.Status == good || without.Status == revoked {
			t.Errorf("%s without a signature check", without.Status)
		}
		_ = GoOCSP(der, subject, issuer, w.now)
		_ = LibmongocOCSP(der, chain, w.now)
		for _, j := range judges() {
			_ = j.code(der, chain, w.now)
		}
	})
}

func FuzzCRL(f *testing.F) {
	w := newWorld(f)
	for _, c := range crlCases() {
		_, lists := c.material(w)
		f.Add(bundle(lists))
		for _, der := range lists {
			f.Add(der)
		}
	}
	subject, issuer := parse(f, w.leaf), parse(f, w.issuer)
	f.Fuzz(func(t *testing.T, data []byte) {
		lists, errs := ParseCRLs(data)
		if len(lists) == 0 && len(errs) == 0 {
			t.Error("neither a list nor an error")
		}
		for _, c := range lists {
			n := 0
			for rest := c.entries; !rest.Empty(); n++ {
				if _, ok := readEntry(&rest); !ok {
					t.Fatal("an entry that was counted cannot be read again")
				}
			}
			if n != c.Entries {
				t.Errorf("%d entries, counted %d", n, c.Entries)
			}
			c.Evidence()
		}
		if got := CheckCRL(subject, nil, lists, w.now, ""); got.Status == good || got.Status == revoked {
			t.Errorf("%s without a signature check", got.Status)
		}
		CheckCRL(subject, issuer, lists, w.now, "")
	})
}
