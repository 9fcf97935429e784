package fetch

import (
	"context"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// Issuers downloads what the caIssuers URLs of subject lead to (RFC 5280, section
// 4.2.2.1), all at once. Whether a certificate is the issuer is for others to judge.
func (f *Fetcher) Issuers(ctx context.Context, subject *cert.Cert) ([]evidence.Fetch, []*cert.Cert) {
	type download struct {
		fact  evidence.Fetch
		certs []*cert.Cert
	}
	var facts []evidence.Fetch
	var certs []*cert.Cert
	for _, d := range collect(subject.CAIssuers, func(url string) download {
		fact, certs := f.issuer(ctx, url)
		return download{fact, certs}
	}) {
		facts, certs = append(facts, d.fact), append(certs, d.certs...)
	}
	if n := len(subject.CAIssuers); n > MaxURLs {
		facts = append(facts, evidence.Fetch{URL: subject.CAIssuers[MaxURLs], Outcome: evidence.Skipped, Error: surplus(n)})
	}
	return facts, certs
}

func (f *Fetcher) issuer(ctx context.Context, url string) (evidence.Fetch, []*cert.Cert) {
	start := time.Now()
	body, err := f.do(ctx, request{url: url, accept: "application/pkix-cert, application/pkcs7-mime", limit: maxAIA})
	fact := evidence.Fetch{URL: url, Outcome: outcomeOf(err), Error: textOf(ctx, err)}
	var certs []*cert.Cert
	if err == nil {
		if certs, err = certificates(body); err != nil {
			fact.Outcome, fact.Error = evidence.Malformed, err.Error()
		}
	}
	for _, c := range certs {
		fact.Certificates = append(fact.Certificates, c.Evidence())
	}
	fact.MS = since(start)
	return fact, certs
}
