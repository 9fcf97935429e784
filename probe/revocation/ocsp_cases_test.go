package revocation

import (
	"crypto"
	"testing"
	"time"

	"mongotls/fixtures/pki"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

const day = 24 * time.Hour

// world is one small PKI that all cases share.
type world struct {
	now                      time.Time
	root, issuer, leaf       *pki.Entity
	other, foreign, namesake *pki.Entity
	rsaIssuer, rsaLeaf       *pki.Entity
}

func newWorld(t testing.TB) world {
	t.Helper()
	p := pki.New(time.Now())
	w := world{now: p.Now(), root: p.Root("Root")}
	w.issuer = w.root.Intermediate("Issuing CA")
	w.leaf = w.issuer.Leaf("db1.example.com", pki.DNS("db1.example.com"))
	w.other = w.issuer.Leaf("db2.example.com")
	w.foreign = w.root.Intermediate("Foreign CA")
	w.namesake = w.issuer.Rekey()
	w.rsaIssuer = w.root.Intermediate("RSA CA", pki.Key(pki.RSA(2048)))
	w.rsaLeaf = w.rsaIssuer.Leaf("db3.example.com")
	t.Cleanup(func() {
		if err := p.Err(); err != nil {
			t.Errorf("the fixtures: %v", err)
		}
	})
	return w
}

func parse(t testing.TB, e *pki.Entity) *cert.Cert {
	t.Helper()
	c, err := cert.Parse(e.DER())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ocspCase is one response and what each judge says of it. goOK and cOK: the driver
// would connect with it as the staple.
type ocspCase struct {
	name      string
	leaf      func(world) *pki.Entity // nil = world.leaf
	der       func(world) []byte
	status    evidence.OCSPStatus
	cause     string
	goOK, cOK bool
	// openssl says why `openssl ocsp` does not agree with us; "" where it does.
	openssl string
}

const (
	good    = evidence.StatusGood
	revoked = evidence.StatusRevoked
	unknown = evidence.StatusUnknown
	invalid = evidence.StatusInvalid
)

func answer(opts ...pki.OCSPOption) func(world) []byte {
	return func(w world) []byte { return w.issuer.OCSP(w.leaf, opts...) }
}

// with builds options that need the world.
func with(opts func(world) []pki.OCSPOption) func(world) []byte {
	return func(w world) []byte { return w.issuer.OCSP(w.leaf, opts(w)...) }
}

func delegated(mint ...pki.Option) func(world) []byte {
	return with(func(w world) []pki.OCSPOption {
		return []pki.OCSPOption{pki.Delegated(w.issuer.Responder("Responder", mint...))}
	})
}

func rsaAnswer(opts ...pki.OCSPOption) func(world) []byte {
	return func(w world) []byte { return w.rsaIssuer.OCSP(w.rsaLeaf, opts...) }
}

func rsaLeaf(w world) *pki.Entity { return w.rsaLeaf }

func ocspCases() []ocspCase {
	var all []ocspCase
	for _, group := range [][]ocspCase{plainCases(), signerCases(), algorithmCases(), certIDCases(), dateCases(), brokenCases()} {
		all = append(all, group...)
	}
	return all
}

func plainCases() []ocspCase {
	return []ocspCase{
		{name: "good", der: answer(), status: good, goOK: true, cOK: true},
		{name: "good by key", der: answer(pki.ByKey()), status: good, goOK: true, cOK: true},
		{name: "nonce", der: answer(pki.Nonce([]byte("0123456789abcdef"))), status: good, goOK: true, cOK: true},
		{name: "revoked", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Revoked(pki.KeyCompromise, w.now.Add(-day))}
		}), status: revoked},
		{name: "unknown", der: answer(pki.Unknown()), status: unknown, cause: "staple-unknown", goOK: true, cOK: true},
		{name: "critical single extension", der: answer(pki.CriticalSingleExtension()), status: good, cOK: true},
	}
}

func signerCases() []ocspCase {
	return []ocspCase{
		{name: "CA certificate embedded", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Embed(w.issuer)}
		}), status: good, cOK: true},
		{name: "delegated", der: delegated(), status: good, goOK: true, cOK: true},
		{name: "delegated by key", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Delegated(w.issuer.Responder("Responder")), pki.ByKey()}
		}), status: good, goOK: true, cOK: true},
		{name: "delegate second of two embedded", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Embed(w.issuer), pki.Delegated(w.issuer.Responder("Responder"))}
		}), status: good, cOK: true},
		{name: "delegate without EKU", der: delegated(pki.Without(pki.ExtEKU)), status: invalid, cause: causeUnauthorized},
		{name: "delegate for serverAuth", der: delegated(pki.EKU(pki.ServerAuth)), status: invalid, cause: causeUnauthorized},
		{name: "delegate with anyExtendedKeyUsage", der: delegated(pki.EKU(pki.AnyPurpose)), status: invalid, cause: causeUnauthorized},
		{name: "delegate expired", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Delegated(w.issuer.Responder("R", pki.NotBefore(w.now.Add(-9*day)), pki.NotAfter(w.now.Add(-day))))}
		}), status: invalid, cause: causeUnauthorized, goOK: true},
		{name: "delegate not yet valid", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Delegated(w.issuer.Responder("R", pki.NotBefore(w.now.Add(day))))}
		}), status: invalid, cause: causeUnauthorized, goOK: true},
		{name: "delegate not embedded", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.SignedBy(w.issuer.Responder("Responder"))}
		}), status: invalid, cause: causeUnauthorized},
		{name: "own leaf signs", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Delegated(w.leaf)}
		}), status: invalid, cause: causeUnauthorized, cOK: true},
		{name: "another leaf signs", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Delegated(w.other)}
		}), status: invalid, cause: causeUnauthorized},
		{name: "foreign CA signs", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Delegated(w.foreign)}
		}), status: invalid, cause: causeUnauthorized},
		{name: "root signs", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.SignedBy(w.root)}
		}), status: invalid, cause: causeUnauthorized, cOK: true},
		{name: "delegate of a foreign CA", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Delegated(w.foreign.Responder("Responder"))}
		}), status: invalid, cause: causeUnauthorized},
		{name: "delegate of a namesake of the CA", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Delegated(w.namesake.Responder("Responder"))}
		}), status: invalid, cause: causeUnauthorized},
		{name: "namesake of the CA signs", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.SignedBy(w.namesake)}
		}), status: invalid, cause: causeBadSignature},
		{name: "responder id of somebody else", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.ResponderID(w.foreign)}
		}), status: invalid, cause: causeUnauthorized, goOK: true},
		{name: "corrupt signature", der: answer(pki.CorruptSignature()), status: invalid, cause: causeBadSignature},
	}
}

