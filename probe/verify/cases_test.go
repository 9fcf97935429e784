package verify

import (
	"crypto/x509"
	"encoding/asn1"
	"net"

	"mongotls/probe/cert"
)

// chainCase is a chain with the causes that OpenSSL's rules find in it, "cause@depth".
type chainCase struct {
	name   string
	causes []string
	input  func(m *mint) Input

	level                   int
	goDiffers               string // why Go's verdict is not compared
	partial, strict, client bool
}

func chainCases() []chainCase {
	var out []chainCase
	for _, group := range [][]chainCase{trustCases(), crossCases(), dateCases(), usageCases(), caCases(), strengthCases(), constraintCases(), hostCases(), strictCases()} {
		out = append(out, group...)
	}
	return out
}

// simple is root, intermediate and leaf, each with edits; only the root is trusted.
func simple(root, inter, leaf []edit) func(m *mint) Input {
	return func(m *mint) Input {
		r := m.root("Test Root", root...)
		i := m.ca(r, "Test Issuing CA", inter...)
		return Input{Presented: certs(m.leaf(i, leaf...), i), Anchors: certs(r)}
	}
}

func withHost(host string, edits ...edit) func(m *mint) Input {
	return func(m *mint) Input {
		in := simple(nil, nil, edits)(m)
		in.Host = host
		return in
	}
}

