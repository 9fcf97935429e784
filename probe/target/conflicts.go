package target

// exclusive are the pairs of options that may not both appear, whatever their
// values (URI options specification, "Conflicting TLS Options"). The eighth rule,
// tls and ssl, is checkTLSAgrees.
func exclusive() [][2]string {
	return [][2]string{
		{"tlsInsecure", "tlsAllowInvalidCertificates"},
		{"tlsInsecure", "tlsAllowInvalidHostnames"},
		{"tlsInsecure", "tlsDisableOCSPEndpointCheck"},
		{"tlsInsecure", "tlsDisableCertificateRevocationCheck"},
		{"tlsAllowInvalidCertificates", "tlsDisableOCSPEndpointCheck"},
		{"tlsAllowInvalidCertificates", "tlsDisableCertificateRevocationCheck"},
		{"tlsDisableOCSPEndpointCheck", "tlsDisableCertificateRevocationCheck"},
	}
}

// contradiction is a rule about options and the shape of the target.
type contradiction struct {
	breaks  func(Target) bool
	says    string
	example string
}

// contradictions follow the specifications "URI Options", "Load Balancer Support",
// "Polling SRV Records" and, of MONGODB-X509, "Driver Authentication".
func contradictions() []contradiction {
	several := func(t Target) bool { return len(t.Hosts)+len(t.Sockets) > 1 }
	byCertificate := func(t Target) bool { return t.Options.AuthMechanism == "MONGODB-X509" }
	return []contradiction{
		{func(t Target) bool { return t.Options.DirectConnection && several(t) },
			"directConnection=true takes one host, and several are given", "mongodb://db1.example.com/?directConnection=true"},
		{func(t Target) bool { return t.Options.DirectConnection && t.SRV },
			"directConnection=true contradicts mongodb+srv, which may list several hosts", "mongodb://db1.example.com/?directConnection=true"},
		{func(t Target) bool { return t.Options.LoadBalanced && several(t) },
			"loadBalanced=true takes one host, and several are given", "mongodb://lb.example.com/?loadBalanced=true"},
		{func(t Target) bool { return t.Options.LoadBalanced && t.Options.ReplicaSet != "" },
			"loadBalanced=true contradicts replicaSet; remove one", "mongodb://lb.example.com/?loadBalanced=true"},
		{func(t Target) bool { return t.Options.LoadBalanced && t.Options.DirectConnection },
			"loadBalanced=true contradicts directConnection=true; remove one", "mongodb://lb.example.com/?loadBalanced=true"},
		{func(t Target) bool { return !t.SRV && t.Options.Given("srvServiceName") },
			"srvServiceName is for mongodb+srv only", "mongodb+srv://cluster0.example.com/?srvServiceName=customname"},
		{func(t Target) bool { return !t.SRV && t.Options.Given("srvMaxHosts") },
			"srvMaxHosts is for mongodb+srv only", "mongodb+srv://cluster0.example.com/?srvMaxHosts=2"},
		{func(t Target) bool { return !t.SRV && t.Options.Given("srvAllowedHostsSuffix") },
			"srvAllowedHostsSuffix is for mongodb+srv only", "mongodb+srv://cluster0.example.com/?srvAllowedHostsSuffix=example.net"},
		{func(t Target) bool { return t.Options.SRVMaxHosts > 0 && t.Options.ReplicaSet != "" },
			"srvMaxHosts contradicts replicaSet; remove one", "mongodb+srv://cluster0.example.com/?replicaSet=rs0"},
		{func(t Target) bool { return t.Options.SRVMaxHosts > 0 && t.Options.LoadBalanced },
			"srvMaxHosts contradicts loadBalanced=true; remove one", "mongodb+srv://cluster0.example.com/?loadBalanced=true"},
		{func(t Target) bool { return byCertificate(t) && t.Options.Password.IsSet() },
			"MONGODB-X509 takes no password: the certificate is the proof", exampleX509},
		{func(t Target) bool {
			return byCertificate(t) && t.Options.Given("authSource") && t.Options.AuthSource != "$external"
		}, "the users of MONGODB-X509 are on $external, and authSource names another database; leave it out", exampleX509},
	}
}

// conflict judges the options against each other and against the hosts.
func (t Target) conflict() error {
	for _, pair := range exclusive() {
		if t.Options.Given(pair[0]) && t.Options.Given(pair[1]) {
			return &UsageError{Msg: pair[0] + " and " + pair[1] + " may not be given together, whatever their values; remove one", Example: exampleURI + "&" + pair[0] + "=true", Cause: "conflicting-options"}
		}
	}
	for _, rule := range contradictions() {
		if rule.breaks(t) {
			return &UsageError{Msg: rule.says, Example: rule.example, Cause: "conflicting-options"}
		}
	}
	return nil
}
