package classify

import (
	"slices"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/verify"
)

// What members are to each other: a member shows its certificate to clients, and to the other
// members as a client's (server manual, "Member Certificate Requirements"). The certificate
// that it serves is that one unless clusterFile names another, which only a login tells.

// purposeContrast: certificates that other members refuse as a client's.
func purposeContrast(c *comparison) []contrast {
	peers := c.peers()
	if len(peers) < 2 {
		return nil
	}
	var out []contrast
	for _, m := range peers {
		for _, f := range c.asClient(m) {
			f.always = c.peerCheck
			f.facts = append(f.facts, fact("works with", "keyFile, tlsWithholdClientCertificate and allowConnectionsWithoutCertificates, or a clusterFile of its own", ""))
			out = append(out, contrast{f, []*member{m}})
		}
	}
	return out
}

// asClient is what is wrong with a member's certificate where another verifies it. With
// --peer-check mongod's own rules and every reason count, else only the purpose of the
// certificate. What is wrong for clients as well is told there, and CAs that differ by
// authorityContrast: which of them a member trusts is not known here.
func (c *comparison) asClient(m *member) []finding {
	if !c.peerCheck {
		return m.memberUsage()
	}
	mongod, err := driver.Find("mongod")
	if err != nil {
		return nil // a test holds the name to the list of clients
	}
	in := m.input
	in.Client, in.Host = true, ""
	var out []finding
	for _, p := range verify.Chain(in, mongod.Chain).Problems {
		if slices.ContainsFunc(m.openssl.Problems, func(q verify.Problem) bool { return q.Cause == p.Cause }) {
			continue
		}
		f := m.chainFinding(p)
		f.title = memberTitles[f.word]
		f.detail = p.Detail + "; other members refuse it as the certificate of a client"
		out = append(out, f)
	}
	return merge(out)
}

// peers are the members that verify each other: those of a replica set or of a sharded
// cluster that showed a certificate. A hosted service has its own way among its members, and
// a clusterFile is another certificate than the one that was seen.
func (c *comparison) peers() []*member {
	return slices.DeleteFunc(c.showing(), func(m *member) bool {
		alone := m.Hello != nil && m.Hello.SetName == "" && m.Hello.Role != "mongos"
		s := m.service()
		return alone || s != nil && s.hosted || m.client.LoadBalanced || m.option("net.tls.clusterFile", "net.ssl.clusterFile") != ""
	})
}

// option is the value of the first of some options that a login told; "" where it told none.
func (m *member) option(names ...string) string {
	if m.Login != nil {
		for _, name := range names {
			if v := m.Login.Options[name]; v != "" {
				return v
			}
		}
	}
	return ""
}

// attributeContrast: O, OU or DC differ. That matters where members log in to each other by
// X.509, which only a login tells; with --peer-check it is taken to matter.
func attributeContrast(c *comparison) []contrast {
	peers := c.peers()
	modes := byMode(peers)
	if slices.ContainsFunc(peers, (*member).ownMembership) {
		return nil
	}
	f := finding{word: "member-cert-mismatch", mild: Info, title: "O, OU or DC differ among the members' certificates",
		detail: "that matters with clusterAuthMode x509: members know each other by these; with keyFile it does not"}
	switch {
	case modes["x509"] || modes["sendX509"]:
		f.always, f.detail = true, "clusterAuthMode is x509 or on the way to it: members know each other by these"
	case c.peerCheck:
		f.mild = Warning
	case modes["keyFile"]:
		return nil
	}
	of := func(m *member) trait {
		return plain(attributes(m.leaf.Subject.MemberAttributes()), m.ref("chain/presented/0/subject"))
	}
	all := camps(peers, of)
	if len(all) == 1 && len(peers) > 1 && len(peers[0].leaf.Subject.MemberAttributes()) == 0 && f.always {
		f.title = "The subjects have none of O, OU and DC, which members need"
		f.facts = []Fact{fact("they have", all[0].text, all[0].ref)}
		return []contrast{{f, peers}}
	}
	return contrasted(f, all)
}

// byMode are the clusterAuthModes that logins told.
func byMode(members []*member) map[string]bool {
	modes := map[string]bool{}
	for _, m := range members {
		if m.Login == nil {
			continue
		}
		if mode := m.Login.ClusterAuthMode; mode != "" {
			modes[mode] = true
		} else if mode := m.option("security.clusterAuthMode"); mode != "" {
			modes[mode] = true
		}
	}
	return modes
}

// ownMembership tells whether a member knows the others by something else than O, OU and DC
// (net.tls.clusterAuthX509, since 7.0).
func (m *member) ownMembership() bool {
	if m.Login == nil {
		return false
	}
	for name := range m.Login.Options {
		if strings.HasPrefix(name, "net.tls.clusterAuthX509") {
			return true
		}
	}
	return false
}
