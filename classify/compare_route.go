package classify

import (
	"slices"

	"mongotls/probe/evidence"
)

// A connection that ends before the certificate says nothing of the reason. Other names that
// lead to the same address, and the options of the connection string, tell more.

// routed adds to such a finding what points at a proxy or a load balancer.
func (m *member) routed(f finding) finding {
	if !endedEarly(m.Handshake) {
		return f
	}
	if others := m.neighbours(); len(others) > 0 {
		f.candidates = []Word{f.word, "sni-refused"}
		f.facts = append(f.facts, fact("at this address", "TLS is answered for "+memberNames(others), others[0].ref("handshake")))
		f.fix = append(f.fix, Fix{On: OnNetwork,
			Text: "Something at this address tells servers apart by the name in the handshake (SNI), as other names work there. See whether it has a route for this name, and whether the server behind it runs.",
			Run:  script("openssl s_client -connect "+quote(m.Host)+" \\\n    -servername "+quote(m.Name)+" </dev/null", "openssl s_client -connect "+quote(m.Host)+" \\\n    -servername "+quote(others[0].Name)+" </dev/null")})
	}
	if m.client.LoadBalanced {
		f.fix = append(f.fix, Fix{On: OnClient,
			Text: "With loadBalanced=true connect to the load balancer, not to a router: the port that is loadBalancerPort takes only connections that begin with a header of the PROXY protocol, and the balancer has to send it."})
	}
	return f
}

// neighbours are the members that answer TLS under another name at the address of this one.
func (m *member) neighbours() []*member {
	return slices.DeleteFunc(slices.Clone(m.deployment.members), func(o *member) bool {
		h := o.Handshake
		return o.index == m.index || m.Address == "" || o.Address != m.Address || h == nil || h.Outcome != evidence.OK ||
			h.ServerName == m.Handshake.ServerName
	})
}
