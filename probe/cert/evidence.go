package cert

import (
	"encoding/hex"
	"encoding/pem"
	"strings"
	"time"

	"mongotls/probe/evidence"
)

// Evidence is the certificate as evidence shows it. Its PEM holds the octets as they
// were read, with what trailed them.
func (c *Cert) Evidence() evidence.Certificate {
	return evidence.Certificate{
		Subject:   c.Subject.Text,
		Issuer:    c.Issuer.Text,
		Serial:    serialText(c),
		NotBefore: c.NotBefore.UTC().Format(time.RFC3339),
		NotAfter:  c.NotAfter.UTC().Format(time.RFC3339),
		Names:     c.Names(),
		Key:       c.Key.String(),
		Signature: c.SignatureAlgorithm.Name,
		SHA256:    hex.EncodeToString(c.SHA256[:]),
		PEM:       string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.input})),
		Unparsed:  c.unparsed(),
	}
}

// Names are the entries of the SAN as evidence writes them: "DNS:…", "IP:…", "URI:…",
// "email:…". An address of a wrong length is in hexadecimal.
func (c *Cert) Names() []string {
	names := []string{}
	for _, n := range c.DNSNames {
		names = append(names, "DNS:"+n)
	}
	for _, ip := range c.IPs {
		names = append(names, "IP:"+ip.String())
	}
	for _, b := range c.BadIPs {
		names = append(names, "IP:#"+hex.EncodeToString(b))
	}
	for _, n := range c.URIs {
		names = append(names, "URI:"+n)
	}
	for _, n := range c.Emails {
		names = append(names, "email:"+n)
	}
	return names
}

// serialText has an even number of digits, as OpenSSL prints serials.
func serialText(c *Cert) string {
	text := c.Serial.Text(16)
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	if len(text)%2 == 1 {
		text = "0" + text
	}
	return sign + text
}

func (c *Cert) unparsed() map[string]string {
	why := map[string]string{
		"go":      c.GoError,
		"zcrypto": c.ZcryptoError,
		"der":     strings.Join(c.Malformed, "; "),
	}
	for parser, text := range why {
		if text == "" {
			delete(why, parser)
		}
	}
	if len(why) == 0 {
		return nil
	}
	return why
}