func trustCases() []chainCase {
	return []chainCase{
		{name: "good", input: simple(nil, nil, nil)},
		{name: "root sent along", input: func(m *mint) Input {
			r := m.root("R")
			i := m.ca(r, "I")
			return Input{Presented: certs(m.leaf(i), r, i), Anchors: certs(r)}
		}},
		{name: "leaf of the root", input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.leaf(r)), Anchors: certs(m.root("Z"), r)}
		}},
		{name: "private root sent along", causes: []string{"unknown-authority@1"}, input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.leaf(r), r), Anchors: certs(m.root("Z"))}
		}},
		{name: "unknown root", causes: []string{"unknown-authority@1"}, input: func(m *mint) Input {
			i := m.ca(m.root("Acme Root"), "Acme Issuing CA")
			return Input{Presented: certs(m.leaf(i), i), Anchors: certs(m.root("Zeta Root"))}
		}},
		{name: "unknown direct issuer", causes: []string{"unknown-authority@0"}, input: func(m *mint) Input {
			return Input{Presented: certs(m.leaf(m.root("Acme CA"))), Anchors: certs(m.root("Zeta CA"))}
		}},
		{name: "self-signed", causes: []string{"self-signed@0"}, input: func(m *mint) Input {
			return Input{Presented: certs(m.leaf(nil)), Anchors: certs(m.root("R"))}
		}},
		{name: "self-signed and trusted", input: func(m *mint) Input {
			l := m.leaf(nil)
			return Input{Presented: certs(l), Anchors: certs(l)}
		}},
		{name: "self-signed, another of that name trusted", causes: []string{"trust-anchor-mismatch@0"}, input: func(m *mint) Input {
			return Input{Presented: certs(m.leaf(nil)), Anchors: certs(m.leaf(nil))}
		}},
		{name: "leaf bears the name of its CA", causes: []string{"self-signed@0"}, input: func(m *mint) Input {
			r := m.root("db1.example.com")
			return Input{Presented: certs(m.leaf(r)), Anchors: certs(r)}
		}},
		{name: "empty store", causes: []string{"empty-trust-store@0"}, input: func(m *mint) Input {
			return Input{Presented: certs(m.leaf(m.root("R")))}
		}},
		{name: "missing intermediate, same organisation", causes: []string{"missing-intermediate@0"}, input: func(m *mint) Input {
			r := m.root("R", organization("Acme"))
			return Input{Presented: certs(m.leaf(m.ca(r, "I", organization("Acme")))), Anchors: certs(r)}
		}},
		{name: "missing intermediate, by its name", causes: []string{"missing-intermediate@0"}, input: func(m *mint) Input {
			r := m.root("Test Root")
			return Input{Presented: certs(m.leaf(m.ca(r, "Test Intermediate CA"))), Anchors: certs(r)}
		}},
		{name: "missing intermediate, root sent", causes: []string{"missing-intermediate@0"}, input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.leaf(m.ca(r, "I")), r), Anchors: certs(r)}
		}},
		{name: "missing intermediate, fetched", causes: []string{"missing-intermediate@0"}, input: func(m *mint) Input {
			r := m.root("R")
			i := m.ca(r, "I")
			return Input{Presented: certs(m.leaf(i)), Anchors: certs(r), Fetched: certs(i)}
		}},
		{name: "fetched leads elsewhere", causes: []string{"unknown-authority@0"}, input: func(m *mint) Input {
			r := m.root("Acme Root")
			i := m.ca(r, "Acme Issuing CA")
			return Input{Presented: certs(m.leaf(i)), Anchors: certs(m.root("Zeta Root")), Fetched: certs(i, r)}
		}},
		{name: "wrong intermediate, other name", causes: []string{"wrong-intermediate@0"}, input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.leaf(m.ca(r, "I 2026")), m.ca(r, "I 2020", pathLen(0))), Anchors: certs(r)}
		}},
		{name: "wrong intermediate, other key", causes: []string{"wrong-intermediate@0"}, input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.leaf(m.ca(r, "I")), m.ca(r, "I")), Anchors: certs(r)}
		}},
		{name: "wrong intermediate, other key, no identifiers", causes: []string{"wrong-intermediate@0"}, input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.leaf(m.ca(r, "I"), noAKI), m.ca(r, "I")), Anchors: certs(r)}
		}},
		{name: "anchor of other key", causes: []string{"trust-anchor-mismatch@1"}, input: func(m *mint) Input {
			i := m.ca(m.root("R"), "I")
			return Input{Presented: certs(m.leaf(i), i), Anchors: certs(m.root("R"))}
		}},
		{name: "anchor of other key, old root sent", causes: []string{"trust-anchor-mismatch@1"}, input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.leaf(r), r), Anchors: certs(m.root("R"))}
		}},
		{name: "anchor of other key, no identifiers", causes: []string{"trust-anchor-mismatch@0"}, input: func(m *mint) Input {
			return Input{Presented: certs(m.leaf(m.root("R"), noAKI)), Anchors: certs(m.root("R"))}
		}},
		{name: "intermediate alone is trusted", causes: []string{"ca-file-lacks-root@1"}, input: intermediateTrusted},
		{name: "intermediate alone is trusted, partial chain", partial: true, input: intermediateTrusted},
		{name: "leaf alone is trusted", causes: []string{"ca-file-lacks-root@0"}, input: leafTrusted},
		{name: "leaf alone is trusted, partial chain", partial: true, input: leafTrusted},
		{name: "damaged leaf", causes: []string{"bad-signature@0"}, input: func(m *mint) Input {
			in := simple(nil, nil, nil)(m)
			in.Presented[0] = m.damaged(&minted{Cert: in.Presented[0]}).Cert
			return in
		}},
		{name: "key identifier differs, signature fits", causes: []string{"trust-anchor-mismatch@0"}, input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.leaf(r, authorityKey(1, 2, 3))), Anchors: certs(r)}
		}},
		{name: "leaf not first", causes: []string{"wrong-eku@0", "wrong-key-usage@0", "hostname-mismatch@0", "leaf-not-first@0"}, input: func(m *mint) Input {
			r := m.root("R")
			i := m.ca(r, "I", usages(x509.ExtKeyUsageOCSPSigning), dnsNames("ca.example.com"))
			return Input{Presented: certs(i, m.leaf(i)), Anchors: certs(r), Host: "db1.example.com"}
		}},
	}
}

func noAKI(c *x509.Certificate) { authorityKey()(c) }

func intermediateTrusted(m *mint) Input {
	i := m.ca(m.root("R"), "I")
	return Input{Presented: certs(m.leaf(i), i), Anchors: certs(i)}
}

func leafTrusted(m *mint) Input {
	l := m.leaf(m.root("R"))
	return Input{Presented: certs(l), Anchors: certs(l)}
}

