// Package fetch asks the URLs that a certificate names: OCSP responders, CRL
// distribution points and AIA issuers. It is the only HTTP client of the tool.
//
// A certificate comes from the peer, so its URLs do too. The package promises that
// they cannot steer this machine anywhere that the peer could not reach itself: only
// plain HTTP, at most [MaxURLs] of a kind, at most [MaxRedirects] redirects, and each
// address is checked by [Allowed] when it is dialled, after resolution. Every answer is
// bounded in bytes and time. There are no cookies, no credentials, no compression, no
// kept-alive connections, and no proxy from the environment: a proxy would resolve and
// dial for us, past the check, and drivers' responders are reached directly or not at
// all in the networks that this tool looks at.
//
// What comes back is evidence: a failure is a fact, never an error.
package fetch
