package message

// connectRules are about TCP.
var connectRules = []rule{
	{
		any: []string{
			"connection refused", "econnrefused", "actively refused", "connectionrefused",
			"zielcomputer die verbindung verweigerte", "ordinateur cible l'a expressément refusée",
			"denegó expresamente dicha conexión", "目标计算机积极拒绝", "対象のコンピューターによって拒否された",
		},
		none:   []string{"psql", "mysql", "redis", "nginx", "docker daemon"},
		causes: words("refused"),
		why:    "Nothing listens on that address and port, or a firewall answers for it.",
	},
	{
		any: []string{
			"no route to host", "network is unreachable", "ehostunreach", "enetunreach", "host is unreachable",
			"noroutetohost", "network unreachable", "host unreachable", "unreachable host",
			"unreachable network",
		},
		none:   []string{"rejected by server"},
		causes: words("unreachable"),
		why:    "There is no way through the network to that address.",
	},
	{
		any: []string{
			"etimedout", "etimeout", "connect timed out", "connection timed out", "i/o timeout",
			"connection timeout calling", "timed out (os error", "connection attempt timed out",
			"tcp connect: timeout", "connect timeout", "did not properly respond after a period",
			":27017: timed out", "socket took too long", "connection() … context deadline exceeded",
			"error: timed out", "could not connect … timed out", "connect failed … timed out",
			"timed out … dial", "couldn't connect … timed out",
		},
		none: []string{
			"tls handshake failed: connection timed out", "incomplete read", "exception sending message",
			"ssl handshake failed",
		},
		causes: words("timeout"),
		rarer:  words("not-on-access-list", "no-answer", "handshake-timeout"),
		why:    "No answer came to the attempt to connect: a firewall drops it, or the address is wrong.",
	},
	{
		any:    []string{"failed to connect to target host"},
		causes: words("refused", "timeout", "unreachable", "dns"),
		why:    "No connection came about, and the text lacks the reason.",
	},
}