// crossCases have several paths; OpenSSL takes one without looking back.
func crossCases() []chainCase {
	cross := func(rootEdits, crossEdits []edit, trusted func(old, young, cross *minted) []*cert.Cert) func(m *mint) Input {
		return func(m *mint) Input {
			old := m.root("Old Root", rootEdits...)
			young := m.root("Young Root")
			crossed := m.issueKey(young.key, old, "Young Root", append([]edit{func(c *x509.Certificate) {
				c.IsCA, c.BasicConstraintsValid, c.MaxPathLen, c.KeyUsage = true, true, -1, x509.KeyUsageCertSign
			}}, crossEdits...)...)
			i := m.ca(young, "I")
			return Input{Presented: certs(m.leaf(i), i, crossed), Anchors: trusted(old, young, crossed)}
		}
	}
	return []chainCase{
		{name: "cross-signed, both roots", input: cross(nil, nil, func(o, y, _ *minted) []*cert.Cert { return certs(o, y) })},
		{name: "cross-signed, old root", input: cross(nil, nil, func(o, _, _ *minted) []*cert.Cert { return certs(o) })},
		{name: "cross-signed, young root", input: cross(nil, nil, func(_, y, _ *minted) []*cert.Cert { return certs(y) })},
		{name: "old root and cross expired, both trusted", input: cross([]edit{years(-9, -1)}, []edit{years(-9, -1)},
			func(o, y, _ *minted) []*cert.Cert { return certs(o, y) })},
		{name: "old root and cross expired, old trusted", causes: []string{"expired-intermediate@2", "expired-root@3"},
			input: cross([]edit{years(-9, -1)}, []edit{years(-9, -1)}, func(o, _, _ *minted) []*cert.Cert { return certs(o) })},
		{name: "cross certificate in the store without its root", causes: []string{"ca-file-lacks-root@2"},
			input: cross(nil, nil, func(_, _, x *minted) []*cert.Cert { return certs(x) })},
		{name: "expired twin of an intermediate", input: func(m *mint) Input {
			r := m.root("R")
			i := m.ca(r, "I")
			twin := m.issueKey(i.key, r, "I", func(c *x509.Certificate) {
				c.IsCA, c.BasicConstraintsValid, c.MaxPathLen = true, true, -1
			}, years(-9, -1))
			return Input{Presented: certs(m.leaf(i), twin, i), Anchors: certs(r)}
		}},
		{name: "store has the valid of two roots of one key", input: func(m *mint) Input {
			r := m.root("R")
			past := m.issueKey(r.key, nil, "R", func(c *x509.Certificate) {
				c.IsCA, c.BasicConstraintsValid, c.MaxPathLen = true, true, -1
			}, years(-9, -1))
			return Input{Presented: certs(m.leaf(r), past), Anchors: certs(past, r)}
		}},
		{name: "intermediate in the store hides the sent one", causes: []string{"ca-file-lacks-root@1"}, input: func(m *mint) Input {
			r := m.root("R")
			i := m.ca(r, "I")
			other := m.issueKey(i.key, m.root("Q"), "I", func(c *x509.Certificate) {
				c.IsCA, c.BasicConstraintsValid, c.MaxPathLen = true, true, -1
			})
			return Input{Presented: certs(m.leaf(i), i), Anchors: certs(r, other)}
		}},
	}
}

