package message

// lookupRules are names that do not resolve. They go before refused connections, since a
// refusal by the name server is one of them.
var lookupRules = []rule{
	{
		any: []string{
			"does not share hostname with parent", "invalid srv host", "not in a sub domain",
			"not in the parent domain", "multiple text records", "text record may only", "txt record … only",
			"srv uri cannot have", "srv uri … cannot", "srv … must not have port",
			"uri with mongodb+srv … port", "cannot have port number", "srv record … does not match", "srv record … does not share", "invalid service name in uri",
			"requires … hostname, domain name, and tld", "contains invalid … txt", "srv url must",
			"cannot contain multiple hostnames", "must include one (and only one) host",
			"must include hostname, domain name, and tld", "does not contain at least three parts", "invalid srv service name",
			"invalid srv record", "more domain level", "srv record not matched", "host must be subdomain", "srvallowedhostssuffix",
			"in txt record", "in dns txt record", "invalid txt record", "multiple txt records", "multiple records from txt",
			"is not a valid hostname for 'mongodb+srv", "more than one txt record", "only one txt record", "are supported from dns", "isn't a subdomain", "parent domain … does not match",
		},
		causes: words("srv-invalid"),
		why: "What the DNS says for the mongodb+srv name is not allowed, or the URI asks for something that " +
			"goes not with it.",
	},
	{
		any: []string{
			"no addresses found at host", "no srv records", "error parsing uri: lookup mongodb", "querysrv enotfound", "querysrv enodata",
			"dns query name does not exist", "look up srv record … dns name not found", "looking up srv record … dns name not found",
		},
		causes: words("dns", "srv-invalid"),
		why:    "The mongodb+srv name has no SRV record.",
	},
	{
		any: []string{
			"getaddrinfo", "querysrv e", "querytxt e", "query srv", "unknownhostexception", "no such host",
			"name or service not known", "nodename nor servname", "temporary failure in name resolution",
			"no address associated", "failed to resolve", "failed to lookup address", "could not resolve",
			"couldn't resolve", "unable to resolve host", "dns name does not exist", "dns query name",
			"dns operation timed out", "dns response", "dns resolution", "dns lookup", "nxdomain",
			"server misbehaving", "unmarshal dns message", "resolution lifetime", "nonameservers",
			"no nameservers", "nameservers failed", "look up txt record", "look up srv record", "dns name not found", "looking up srv record", "dns error",
			"dnsclient.", "could not find address for", "name does not resolve", " enotfound", "enotfound ", "'enotfound", "\"enotfound", "eai again",
			"lookup mongodb.", "srv lookup", "srv query", "hostname could not be", "failed to look up",
			"error looking up", "host not found", "unknown host", "no data of the requested type",
			"nameresolution", "name resolution", "failed to find srv", "could not lookup srv",
			"failed to look up srv", "impossible to contact the dns server", "dnsresolve", "dial tcp: lookup", ":53: read udp", ":53: read tcp", ":53: dial udp", ":53: dial tcp",
			"initialize connection to host … address is invalid",
		},
		causes: words("dns"),
		why: "A host name does not resolve on the client's machine. A mongodb+srv name often has no address " +
			"of its own: it works only with mongodb+srv://.",
	},
}

// addressRules are connection strings that cannot be read.
var addressRules = []rule{
	{
		any: []string{
			"must be escaped according to rfc 3986", "invalid connection string", "unescaped @",
			"unescaped slash", "unescaped colon", "invalid user information", "invalid host string",
			"could not be parsed", "invalid uri", "invalid mongodb uri", "invalid scheme",
			"unescaped characters", "uri malformed", "uri contains unescaped", "not a valid connection string",
			"is not a valid mongodb", "scheme must be", "port must be", "invalid port",
			"connection string is invalid", "invalidargument { message", "failed to parse mongodb uri",
			"cannot appear more than once in the connection string",
		},
		none:   []string{"last error"},
		causes: words("invalid-uri"),
		rarer:  words("conflicting-options", "unsupported-option", "srv-invalid"),
		why: "The connection string cannot be read. In user names and passwords @ : / % and others have to be " +
			"percent-encoded.",
	},
	{
		any:    []string{"error parsing uri"},
		none:   []string{"last error"},
		causes: words("invalid-uri", "conflicting-options", "srv-invalid"),
		rarer:  words("unsupported-option", "ca-file-unreadable", "cert-file-unreadable"),
		why:    "Go says so of a connection string that it cannot read, and of options that do not go together.",
	},
}
