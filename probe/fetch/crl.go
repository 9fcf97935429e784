package fetch

import (
	"context"
	"errors"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/revocation"
)

const causeUnreachable = "crl-unreachable"

// CRLs downloads the lists at the distribution points of subject, all at once, and
// looks it up in each. No driver does so: it is information. A list that cannot be had
// is crl-unreachable; one that this side did not ask for has no cause. The caller sets
// Depth.
func (f *Fetcher) CRLs(ctx context.Context, subject, issuer *cert.Cert, at time.Time) []evidence.CRLCheck {
	checks := collect(subject.CRLURLs, func(url string) evidence.CRLCheck {
		return f.crl(ctx, url, subject, issuer, at)
	})
	if n := len(subject.CRLURLs); n > MaxURLs {
		checks = append(checks, evidence.CRLCheck{
			Source: subject.CRLURLs[MaxURLs], Status: evidence.StatusNone, Error: surplus(n),
		})
	}
	return checks
}

func (f *Fetcher) crl(ctx context.Context, url string, subject, issuer *cert.Cert, at time.Time) evidence.CRLCheck {
	start := time.Now()
	body, err := f.do(ctx, request{url: url, accept: "application/pkix-crl", limit: maxCRL})
	var lists []*revocation.CRL
	if err == nil {
		var errs []error
		if lists, errs = revocation.ParseCRLs(body); len(lists) == 0 {
			err = errors.Join(errs...)
		}
	}
	if err != nil {
		check := evidence.CRLCheck{Source: url, Status: evidence.StatusNone, Error: textOf(ctx, err), MS: since(start)}
		if outcomeOf(err) != evidence.Skipped {
			check.Cause, check.Why = causeUnreachable, "no list could be had from the URL"
		}
		return check
	}
	check := revocation.CheckCRL(subject, issuer, lists, at, url)
	check.MS = since(start)
	return check
}