func dateCases() []chainCase {
	return []chainCase{
		{name: "expired", causes: []string{"expired@0"}, input: simple(nil, nil, []edit{years(-2, -1)})},
		{name: "not yet valid", causes: []string{"not-yet-valid@0"}, input: simple(nil, nil, []edit{years(1, 2)})},
		{name: "expired intermediate", causes: []string{"expired-intermediate@1"}, input: simple(nil, []edit{years(-2, -1)}, nil)},
		{name: "intermediate not yet valid", causes: []string{"not-yet-valid-intermediate@1"}, input: simple(nil, []edit{years(1, 2)}, nil)},
		{name: "expired root", causes: []string{"expired-root@2"}, input: simple([]edit{years(-2, -1)}, nil, nil)},
		{name: "all at once", causes: []string{"expired@0", "wrong-eku@0", "hostname-mismatch@0", "expired-intermediate@1", "expired-root@2"},
			input: func(m *mint) Input {
				in := simple([]edit{years(-2, -1)}, []edit{years(-2, -1)}, []edit{years(-2, -1), usages(x509.ExtKeyUsageCodeSigning)})(m)
				in.Host = "db9.example.com"
				return in
			}},
		{name: "expired and unknown", causes: []string{"self-signed@0", "expired@0"}, input: func(m *mint) Input {
			return Input{Presented: certs(m.leaf(nil, years(-2, -1))), Anchors: certs(m.root("R"))}
		}},
		{name: "last second", causes: []string{"expired@0"}, input: simple(nil, nil, []edit{func(c *x509.Certificate) { c.NotAfter = at() }})},
		{name: "first second", input: simple(nil, nil, []edit{func(c *x509.Certificate) { c.NotBefore = at() }})},
	}
}

func usageCases() []chainCase {
	one := func(eku ...x509.ExtKeyUsage) []edit { return []edit{usages(eku...)} }
	return []chainCase{
		{name: "no extended key usage", input: simple(nil, nil, one())},
		{name: "serverAuth alone", input: simple(nil, nil, one(x509.ExtKeyUsageServerAuth))},
		{name: "serverAuth alone, as client", client: true, causes: []string{"wrong-eku@0"}, input: simple(nil, nil, one(x509.ExtKeyUsageServerAuth))},
		{name: "clientAuth alone", causes: []string{"wrong-eku@0"}, input: simple(nil, nil, one(x509.ExtKeyUsageClientAuth))},
		{name: "clientAuth alone, as client", client: true, input: simple(nil, nil, one(x509.ExtKeyUsageClientAuth))},
		{name: "anyExtendedKeyUsage", causes: []string{"wrong-eku@0"}, input: simple(nil, nil, one(x509.ExtKeyUsageAny))},
		{name: "anyExtendedKeyUsage on the CA", causes: []string{"wrong-eku@1"}, input: simple(nil, one(x509.ExtKeyUsageAny), nil)},
		{name: "gated crypto", input: simple(nil, nil, one(x509.ExtKeyUsageMicrosoftServerGatedCrypto))},
		{name: "empty extended key usage", causes: []string{"wrong-eku@0"}, input: simple(nil, nil, []edit{usages(), extension(asn1.ObjectIdentifier{2, 5, 29, 37}, false, 0x30, 0)})},
		{name: "intermediate for clients", causes: []string{"wrong-eku@1"}, input: simple(nil, one(x509.ExtKeyUsageClientAuth), nil)},
		{name: "root for clients", causes: []string{"wrong-eku@2"}, input: simple(one(x509.ExtKeyUsageClientAuth), nil, nil)},
		{name: "keyEncipherment", input: simple(nil, nil, []edit{keyUsage(x509.KeyUsageKeyEncipherment)})},
		{name: "keyEncipherment, as client", client: true, causes: []string{"wrong-key-usage@0"}, input: simple(nil, nil, []edit{keyUsage(x509.KeyUsageKeyEncipherment)})},
		{name: "keyAgreement", input: simple(nil, nil, []edit{keyUsage(x509.KeyUsageKeyAgreement)})},
		{name: "dataEncipherment", causes: []string{"wrong-key-usage@0"}, input: simple(nil, nil, []edit{keyUsage(x509.KeyUsageDataEncipherment)})},
		{name: "critical extension on the leaf", causes: []string{"unknown-critical-extension@0"}, input: simple(nil, nil, []edit{unknown})},
		{name: "critical extension on the CA", causes: []string{"unknown-critical-extension@1"}, input: simple(nil, []edit{unknown}, nil)},
		{name: "critical extension on the root", causes: []string{"unknown-critical-extension@2"}, input: simple([]edit{unknown}, nil, nil)},
	}
}

