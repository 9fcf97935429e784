package classify

import (
	"slices"

	"mongotls/probe/evidence"
)

// trustContrast: a member's certificate is from a CA that other members do not take
// certificates of. mongod names the CAs of its CAFile, or clusterCAFile, to every client
// (ssl_manager_openssl.cpp, SSL_CTX_set_client_CA_list), so that it can be seen from outside.
func trustContrast(c *comparison) []contrast {
	var out []contrast
	peers := slices.DeleteFunc(c.peers(), func(m *member) bool { return m.Hello != nil && m.Hello.Role == "mongos" })
	taken := false
	for _, m := range peers {
		issuers := c.issuers(m)
		refusing := slices.DeleteFunc(slices.Clone(peers), func(o *member) bool { return o.index == m.index || o.takes(issuers) })
		taken = taken || len(refusing) < len(peers)-1
		if len(refusing) > 0 {
			out = append(out, untaken(m, refusing))
		}
	}
	// Where all refuse all, members likely show each other certificates of another CA.
	for i := range out {
		out[i].always = c.peerCheck && taken
	}
	return out
}

const untakenWhy = `A member shows the others its certificate as a client does, with a key file as
well. mongod takes those of the CAs in its clusterCAFile or CAFile, and names
these CAs to every client. It refuses one of another CA: then the two members
lose each other at the next connection.`

func untaken(m *member, refusing []*member) contrast {
	o := refusing[0]
	return contrast{members: []*member{m}, finding: finding{word: "member-cert-mismatch", mild: Info, cert: m.leaf, fixed: true,
		title:  "Other members do not take certificates of this member's CA",
		why:    untakenWhy,
		detail: "they refuse it as the certificate of a client, unless it shows them another one, of a clusterFile, which is not seen from outside",
		facts: []Fact{
			fact("issued by", m.leaf.Issuer.Text, m.certRef(m.leaf, "issuer")),
			fact("not taken by", memberNames(refusing), o.ref("client_auth/issuers")),
			fact("they take", caNamesText(o.Client.Issuers), o.ref("client_auth/issuers")),
		},
		fix: []Fix{{On: OnServer, Text: "Add the CA of this member to CAFile of the others, or to clusterCAFile where that is set, and let them read it (MongoDB 5.0 and later; restart older ones). In a change of CAs that comes before the certificates.",
			Run: script("cat old-ca.pem new-ca.pem > /etc/ssl/ca.pem", rotate)}}}}
}

// issuers are the names of the CAs above a member's certificate, as far as they are known.
func (c *comparison) issuers(m *member) []string {
	var out []string
	for x := m.leaf; x != nil && len(out) < maxClimb; x = c.issuerOf(x) {
		out = append(out, x.Issuer.Text)
	}
	return out
}

// takes tells whether a member takes client certificates below one of these CAs, or may: it
// need not name any, and of a long list some are not kept.
func (m *member) takes(issuers []string) bool {
	named := m.Client.Issuers
	if len(named) == 0 || len(named) >= evidence.MaxIssuers {
		return true
	}
	return slices.ContainsFunc(issuers, func(name string) bool { return slices.Contains(named, name) })
}
