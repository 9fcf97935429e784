package target

// Kind is what the value of an option looks like.
type Kind string

const (
	Bool     Kind = "bool"
	Int      Kind = "int"
	String   Kind = "string"
	File     Kind = "file"
	List     Kind = "list"  // of protocols
	Pairs    Kind = "pairs" // key:value,key:value
	Password Kind = "secret"
)

// Option is one row of the table of options.
type Option struct {
	// Name is canonical: as the URI options specification or, for what is no URI
	// option, mongosh spells it. Names of URI options are case-insensitive.
	Name string
	Kind Kind
	// Min is the smallest value of an Int that drivers accept.
	Min int
	// URI tells whether it may stand in a connection string, and Usage, where not
	// empty, makes it a flag of the command line with that help.
	URI   bool
	Usage string
	// Short are further current names of the flag.
	Short []string
	// Flag is the flag's name where mongosh's differs from Name.
	Flag string
	Old  []OldName
	// Drivers names those whose connection strings know the option, in the contract's
	// words; nil = all, or none where URI is false.
	Drivers []string
	// Repeats is set where an option may rightly appear more than once.
	Repeats bool

	field func(*Options) any // nil: known, and of no use to a doctor
}

// OldName is a name that the option had in some driver or tool.
type OldName struct {
	Name string
	Of   string // whose name it was: "PyMongo 3"
	// Values translates the old values where they mean something else today.
	Values map[string]string
}

func inverted() map[string]string { return map[string]string{"true": "false", "false": "true"} }

// Table is every option that is known, in the order of the help. Sources: the URI options specification; mongosh and mongod
// manual pages for the flags; and for old names and Drivers the option tables of
// pymongo/common.py, node-mongodb-native connection_string.ts, mongo-go-driver
// connstring.go, libmongoc mongoc-uri.h, mongo-java-driver ConnectionString.java,
// mongo-csharp-driver ConnectionString.cs.
func Table() []Option {
	return append(append(tlsOptions(), connectionOptions()...), unusedOptions()...)
}