func unknown(c *x509.Certificate) { extension(asn1.ObjectIdentifier{1, 2, 3, 4}, true, 5, 0)(c) }

func caCases() []chainCase {
	sign := keyUsage(x509.KeyUsageDigitalSignature)
	return []chainCase{
		{name: "intermediate says CA:FALSE", causes: []string{"not-a-ca@1"}, input: simple(nil, []edit{notCA}, nil)},
		{name: "intermediate without basicConstraints", causes: []string{"not-a-ca@1"}, input: simple(nil, []edit{noBC}, nil)},
		{name: "intermediate may not sign", causes: []string{"not-a-ca@1"}, input: simple(nil, []edit{sign}, nil)},
		{name: "root says CA:FALSE", causes: []string{"not-a-ca@2"}, input: simple([]edit{notCA}, nil, nil)},
		{name: "root without basicConstraints may sign", input: simple([]edit{noBC}, nil, nil)},
		{name: "root without basicConstraints or keyUsage", causes: []string{"not-a-ca@2"}, input: simple([]edit{noBC, keyUsage(0)}, nil, nil)},
		{name: "root may not sign", causes: []string{"not-a-ca@2"}, input: simple([]edit{sign}, nil, nil)},
		{name: "CA without keyUsage", input: simple(nil, []edit{keyUsage(0)}, nil)},
		{name: "path length kept", input: simple([]edit{pathLen(1)}, []edit{pathLen(0)}, nil)},
		{name: "path length of the root", causes: []string{"path-length@2"}, input: simple([]edit{pathLen(0)}, nil, nil)},
		{name: "path length of an intermediate", causes: []string{"path-length@2"}, input: func(m *mint) Input {
			r := m.root("R")
			i := m.ca(r, "I", pathLen(0))
			j := m.ca(i, "J")
			return Input{Presented: certs(m.leaf(j), i, j), Anchors: certs(r)}
		}},
		{name: "self-issued intermediate does not count", input: func(m *mint) Input {
			r := m.root("R")
			i := m.ca(r, "I", pathLen(0))
			rollover := m.ca(i, "I", pathLen(0), authorityKey(i.SubjectKeyID...))
			return Input{Presented: certs(m.leaf(rollover), rollover, i), Anchors: certs(r)}
		}},
		{name: "root of version 1", input: func(m *mint) Input {
			r := m.root("R")
			v1 := m.version1(r, r)
			return Input{Presented: certs(m.leaf(r)), Anchors: certs(v1)}
		}},
		{name: "intermediate of version 1", causes: []string{"cert-version-1@1"}, input: func(m *mint) Input {
			r := m.root("R")
			i := m.ca(r, "I")
			return Input{Presented: certs(m.leaf(i), m.version1(i, r)), Anchors: certs(r)}
		}},
		{name: "leaf of version 1", input: func(m *mint) Input {
			r := m.root("R")
			return Input{Presented: certs(m.version1(m.leaf(r), r)), Anchors: certs(r)}
		}},
	}
}

