package classify

import "mongotls/probe/inspection"

// inspectionRule: the chain names the CA of a product that opens TLS, so that the certificate
// is not the server's own.
func inspectionRule(m *member) []finding {
	for _, c := range m.chain {
		if product := inspection.Product(c.Issuer.Text); product != "" {
			return []finding{{word: "tls-inspection", cert: c, facts: []Fact{
				fact("issuer", c.Issuer.Text, m.certRef(c, "issuer")), fact("known as", product, "")}}}
		}
	}
	return nil
}