func tlsOptions() []Option {
	return []Option{
		{Name: "tls", Kind: Bool, URI: true, Usage: "accepted; the doctor speaks TLS in any case",
			Old:   []OldName{{Name: "ssl", Of: "older versions"}},
			field: func(o *Options) any { return &o.TLS }},
		{Name: "tlsCAFile", Kind: File, URI: true, Short: []string{"ca"},
			Usage:   "PEM `FILE` of trust anchors (default: the system's store)",
			Drivers: []string{"pymongo", "node", "go", "c", "php", "ruby", "rust"},
			Old: []OldName{{Name: "sslCAFile", Of: "the older shell and tools"}, {Name: "ssl_ca_certs", Of: "PyMongo 3"}, {Name: "sslCA", Of: "the older Node.js driver"},
				{Name: "sslCertificateAuthorityFile", Of: "the older Go and C drivers"}},
			field: func(o *Options) any { return &o.CAFile }},
		{Name: "tlsCertificateKeyFile", Kind: File, URI: true, Short: []string{"cert"},
			Usage:   "PEM `FILE` with the client certificate and its key",
			Drivers: []string{"pymongo", "node", "go", "c", "php", "ruby", "rust"},
			Old: []OldName{{Name: "sslPEMKeyFile", Of: "the older shell and tools"}, {Name: "ssl_certfile", Of: "PyMongo 3"}, {Name: "sslCert", Of: "the older Node.js driver"},
				{Name: "sslClientCertificateKeyFile", Of: "the older Go and C drivers"}, {Name: "tlsCertificateFile", Of: "the Go and Node.js drivers"}},
			field: func(o *Options) any { return &o.CertificateKeyFile }},
		{Name: "tlsCertificateKeyFilePassword", Kind: Password, URI: true,
			Usage:   "passphrase of the client key; or MONGOTLS_KEY_PASSWORD, or a prompt",
			Drivers: []string{"pymongo", "node", "go", "c", "php", "ruby", "rust"},
			Old: []OldName{{Name: "sslPEMKeyPassword", Of: "the older shell and tools"}, {Name: "ssl_pem_passphrase", Of: "PyMongo 3"}, {Name: "sslPass", Of: "the older Node.js driver"},
				{Name: "sslClientCertificateKeyPassword", Of: "the older Go and C drivers"}},
			field: func(o *Options) any { return &o.KeyPassword }},
		{Name: "tlsKeyFile", Kind: File, URI: true, Usage: "PEM `FILE` with the client key, where it is a file of its own",
			Drivers: []string{},
			Old:     []OldName{{Name: "ssl_keyfile", Of: "PyMongo 3"}, {Name: "sslKey", Of: "the older Node.js driver"}, {Name: "tlsPrivateKeyFile", Of: "the Go driver"}},
			field:   func(o *Options) any { return &o.KeyFile }},
		{Name: "tlsCRLFile", Kind: File, URI: true, Usage: "PEM `FILE` of CRLs; an issuer without one then fails",
			Drivers: []string{"pymongo", "node"},
			Old:     []OldName{{Name: "sslCRLFile", Of: "the older shell and tools"}, {Name: "ssl_crlfile", Of: "PyMongo 3"}, {Name: "sslCRL", Of: "the older Node.js driver"}},
			field:   func(o *Options) any { return &o.CRLFile }},
		{Name: "tlsAllowInvalidCertificates", Kind: Bool, URI: true, Usage: "go on with any certificate; what that hides is still reported",
			Drivers: []string{"pymongo", "node", "c", "php", "ruby", "rust"},
			Old: []OldName{{Name: "sslAllowInvalidCertificates", Of: "the older shell and tools"}, {Name: "sslValidate", Of: "the older Node.js driver", Values: inverted()},
				{Name: "sslVerifyCertificate", Of: "the .NET driver", Values: inverted()},
				{Name: "ssl_cert_reqs", Of: "PyMongo 3", Values: map[string]string{"CERT_NONE": "true", "CERT_OPTIONAL": "false", "CERT_REQUIRED": "false"}}},
			field: func(o *Options) any { return &o.AllowInvalidCertificates }},
		{Name: "tlsAllowInvalidHostnames", Kind: Bool, URI: true, Usage: "go on with a certificate for another name; it is still reported",
			Drivers: []string{"pymongo", "node", "java", "c", "php", "ruby", "rust"},
			Old: []OldName{{Name: "sslAllowInvalidHostnames", Of: "the older shell and tools"}, {Name: "sslInvalidHostNameAllowed", Of: "the Java driver"},
				{Name: "ssl_match_hostname", Of: "PyMongo 3", Values: inverted()}, {Name: "checkServerIdentity", Of: "the older Node.js driver", Values: inverted()}},
			field: func(o *Options) any { return &o.AllowInvalidHostnames }},
		{Name: "tlsInsecure", Kind: Bool, URI: true, Usage: "both of the above",
			Old:   []OldName{{Name: "sslInsecure", Of: "the older Go driver"}},
			field: func(o *Options) any { return &o.Insecure }},
		{Name: "tlsDisabledProtocols", Kind: List, Usage: "`LIST` of versions that the client may not use: TLS1_0,TLS1_1",
			Old:   []OldName{{Name: "sslDisabledProtocols", Of: "the older shell"}},
			field: func(o *Options) any { return &o.DisabledProtocols }},
		{Name: "tlsDisableOCSPEndpointCheck", Kind: Bool, URI: true, Usage: "ask no OCSP responder",
			Drivers: []string{"pymongo", "go", "c", "php", "ruby"},
			field:   func(o *Options) any { return &o.DisableOCSPEndpointCheck }},
		{Name: "tlsDisableCertificateRevocationCheck", Kind: Bool, URI: true, Usage: "check no revocation, as the drivers with this option",
			Drivers: []string{"c", "php", "dotnet", "go"},
			field:   func(o *Options) any { return &o.DisableCertificateRevocationCheck }},
		{Name: "tlsUseSystemCA", Kind: Bool, Usage: "accepted; the system's store is the default"},
		{Name: "tlsFIPSMode", Kind: Bool, Usage: "accepted, without effect here", Old: []OldName{{Name: "sslFIPSMode", Of: "the older shell and tools"}}},
		{Name: "servername", Kind: String, Usage: "send this `NAME` as SNI instead of the host",
			field: func(o *Options) any { return &o.ServerName }},
	}
}