func strengthCases() []chainCase {
	rsaLeaf := func(bits int) func(m *mint) Input {
		return func(m *mint) Input {
			r := m.root("R")
			l := m.issueKey(m.rsaKey(bits), r, "db1", dnsNames("db1.example.com"), keyUsage(x509.KeyUsageDigitalSignature))
			return Input{Presented: certs(l), Anchors: certs(r)}
		}
	}
	sha1 := func(alg x509.SignatureAlgorithm) edit {
		return func(c *x509.Certificate) { c.SignatureAlgorithm = alg }
	}
	return []chainCase{
		{name: "SHA-1 leaf, level 0", input: simple(nil, nil, []edit{sha1(x509.ECDSAWithSHA1)})},
		{name: "SHA-1 leaf, level 1", level: 1, causes: []string{"weak-signature@0"}, input: simple(nil, nil, []edit{sha1(x509.ECDSAWithSHA1)})},
		{name: "SHA-1 intermediate, level 1", level: 1, causes: []string{"weak-signature@1"}, input: simple(nil, []edit{sha1(x509.ECDSAWithSHA1)}, nil)},
		{name: "SHA-1 root, level 2", level: 2, input: simple([]edit{sha1(x509.ECDSAWithSHA1)}, nil, nil)},
		{name: "RSA 1024, level 1", level: 1, input: rsaLeaf(1024)},
		{name: "RSA 1024, level 2", level: 2, causes: []string{"weak-key@0"}, input: rsaLeaf(1024)},
		{name: "RSA 1962, level 2", level: 2, causes: []string{"weak-key@0"}, input: rsaLeaf(1962)},
		{name: "RSA 1963, level 2", level: 2, input: rsaLeaf(1963)},
		{name: "weak root, level 2", level: 2, causes: []string{"weak-key@1"}, input: func(m *mint) Input {
			r := m.issueKey(m.rsaKey(1024), nil, "R", func(c *x509.Certificate) {
				c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
			})
			return Input{Presented: certs(m.leaf(r)), Anchors: certs(r)}
		}},
		{name: "several weak", level: 2, causes: []string{"weak-signature@0", "weak-key@1"}, input: func(m *mint) Input {
			r := m.root("R")
			i := m.issueKey(m.rsaKey(1024), r, "I", func(c *x509.Certificate) {
				c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
			})
			return Input{Presented: certs(m.leaf(i, sha1(x509.SHA1WithRSA)), i), Anchors: certs(r)}
		}},
	}
}

func constraintCases() []chainCase {
	permit := func(names ...string) []edit {
		return []edit{func(c *x509.Certificate) { c.PermittedDNSDomains = names }}
	}
	exclude := func(names ...string) []edit {
		return []edit{func(c *x509.Certificate) { c.ExcludedDNSDomains = names }}
	}
	nets := func(cidr string) *net.IPNet { _, n, _ := net.ParseCIDR(cidr); return n }
	ipLeaf := func(ip string) []edit {
		return []edit{func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.ParseIP(ip)} }}
	}
	permitIP := []edit{func(c *x509.Certificate) { c.PermittedIPRanges = []*net.IPNet{nets("10.0.0.0/8")} }}
	mail := func(address string) []edit {
		return []edit{func(c *x509.Certificate) { c.EmailAddresses = []string{address} }}
	}
	permitMail := func(name string) []edit {
		return []edit{func(c *x509.Certificate) { c.PermittedEmailAddresses = []string{name} }}
	}
	cnOnly := []edit{dnsNames(), func(c *x509.Certificate) { c.Subject.CommonName = "db1.example.org" }}
	broken := []string{"name-constraints@0"}
	return []chainCase{
		{name: "permitted domain", input: simple(permit("example.com"), nil, nil)},
		{name: "permitted host itself", input: simple(permit("db1.example.com"), nil, nil)},
		{name: "permitted with dot", input: simple(permit(".example.com"), nil, nil)},
		{name: "permitted in other case", input: simple(permit("EXAMPLE.com"), nil, nil)},
		{name: "not permitted", causes: broken, input: simple(permit("example.org"), nil, nil)},
		{name: "not at a label", causes: broken, input: simple(permit("ample.com"), nil, nil)},
		{name: "by the intermediate", causes: broken, input: simple(nil, permit("example.org"), nil)},
		{name: "excluded", causes: broken, input: simple(exclude("example.com"), nil, nil)},
		{name: "excluded elsewhere", input: simple(exclude("example.org"), nil, nil)},
		{name: "common name not permitted", causes: broken, input: simple(permit("example.com"), nil, cnOnly)},
		{name: "address permitted", input: simple(permitIP, nil, ipLeaf("10.1.2.3"))},
		{name: "address not permitted", causes: broken, input: simple(permitIP, nil, ipLeaf("11.1.2.3"))},
		{name: "IPv6 under IPv4 constraint", causes: broken, input: simple(permitIP, nil, ipLeaf("2001:db8::1"))},
		{name: "mail host", input: simple(permitMail("example.com"), nil, mail("a@example.com"))},
		{name: "mail host below", goDiffers: "Go lets a mail constraint hold for hosts below", causes: broken, input: simple(permitMail("example.com"), nil, mail("a@x.example.com"))},
		{name: "mail domain", input: simple(permitMail(".example.com"), nil, mail("a@x.example.com"))},
		{name: "mailbox", causes: broken, input: simple(permitMail("b@example.com"), nil, mail("a@example.com"))},
		{name: "directory permitted", input: simple([]edit{directoryConstraint("Acme")}, nil, nil),
			causes: []string{"name-constraints@0", "name-constraints@1"}},
		{name: "directory kept", input: simple([]edit{directoryConstraint("Acme")}, []edit{organization("ACME ")}, []edit{organization("acme")})},
	}
}

