package fetch

import (
	"context"
	"errors"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/revocation"
)

var errDecided = errors.New("abandoned: another responder had given a conclusive answer")

// OCSP asks the responders that subject names, all at once, and judges each answer.
// The first good or revoked one ends it (MongoDB's OCSP specification); what the others
// had said until then is kept, in the order of the certificate. The caller sets Depth.
func (f *Fetcher) OCSP(ctx context.Context, subject, issuer *cert.Cert, at time.Time) []evidence.OCSPResponse {
	if len(subject.OCSPServers) == 0 {
		return nil
	}
	ask, err := f.asker(subject, issuer, at)
	if err != nil {
		return []evidence.OCSPResponse{{
			Status: evidence.StatusNone, URL: subject.OCSPServers[0], Outcome: evidence.Skipped, Error: err.Error(),
		}}
	}
	ctx, decide := context.WithCancelCause(ctx)
	defer decide(nil)
	answers := collect(subject.OCSPServers, func(url string) evidence.OCSPResponse {
		r := ask(ctx, url)
		if r.Status == evidence.StatusGood || r.Status == evidence.StatusRevoked {
			decide(errDecided)
		}
		return r
	})
	if n := len(subject.OCSPServers); n > MaxURLs {
		answers = append(answers, evidence.OCSPResponse{
			Status: evidence.StatusNone, URL: subject.OCSPServers[MaxURLs], Outcome: evidence.Skipped, Error: surplus(n),
		})
	}
	return answers
}

// asker returns what asks one responder about subject.
func (f *Fetcher) asker(subject, issuer *cert.Cert, at time.Time) (func(context.Context, string) evidence.OCSPResponse, error) {
	if issuer == nil {
		return nil, errors.New("not asked: the issuer's certificate is not known")
	}
	body, err := revocation.Request(subject, issuer)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, url string) evidence.OCSPResponse {
		start := time.Now()
		der, err := f.do(ctx, request{url: url, body: body, accept: "application/ocsp-response", limit: maxOCSP})
		r := evidence.OCSPResponse{Status: evidence.StatusNone}
		if err == nil {
			r = revocation.OCSP(der, subject, issuer, at)
		}
		r.URL, r.Outcome, r.Error, r.MS = url, outcomeOf(err), textOf(ctx, err), since(start)
		return r
	}, nil
}