func connectionOptions() []Option {
	return []Option{
		{Name: "username", Kind: String, Short: []string{"u"}, Usage: "`USER` for the checks that need a login",
			field: func(o *Options) any { return &o.Username }},
		{Name: "password", Kind: Password, Short: []string{"p"}, Usage: "password for the checks that need a login",
			field: func(o *Options) any { return &o.Password }},
		{Name: "authSource", Kind: String, URI: true, Flag: "authenticationDatabase", Usage: "`NAME` of the database that the user belongs to",
			field: func(o *Options) any { return &o.AuthSource }},
		{Name: "authMechanism", Kind: String, URI: true, Flag: "authenticationMechanism", Usage: "how the user logs in: SCRAM-SHA-256, MONGODB-X509",
			field: func(o *Options) any { return &o.AuthMechanism }},
		{Name: "replicaSet", Kind: String, URI: true,
			field: func(o *Options) any { return &o.ReplicaSet }},
		{Name: "loadBalanced", Kind: Bool, URI: true,
			field: func(o *Options) any { return &o.LoadBalanced }},
		{Name: "directConnection", Kind: Bool, URI: true,
			field: func(o *Options) any { return &o.DirectConnection }},
		{Name: "connectTimeoutMS", Kind: Int, URI: true,
			field: func(o *Options) any { return &o.ConnectTimeoutMS }},
		{Name: "srvServiceName", Kind: String, URI: true,
			field: func(o *Options) any { return &o.SRVServiceName }},
		{Name: "srvMaxHosts", Kind: Int, URI: true,
			field: func(o *Options) any { return &o.SRVMaxHosts }},
		{Name: "srvAllowedHostsSuffix", Kind: String, URI: true, Drivers: []string{"pymongo", "node", "dotnet"},
			field: func(o *Options) any { return &o.SRVAllowedHostsSuffix }},
	}
}

// unusedOptions are those that say nothing about a connection's TLS. They are known,
// so that a connection string that has them is not faulted for it.
func unusedOptions() []Option {
	kinds := []struct {
		kind  Kind
		names []string
	}{
		{Bool, []string{"journal", "retryReads", "retryWrites", "serverSelectionTryOnce", "safe", "slaveOk", "useNewUrlParser", "useUnifiedTopology", "enableOverloadRetargeting"}},
		{Int, []string{"heartbeatFrequencyMS", "localThresholdMS", "maxIdleTimeMS", "maxLifeTimeMS", "maxPoolSize", "minPoolSize", "maxConnecting",
			"serverSelectionTimeoutMS", "socketTimeoutMS", "timeoutMS", "waitQueueTimeoutMS", "waitQueueMultiple", "proxyPort", "maxAdaptiveRetries"}},
		{String, []string{"appname", "compressors", "maxStalenessSeconds", "readConcernLevel", "readPreference", "serverMonitoringMode",
			"uuidRepresentation", "gssapiServiceName", "w", "zlibCompressionLevel", "proxyHost", "proxyUsername"}},
		{Password, []string{"proxyPassword"}},
		{Pairs, []string{"authMechanismProperties"}},
	}
	var rows []Option
	for _, group := range kinds {
		for _, name := range group.names {
			rows = append(rows, Option{Name: name, Kind: group.kind, URI: true})
		}
	}
	return append(rows,
		Option{Name: "readPreferenceTags", Kind: String, URI: true, Repeats: true},
		Option{Name: "wtimeoutMS", Kind: Int, URI: true, Old: []OldName{{Name: "wtimeout", Of: "older drivers"}}})
}
