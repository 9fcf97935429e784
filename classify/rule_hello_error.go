package classify

import (
	"strings"

	"mongotls/probe/evidence"
)

// helloErrorRule: the server answers hello with an error. Drivers then mark it Unknown
// (Server Discovery and Monitoring specification, "hello or legacy hello").
func helloErrorRule(m *member) []finding {
	if m.Hello == nil || m.Hello.Error == "" || m.Exchange == nil || m.Exchange.Outcome != evidence.OK {
		return nil
	}
	f := finding{
		word: "no-mongodb-answer", refused: m.everyone(), title: "The server answers hello with an error",
		facts: []Fact{fact("the server says", m.Hello.Error, m.ref("hello/error"))},
		vars:  map[string]string{"hello_error": m.Hello.Error},
	}
	if strings.Contains(m.Hello.Error, "load balanc") && !m.client.LoadBalanced {
		f.title, f.fixed = "The server is behind a load balancer and wants loadBalanced=true", true
		f.fix = []Fix{{On: OnClient, Text: "Say so in the connection string; replicaSet and directConnection do not go with it.",
			Run: script("mongodb://" + m.Host + "/?tls=true&loadBalanced=true")}}
	}
	return []finding{f}
}

// helloErrorWordings: drivers print what the server said.
var helloErrorWordings = []wording{
	{[]Word{"no-mongodb-answer"}, func(p placed) bool { return p.finding.vars["hello_error"] != "" }, sameOfAll("{hello_error}")},
}
