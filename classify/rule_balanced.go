package classify

import "mongotls/probe/evidence"

const notBalanced = "The server does not support loadBalanced=true"

// balancedRule: loadBalanced=true, and the server is behind no load balancer: hello then has
// no serviceId (specification "Load Balancer Support").
func balancedRule(m *member) []finding {
	answered := m.Hello != nil && m.Hello.Error == "" && m.Exchange != nil && m.Exchange.Outcome == evidence.OK
	if !m.client.LoadBalanced || !answered || m.Hello.Role == "load-balanced" {
		return nil
	}
	return []finding{{
		word: "unsupported-option", refused: m.everyone(), fixed: true,
		title: notBalanced,
		facts: []Fact{fact("hello", m.Hello.Role+", without a serviceId", m.ref("hello"))},
		fix: []Fix{
			{On: OnClient, Text: "Remove loadBalanced=true. It is for mongos routers that are configured to stand behind a load balancer."},
			{On: OnServer, Text: "Or let the routers take connections of the balancer, which then speaks the PROXY protocol, and restart.",
				Run: script("setParameter:", "  loadBalancerPort: 27050")},
		},
	}}
}

// balancedWordings are what drivers print then.
var balancedWordings = []wording{
	{[]Word{"unsupported-option"}, func(p placed) bool { return p.title == notBalanced }, sameOfAll(
		"Driver attempted to initialize in load balancing mode, but the server does not support this mode.")},
}

// sameOfAll is a text that a specification prescribes to all drivers.
func sameOfAll(text string) map[string]string {
	return map[string]string{"pymongo": text, "node": text, "go": text, "java": text, "c": text}
}
