package evidence

import "time"

// Certificate is one certificate: what a reader wants to see of it, and its DER.
type Certificate struct {
	Subject   string   `json:"subject"` // RFC 4514
	Issuer    string   `json:"issuer"`
	Serial    string   `json:"serial"` // hexadecimal
	NotBefore string   `json:"not_before"`
	NotAfter  string   `json:"not_after"`
	Names     []string `json:"names"`     // "DNS:…", "IP:…", "URI:…", "email:…"
	Key       string   `json:"key"`       // "RSA 2048", "ECDSA P-256", "Ed25519"
	Signature string   `json:"signature"` // "SHA256-RSA"
	SHA256    string   `json:"sha256"`
	PEM       string   `json:"pem"`
	// Unparsed says why each parser that refuses the certificate does so, by its
	// name ("go", "zcrypto", "der"); empty when all read it.
	Unparsed map[string]string `json:"unparsed,omitempty"`
}

// Chain is the certificate chain of a member, and what OpenSSL 3's rules make of it.
type Chain struct {
	// Verified is nil when there was no chain to verify.
	Verified  *bool         `json:"verified"`
	Presented []Certificate `json:"presented"`
	// Truncated is the number of presented certificates that were dropped.
	Truncated int `json:"truncated,omitempty"`
	// Paths are from the leaf to an anchor: the SHA-256 of each certificate.
	Paths    [][]string `json:"paths"`
	Problems []Problem  `json:"problems"`
	// Fetched are certificates downloaded from an AIA URL. They were not sent by the
	// server and only prove what is missing.
	Fetched []Fetch `json:"fetched,omitempty"`
}

// Problem is one reason why a path fails under OpenSSL 3's rules.
type Problem struct {
	Depth  int    `json:"depth"` // 0 = leaf
	Cause  string `json:"cause"`
	Detail string `json:"detail"`
}

// Fetch is a download from a URL in a certificate.
type Fetch struct {
	URL          string        `json:"url"`
	Outcome      Outcome       `json:"outcome"`
	Error        string        `json:"error,omitempty"`
	Certificates []Certificate `json:"certificates,omitempty"`
	MS           float64       `json:"ms"`
}

// OCSPStatus is the verdict on one OCSP response for one certificate.
type OCSPStatus string

const (
	StatusGood    OCSPStatus = "good"
	StatusRevoked OCSPStatus = "revoked"
	StatusUnknown OCSPStatus = "unknown"
	StatusInvalid OCSPStatus = "invalid"
	StatusNone    OCSPStatus = "none" // no response was sent or could be had
)

// OCSP is everything of a member about OCSP (RFC 6960, RFC 6066 section 8, RFC 7633).
type OCSP struct {
	Staple     OCSPResponse   `json:"staple"`
	Responders []OCSPResponse `json:"responders"`
	// MustStaple is the TLS feature extension of the leaf.
	MustStaple bool `json:"must_staple"`
	// Asked is false when no handshake came far enough to carry a staple.
	Asked bool `json:"asked"`
}

// OCSPResponse is one OCSP response, or the attempt to get one.
type OCSPResponse struct {
	// Depth is the certificate that it is about: 0 = leaf.
	Depth  int        `json:"depth"`
	URL    string     `json:"url,omitempty"` // "" for a staple
	Status OCSPStatus `json:"status"`
	// Cause is the word for what is wrong with it: staple-expired and so on (the same
	// words for a responder's answer); "" when it is valid.
	Cause string `json:"cause,omitempty"`
	// Why is the same in a sentence.
	Why        string     `json:"why,omitempty"`
	ThisUpdate *time.Time `json:"this_update,omitempty"`
	NextUpdate *time.Time `json:"next_update,omitempty"`
	ProducedAt *time.Time `json:"produced_at,omitempty"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty"`
	Reason     string     `json:"reason,omitempty"` // RFC 5280, section 5.3.1: "keyCompromise"
	Signer     string     `json:"signer,omitempty"`
	CertIDHash string     `json:"cert_id_hash,omitempty"` // "SHA-1"
	// Outcome is how the download ended; "" for a staple.
	Outcome Outcome `json:"outcome,omitempty"`
	Error   string  `json:"error,omitempty"`
	MS      float64 `json:"ms,omitempty"`
	DER     []byte  `json:"der,omitempty"`
}

// CRL is a certificate revocation list that this side has (RFC 5280, section 5).
type CRL struct {
	Issuer     string     `json:"issuer"`
	ThisUpdate *time.Time `json:"this_update,omitempty"`
	NextUpdate *time.Time `json:"next_update,omitempty"`
	Entries    int        `json:"entries"`
	// Signed is "yes" or "no" by the key of a certificate at hand that the list names as its
	// issuer; "" where there is none, or nobody looked.
	Signed string `json:"signed,omitempty"`
	// DER is kept for lists up to MaxCRLKept bytes, so that they can be judged again.
	DER []byte `json:"der,omitempty"`
}

// MaxCRLKept bounds the CRLs that evidence carries whole, in bytes.
const MaxCRLKept = 1 << 20

// CRLCheck is one certificate of the chain against one source of CRLs.
type CRLCheck struct {
	Depth  int    `json:"depth"`
	Source string `json:"source"` // the file's name or the URL
	// Status is good, revoked, unknown (no list of that issuer: CRL-missing), invalid or none (unreachable).
	Status     OCSPStatus `json:"status"`
	Cause      string     `json:"cause,omitempty"` // crl-missing, crl-expired, revoked, intermediate-revoked, crl-unreachable
	Why        string     `json:"why,omitempty"`
	Issuer     string     `json:"issuer,omitempty"`
	ThisUpdate *time.Time `json:"this_update,omitempty"`
	NextUpdate *time.Time `json:"next_update,omitempty"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty"`
	Reason     string     `json:"reason,omitempty"`
	Error      string     `json:"error,omitempty"`
	MS         float64    `json:"ms,omitempty"`
}