// directoryConstraint permits subjects below O=name.
func directoryConstraint(name string) edit {
	rdn := append([]byte{0x06, 3, 0x55, 4, 10, 0x0c, byte(len(name))}, name...)
	wrap := func(tag byte, in []byte) []byte { return append([]byte{tag, byte(len(in))}, in...) }
	der := wrap(0x30, wrap(0xa0, wrap(0x30, wrap(0xa4, wrap(0x30, wrap(0x31, wrap(0x30, rdn)))))))
	return extension(asn1.ObjectIdentifier{2, 5, 29, 30}, true, der...)
}

func hostCases() []chainCase {
	mismatch := []string{"hostname-mismatch@0"}
	bare := []edit{dnsNames(), commonName("db1.example.com")}
	return []chainCase{
		{name: "host", input: withHost("db1.example.com")},
		{name: "host of another", causes: mismatch, input: withHost("db2.example.com")},
		{name: "host in capitals", input: withHost("DB1.Example.COM")},
		{name: "host with final dot", causes: mismatch, input: withHost("db1.example.com.")},
		{name: "wildcard", input: withHost("db1.example.com", dnsNames("*.example.com"))},
		{name: "wildcard, two labels", causes: mismatch, input: withHost("a.b.example.com", dnsNames("*.example.com"))},
		{name: "wildcard, underscore", causes: mismatch, input: withHost("my_db.example.com", dnsNames("*.example.com"))},
		{name: "underscore", input: withHost("my_db.example.com", dnsNames("my_db.example.com"))},
		{name: "wildcard of a top-level domain", causes: mismatch, input: withHost("example.com", dnsNames("*.com"))},
		{name: "partial wildcard", input: withHost("foo.example.com", dnsNames("f*.example.com"))},
		{name: "common name", input: withHost("db1.example.com", bare...)},
		{name: "no name", causes: []string{"no-san@0"}, input: withHost("db1.example.com", dnsNames(), func(c *x509.Certificate) {
			c.Subject.CommonName, c.Subject.Organization = "", []string{"Acme"}
		})},
		{name: "address", input: withHost("10.0.0.1", func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(10, 0, 0, 1)} })},
		{name: "address in a DNS name", causes: mismatch, input: withHost("10.0.0.1", dnsNames("10.0.0.1"))},
		{name: "address in the common name", causes: []string{"no-san@0"}, input: withHost("10.0.0.1", dnsNames(), commonName("10.0.0.1"))},
		{name: "IPv6 address", input: withHost("2001:DB8:0::1", func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.ParseIP("2001:db8::1")} })},
	}
}

func strictCases() []chainCase {
	strict := func(name string, root, inter, leaf []edit, causes ...string) chainCase {
		return chainCase{name: "strict, " + name, strict: true, causes: causes, input: simple(root, inter, leaf)}
	}
	return []chainCase{
		strict("good", nil, nil, nil),
		strict("leaf without authority key", nil, nil, []edit{noAKI}, "strict-x509@0"),
		strict("CA without keyUsage", nil, []edit{keyUsage(0)}, nil, "strict-x509@1"),
		strict("leaf with keyCertSign", nil, nil, []edit{keyUsage(x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature)}, "strict-x509@0"),
		strict("uncritical basicConstraints", nil, []edit{extension(asn1.ObjectIdentifier{2, 5, 29, 19}, false, 0x30, 3, 1, 1, 0xff)}, nil, "strict-x509@1"),
	}
}