func algorithmCases() []ocspCase {
	return []ocspCase{
		{name: "RSA", leaf: rsaLeaf, der: rsaAnswer(), status: good, goOK: true, cOK: true},
		{name: "RSA-PSS", leaf: rsaLeaf, der: rsaAnswer(pki.Signature(pki.SHA256PSS)), status: good, cOK: true},
		{name: "SHA-1 signature", leaf: rsaLeaf, der: rsaAnswer(pki.Signature(pki.SHA1RSA)), status: good, goOK: true, cOK: true},
		{name: "Ed25519 delegate", der: delegated(pki.Key(pki.Ed25519)), status: good, cOK: true},
		{name: "Ed448 delegate", der: delegated(pki.Key(pki.Ed448)), status: unknown, cOK: true, openssl: "we cannot verify Ed448"},
	}
}

func certIDCases() []ocspCase {
	return []ocspCase{
		{name: "SHA-256 CertID", der: answer(pki.CertIDHash(crypto.SHA256)), status: good, goOK: true, openssl: "it looks for SHA-1 only"},
		{name: "SHA-256 and SHA-1 CertID", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.CertIDHash(crypto.SHA256), pki.Also(w.leaf, pki.CertIDHash(crypto.SHA1))}
		}), status: good, goOK: true, cOK: true},
		{name: "SHA-224 CertID", der: answer(pki.CertIDHash(crypto.SHA224)), status: good, openssl: "it looks for SHA-1 only"},
		{name: "other serial number", der: func(w world) []byte { return w.issuer.OCSP(w.other) }, status: invalid, cause: causeOther},
		{name: "other issuer in the CertID", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.CertIDIssuer(w.foreign)}
		}), status: invalid, cause: causeOther, goOK: true},
		{name: "other key in the CertID", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.CertIDIssuer(w.namesake)}
		}), status: invalid, cause: causeOther, goOK: true},
		{name: "ours second of two", der: func(w world) []byte {
			return w.issuer.OCSP(w.other, pki.Revoked(pki.Superseded, w.now.Add(-day)), pki.Also(w.leaf))
		}, status: good, goOK: true, cOK: true},
	}
}

func dateCases() []ocspCase {
	dates := func(from, until time.Duration) func(world) []byte {
		return with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.ThisUpdate(w.now.Add(from)), pki.NextUpdate(w.now.Add(until))}
		})
	}
	return []ocspCase{
		{name: "expired", der: dates(-9*day, -day), status: invalid, cause: causeExpired},
		{name: "not yet valid", der: dates(day, 9*day), status: invalid, cause: causeNotYetValid},
		{name: "inverted", der: dates(-day, -2*day), status: invalid, cause: causeExpired},
		{name: "no nextUpdate", der: answer(pki.NoNextUpdate()), status: good, goOK: true, cOK: true},
		{name: "revoked and expired", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.Revoked(pki.KeyCompromise, w.now.Add(-9*day)), pki.ThisUpdate(w.now.Add(-9 * day)), pki.NextUpdate(w.now.Add(-day))}
		}), status: invalid, cause: causeExpired},
		{name: "corrupt and expired", der: with(func(w world) []pki.OCSPOption {
			return []pki.OCSPOption{pki.CorruptSignature(), pki.ThisUpdate(w.now.Add(-9 * day)), pki.NextUpdate(w.now.Add(-day))}
		}), status: invalid, cause: causeBadSignature},
	}
}

func brokenCases() []ocspCase {
	raw := func(der []byte) func(world) []byte { return func(world) []byte { return der } }
	return []ocspCase{
		{name: "try later", der: raw(pki.OCSPError(pki.TryLater)), status: invalid, cause: causeError},
		{name: "unauthorized", der: raw(pki.OCSPError(pki.Unauthorized)), status: invalid, cause: causeError},
		{name: "success without a response", der: raw(pki.OCSPError(0)), status: invalid, cause: causeMalformed},
		{name: "HTML", der: raw([]byte("<html>")), status: invalid, cause: causeMalformed},
		{name: "truncated", der: func(w world) []byte {
			der := w.issuer.OCSP(w.leaf)
			return der[:len(der)/2]
		}, status: invalid, cause: causeMalformed},
		{name: "trailing bytes", der: func(w world) []byte {
			return append(w.issuer.OCSP(w.leaf), 5, 0)
		}, status: invalid, cause: causeMalformed, cOK: true, openssl: "d2i ignores what follows"},
	}
}
