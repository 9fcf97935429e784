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
	var out []contrast
	peers := c.peers()
	for _, m := range peers {
		reader, sure := c.reader(m, peers)
		if reader == "" {
			continue
		}
		for _, f := range c.asClient(m) {
			f.detail += "; " + reader
			f.always = c.peerCheck && sure
			f.facts = append(f.facts, fact("works with", "keyFile, tlsWithholdClientCertificate and allowConnectionsWithoutCertificates, or a clusterFile of its own, which is not seen from outside", ""))
			out = append(out, contrast{f, []*member{m}})
		}
	}
	return out
}

// reader says who verifies the certificate of a member as a client's, and whether that is
// sure; "" where nobody does. A server asks for client certificates once it has a CA file, and
// what ends TLS in front of one does not. A router is a client of shards, which are not seen.
func (c *comparison) reader(m *member, peers []*member) (string, bool) {
	router := m.Hello != nil && m.Hello.Role == "mongos"
	asked := slices.ContainsFunc(peers, func(o *member) bool { return o.index != m.index && o.Client.Requested })
	switch {
	case router && m.Client.Requested:
		return "the shards refuse it as the certificate of a client, where they ask for one", false
	case !router && asked:
		return "other members refuse it as the certificate of a client", true
	case !c.peerCheck:
		return "", false
	case router:
		return "the shards refuse it as the certificate of a client, if it is the router's own: the router asks clients for none, so that a proxy may end TLS in front of it", false
	case len(peers) > 1 || m.inCompany():
		return "a member that asks for the certificate of a client refuses it; no other one that was examined does", false
	}
	return "", false
}

// inCompany tells whether the set of a member has others.
func (m *member) inCompany() bool {
	return m.Hello != nil && len(m.Hello.Hosts)+len(m.Hello.Passives)+len(m.Hello.Arbiters) > 1
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
		f.detail = p.Detail
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
		detail: "that matters with clusterAuthMode x509: members know each other by these, of the clusterFile where one is set; with keyFile it does not"}
	switch {
	case modes["x509"] || modes["sendX509"]:
		f.always, f.detail = true, "clusterAuthMode is x509 or on the way to it: members know each other by these"
	case modes["keyFile"] && !c.peerCheck:
		return nil
	case modes["keyFile"]:
		f.mild, f.detail = Warning, "it matters once clusterAuthMode goes from keyFile, which it is, to x509: members then know each other by these"
	case c.peerCheck:
		f.mild = Warning
	}
	of := func(m *member) trait {
		return plain(attributes(m.leaf.Subject.MemberAttributes()), m.ref("chain/presented/0/subject"))
	}
	all := camps(peers, of)
	if len(all) != 1 || len(peers) < 2 {
		return contrasted(f, all)
	}
	if len(peers[0].leaf.Subject.MemberAttributes()) > 0 || !f.always && !c.peerCheck {
		return nil
	}
	f.title, f.mild = "The subjects have none of O, OU and DC, which members need", Info
	f.facts = []Fact{fact("they have", all[0].text, all[0].ref)}
	return []contrast{{f, peers}}
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
// of its own certificate: net.tls.clusterAuthX509, since 7.0, or a second name beside it.
func (m *member) ownMembership() bool {
	if m.Login == nil {
		return false
	}
	for name := range m.Login.Options {
		if slices.ContainsFunc(membershipOptions, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			return true
		}
	}
	return false
}

var membershipOptions = []string{"net.tls.clusterAuthX509", "setParameter.tlsX509ClusterAuthDNOverride", "setParameter.tlsClusterAuthX509Override"}
