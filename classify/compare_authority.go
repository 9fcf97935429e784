package classify

import (
	"encoding/hex"

	"mongotls/probe/cert"
)

// authorityContrast: the certificates of the members lead to different CAs. That is normal
// while the CA is changed, as long as every CA file holds both.
func authorityContrast(c *comparison) []contrast {
	return c.differ(finding{
		title: "The members' certificates come from different CAs", under: "chain",
		detail: "a client or a member whose CA file holds only one of them refuses the others; while a CA is changed, every CA file holds both",
		fix: []Fix{{On: OnServer, Text: "Give every member and every client a CA file with all of these CAs first; issue the certificates of one CA after that.",
			Run: script("cat old-ca.pem new-ca.pem > /etc/ssl/ca.pem")}},
	}, c.authority)
}

// issuerContrast: one CA, and several intermediates of it. Public CAs choose among several by
// themselves.
func issuerContrast(c *comparison) []contrast {
	if len(camps(c.members, c.authority)) > 1 {
		return nil
	}
	return c.differ(finding{
		title: "The members' certificates have different issuers of one CA", under: "chain",
		detail: "each member must send the intermediate of its own certificate",
		mild:   Info,
	}, c.issuer)
}

// authority is the root that a member's certificate leads to: by the certificates of all
// members, so that one who sends too few is not taken for one of another CA.
func (c *comparison) authority(m *member) trait {
	if m.leaf == nil {
		return trait{}
	}
	top := c.top(m.leaf)
	ref := m.ref("chain/presented")
	if top.SelfIssued() {
		return trait{string(top.RawSPKI) + top.Subject.Text, keyed(top.Subject.Text, top.SubjectKeyID), ref}
	}
	return issuedBy(top, ref)
}

// issuer is who signed a member's certificate, with which key.
func (c *comparison) issuer(m *member) trait {
	if m.leaf == nil {
		return trait{}
	}
	return issuedBy(m.leaf, m.ref("chain/presented/0/issuer"))
}

// issuedBy is the issuer as a certificate names it.
func issuedBy(x *cert.Cert, ref string) trait {
	return plain(keyed(x.Issuer.Text, x.AuthorityKeyID), ref)
}

// keyed is a CA with the identifier of its key: two CAs may bear one name.
func keyed(name string, id []byte) string {
	if len(id) == 0 {
		return name
	}
	return name + ", key " + hex.EncodeToString(id[:min(len(id), 4)])
}

// maxClimb bounds the way up to a root.
const maxClimb = 10

// top is the last certificate on the way up from a leaf.
func (c *comparison) top(leaf *cert.Cert) *cert.Cert {
	top, known := c.tops[leaf.SHA256]
	if known {
		return top
	}
	top = leaf
	for range maxClimb {
		issuer := c.issuerOf(top)
		if issuer == nil {
			break
		}
		top = issuer
	}
	c.tops[leaf.SHA256] = top
	return top
}

// issuerOf is who signed a certificate, among those that were seen; nil at the end. Where an
// issuer has several certificates, as one that is cross-signed, its own root comes first.
func (c *comparison) issuerOf(x *cert.Cert) *cert.Cert {
	if x.SelfIssued() {
		return nil
	}
	var found *cert.Cert
	for _, p := range c.pool {
		if !x.Issuer.Equal(p.Subject) || !x.NamesIssuer(p) || x.CheckSignatureFrom(p).Status == cert.SignatureInvalid {
			continue
		}
		if p.SelfIssued() {
			return p
		}
		if found == nil {
			found = p
		}
	}
	return found
}
