package verify

import (
	"crypto/x509"
	"fmt"
	"slices"

	"mongotls/probe/cert"
)

// unsupported finds what a stack cannot verify at all, however strong it is: the signature of
// a certificate below the anchor, or its key where that is too large. A server proves its own key
// in the handshake, so that counts also where it is the anchor.
func (p path) unsupported(i int) verdict {
	c := p.certs[i]
	if i > 0 && p.isLastAnchor(i) {
		return verdict{}
	}
	if most := p.rules.MaxRSABits; c.Key.Type == "RSA" && most > 0 && c.Key.Bits > most {
		return verdict{"unsupported-algorithm", fmt.Sprintf("%s has an RSA key of %d bits, and %s takes at most %d",
			subject(c), c.Key.Bits, p.rules.Name, most)}
	}
	if i+1 >= len(p.certs) {
		return verdict{}
	}
	issuer := p.certs[i+1]
	if curves := p.rules.SignerCurves; curves != nil && issuer.Key.Type == "ECDSA" && !slices.Contains(curves, issuer.Key.Curve) {
		return verdict{"unsupported-algorithm", fmt.Sprintf("%s is signed with a key on %s, a curve that %s does not have",
			subject(c), issuer.Key.Curve, p.rules.Name)}
	}
	if p.rules.GoParser && !goVerifies(c, issuer) && !slices.Contains(p.rules.RefusedHashes, c.SignatureAlgorithm.Hash) {
		return verdict{"unsupported-algorithm", fmt.Sprintf("%s is signed with %s by an %s key, and %s does not have that algorithm",
			subject(c), c.SignatureAlgorithm.Name, issuer.Key.Type, p.rules.Name)}
	}
	return verdict{}
}

// goVerifies tells whether crypto/x509 has what it takes to check a signature (x509.go,
// checkSignature). A certificate that it cannot parse is another fault.
func goVerifies(c, issuer *cert.Cert) bool {
	signed, key := c.Std(), issuer.Std()
	if signed == nil || key == nil {
		return true
	}
	unknown := []x509.SignatureAlgorithm{x509.UnknownSignatureAlgorithm, x509.DSAWithSHA1, x509.DSAWithSHA256}
	known := []x509.PublicKeyAlgorithm{x509.RSA, x509.ECDSA, x509.Ed25519}
	return !slices.Contains(unknown, signed.SignatureAlgorithm) && slices.Contains(known, key.PublicKeyAlgorithm)
}
