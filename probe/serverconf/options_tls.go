package serverconf

// The table of options. Sources: mongodb/mongo, util/net/ssl_options_server.idl and
// ssl_parameters.idl, at several releases; the server manual's pages "Configuration File
// Options" and "Parameters" for the releases that brought a name.

// namedTLS is the release in which net.ssl became net.tls.
var namedTLS = Release{Major: 4, Minor: 2}

// modes translates the values of net.ssl.mode.
func modes() map[string]string {
	return map[string]string{"allowSSL": "allowTLS", "preferSSL": "preferTLS", "requireSSL": "requireTLS"}
}

// ssl is the old name of an option under net.ssl, with its flag.
func ssl(name, flag string) OldName { return OldName{Key: "net.ssl." + name, Flag: flag} }

func tlsOptions() []Option {
	rows := []Option{
		{Name: "net.tls.mode", Flag: "tlsMode", Kind: Enum,
			Values: []string{"disabled", "allowTLS", "preferTLS", "requireTLS"},
			Old:    []OldName{{Key: "net.ssl.mode", Flag: "sslMode", Values: modes()}}},
		{Name: "net.tls.certificateKeyFile", Flag: "tlsCertificateKeyFile", Kind: File,
			Old: []OldName{ssl("PEMKeyFile", "sslPEMKeyFile")}},
		{Name: "net.tls.certificateKeyFilePassword", Flag: "tlsCertificateKeyFilePassword", Kind: Password,
			Old: []OldName{ssl("PEMKeyPassword", "sslPEMKeyPassword")}},
		{Name: "net.tls.certificateSelector", Flag: "tlsCertificateSelector", Kind: Selector, Platform: "Windows and macOS",
			Old: []OldName{ssl("certificateSelector", "sslCertificateSelector")}},
		{Name: "net.tls.clusterFile", Flag: "tlsClusterFile", Kind: File,
			Old: []OldName{ssl("clusterFile", "sslClusterFile")}},
		{Name: "net.tls.clusterPassword", Flag: "tlsClusterPassword", Kind: Password,
			Old: []OldName{ssl("clusterPassword", "sslClusterPassword")}},
		{Name: "net.tls.clusterCertificateSelector", Flag: "tlsClusterCertificateSelector", Kind: Selector, Platform: "Windows and macOS",
			Old: []OldName{ssl("clusterCertificateSelector", "sslClusterCertificateSelector")}},
		{Name: "net.tls.CAFile", Flag: "tlsCAFile", Kind: File, Old: []OldName{ssl("CAFile", "sslCAFile")}},
		{Name: "net.tls.clusterCAFile", Flag: "tlsClusterCAFile", Kind: File,
			Old: []OldName{ssl("clusterCAFile", "sslClusterCAFile")}},
		{Name: "net.tls.CRLFile", Flag: "tlsCRLFile", Kind: File, Old: []OldName{ssl("CRLFile", "sslCRLFile")}},
		{Name: "net.tls.allowConnectionsWithoutCertificates", Flag: "tlsAllowConnectionsWithoutCertificates", Kind: Switch,
			Old: []OldName{ssl("allowConnectionsWithoutCertificates", "sslAllowConnectionsWithoutCertificates"),
				ssl("weakCertificateValidation", "sslWeakCertificateValidation"),
				{Key: "net.tls.weakCertificateValidation", Flag: "tlsWeakCertificateValidation"}}},
		{Name: "net.tls.allowInvalidCertificates", Flag: "tlsAllowInvalidCertificates", Kind: Switch,
			Old: []OldName{ssl("allowInvalidCertificates", "sslAllowInvalidCertificates")}},
		{Name: "net.tls.allowInvalidHostnames", Flag: "tlsAllowInvalidHostnames", Kind: Switch,
			Old: []OldName{ssl("allowInvalidHostnames", "sslAllowInvalidHostnames")}},
		{Name: "net.tls.disabledProtocols", Flag: "tlsDisabledProtocols", Kind: Protocols,
			Old: []OldName{ssl("disabledProtocols", "sslDisabledProtocols")}},
		{Name: "net.tls.FIPSMode", Flag: "tlsFIPSMode", Kind: Switch, Platform: "MongoDB Enterprise",
			Old: []OldName{ssl("FIPSMode", "sslFIPSMode")}},
		{Name: "net.tls.logVersions", Flag: "tlsLogVersions", Kind: Protocols},
		{Name: "net.tls.clusterAuthX509.attributes", Flag: "tlsClusterAuthX509Attributes", Kind: Text},
		{Name: "net.tls.clusterAuthX509.extensionValue", Flag: "tlsClusterAuthX509ExtensionValue", Kind: Text},
		{Name: "net.tls.tlsCipherConfig", Flag: "tlsCipherConfig", Kind: Ciphers,
			Old: []OldName{ssl("sslCipherConfig", "sslCipherConfig")}},
		{Name: "net.tls.tlsOnNormalPorts", Flag: "tlsOnNormalPorts", Kind: Switch, NotInYAML: true,
			Old: []OldName{ssl("sslOnNormalPorts", "sslOnNormalPorts")}},
	}
	for i := range rows {
		rows[i].Since = namedTLS
	}
	return later(rows, map[string]Release{
		"net.tls.clusterAuthX509.attributes":     {Major: 7, Minor: 0},
		"net.tls.clusterAuthX509.extensionValue": {Major: 7, Minor: 0},
		"net.tls.logVersions":                    {}, // backported; which releases have it is not known
	})
}

// later corrects the release of single rows.
func later(rows []Option, since map[string]Release) []Option {
	for i, row := range rows {
		if r, ok := since[row.Name]; ok {
			rows[i].Since = r
		}
	}
	return rows
}

// securityOptions are those beside TLS that decide what it has to do.
func securityOptions() []Option {
	return []Option{
		{Name: "security.clusterAuthMode", Flag: "clusterAuthMode", Kind: Enum, Values: []string{"keyFile", "sendKeyFile", "sendX509", "x509"}},
		{Name: "security.keyFile", Flag: "keyFile", Kind: File},
		{Name: "security.transitionToAuth", Flag: "transitionToAuth", Kind: Switch},
		{Name: "security.authorization", Flag: "auth", Kind: Enum, Values: []string{"enabled", "disabled"}},
		{Name: "net.bindIp", Flag: "bind_ip", Kind: Text},
		{Name: "net.bindIpAll", Flag: "bind_ip_all", Kind: Switch},
	}
}
