package classify

import (
	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

const (
	notBalanced = "The server does not support loadBalanced=true"
	// wantsBalance is what a router behind a load balancer tells a client that asks as any
	// other (mongodb/mongo, load_balancer_support.cpp).
	wantsBalance = "The server is being accessed through a load balancer, but this driver does not have load balancing enabled"
)

// balancedSince are the first releases that know loadBalanced; older ones ignore it. Sources:
// PYTHON-2672, NODE-3011, GODRIVER-2031, the release notes of the Java driver 4.3 and of the
// Ruby driver 2.16. PyMongo 3.11 and Java 3.6 were run (fixtures/interop).
var balancedSince = map[string]string{"pymongo": "3.12", "node": "4.1", "go": "1.6", "java": "4.3", "ruby": "2.16"}

// balances tells whether a client asks as one behind a load balancer. Clients of which it is
// not known are taken for current ones.
func balances(j driver.Profile) bool {
	since, known := balancedSince[j.Name]
	return !known || !j.Before(since)
}

// unbalancedRule: loadBalanced=true, and a client that is too old for it asks the server as any
// other, which then refuses to answer.
func unbalancedRule(m *member) []finding {
	old := m.judgesWhere(func(j driver.Profile) bool { return !balances(j) })
	if !m.client.LoadBalanced || m.Hello == nil || m.Hello.Role != "load-balanced" || len(old) == 0 {
		return nil
	}
	first := m.judges[old[0]]
	return []finding{{
		word: "no-mongodb-answer", refused: old, fixed: true,
		title: "The server is behind a load balancer, and the client is too old for that",
		vars:  map[string]string{"hello_error": wantsBalance},
		facts: []Fact{
			fact("hello", "load-balanced", m.ref("hello/role")),
			fact(first.Title+" "+first.Release, "ignores loadBalanced; "+balancedSince[first.Name]+" and later know it", ""),
		},
		fix: []Fix{{On: OnClient, Text: "Update the driver: load balancers came with PyMongo 3.12, Node.js 4.1, Go 1.6, Java 4.3 and Ruby 2.16.",
			Run: script("mongotls drivers")}},
	}}
}

// balancedRule: loadBalanced=true, and the server is behind no load balancer: hello then has
// no serviceId (specification "Load Balancer Support").
func balancedRule(m *member) []finding {
	answered := m.Hello != nil && m.Hello.Error == "" && m.Exchange != nil && m.Exchange.Outcome == evidence.OK
	modern := m.judgesWhere(balances)
	if !m.client.LoadBalanced || !answered || m.Hello.Role == "load-balanced" || len(modern) == 0 {
		return nil
	}
	return []finding{{
		word: "unsupported-option", refused: modern, fixed: true,
		title: notBalanced,
		facts: []Fact{fact("hello", m.Hello.Role+", without a serviceId", m.ref("hello"))},
		fix: []Fix{
			{On: OnClient, Text: "Remove loadBalanced=true. It is for mongos routers that are configured to stand behind a load balancer."},
			{On: OnServer, Text: "Let the routers take connections of the balancer, which then speaks the PROXY protocol, and restart.",
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
