package message

// optionRules are complaints about options: they come before any connection.
var optionRules = []rule{
	{
		any: []string{
			"cannot be specified simultaneously", "option cannot be used with the '",
			"cannot be used with the 'tls", "may not be specified with", "cannot be provided along with",
			"along with tlsinsecure is not allowed", "set along with … is not allowed",
			"values of tls/ssl must be the same", "conflicting tls and ssl", "must be consistent",
			"both a ca file and the system", "x.509 cluster authentication in allow",
			"x.509 cluster authentication in disabled", "tls has not been enabled but",
			"ssl has not been enabled but", "illegal state transition for", "tls and ssl options",
			"ssl and tls options", "need to enable tls via", "need to enable ssl via", "need to enable ssl/tls",
			"need to enable tls/ssl", "cannot specify both … tls", "cannot specify both … ssl",
			"can't specify both … tls", "can't specify both … ssl", "net.tls … and net.ssl",
			"net.ssl … and net.tls", "conflicting values for tls", "conflicting values for uri options", "cannot set both tls and ssl",
			"need tlscafile with", "need sslcafile with", "tlsinsecure cannot be set",
			"tlsallowinvalidcertificates and tlsdisable", "cannot set … if tls is disabled",
			"if tls is not enabled", "if ssl is not enabled", "requires tls to be enabled",
			"directconnection=true with", "cannot specify directconnection",
			"a direct connection cannot be made if", "loadbalanced … cannot be",
			"loadbalanced option", "srvmaxhosts … cannot be", "srvmaxhosts option",
			"loadbalanced … more than one host", "multiple hosts with loadbalanced", "srvmaxhosts must not be", "with srvmaxhosts",
			"limit srv hosts with",
		},
		none:   []string{"x.509 user"},
		causes: words("conflicting-options"),
		why: "Two options contradict each other, or one needs another that is not set. Nothing was sent to " +
			"the server yet.",
	},
	{
		any: []string{
			"need tlscertificatekeyfile", "need sslpemkeyfile", "need tlspemkeyfile",
			"need net.tls.certificatekeyfile", "pemkeyfile when ssl is enabled", "or certificateselector when",
		},
		causes: words("conflicting-options", "cert-file-unreadable"),
		why:    "TLS is switched on, and no certificate of its own is configured for the server.",
	},
	{
		any: []string{
			"unknown option … ssl", "unknown option … tls", "unknown option ssl", "unknown option tls",
			"unknown option(s): '?ssl", "unrecognised option '", "unrecognized option: net.",
			"unrecognized option: net.tls", "unrecognized option: security", "option ssl … is not supported",
			"option tls … is not supported", "options ssl … are not supported",
			"options tls … are not supported", "the options [ssl", "the options [tls", "option usessl",
			"is not supported on this platform", "cannot be used with pyopenssl", "unsupported option 'ssl",
			"unsupported option 'tls", "unsupported uri option … tls", "unsupported uri option … ssl",
			"unexpected keyword argument 'ssl", "unexpected keyword argument 'tls",
			"ssl is not enabled in this build", "tls is not enabled in this build", "not built with ssl",
			"not built with tls", "built without ssl", "built without tls", "compiled without ssl",
			"compiled without tls", "without openssl support", "ssl support not compiled",
			"ssl support is not available", "ssl support not available", "tls support not available",
			"ssl requested but not supported", "ssl support is not enabled", "tls support is not enabled", "is ext/openssl loaded",
			"built with enable ssl", "unrecognized option: ssl", "unrecognized option: tls", "ssl not enabled in this build", "ssl is not supported",
			"tls is not supported", "tls is not available", "ssl support … not available",
			"'ssl' … not a valid option", "invalid option 'ssl", "invalid option 'tls", "no such option: … tls",
			"no such option: … ssl", "no such option: ssl", "no such option: tls",
			"unsupported value for sslmode", "unsupported value for tlsmode", "unrecognized disabledprotocols",
			"unrecognized tlslogversions", "io::socket::ssl is not installed", "requires io::socket::ssl",
			"is an unsupported option", "warning: ssl … is deprecated", "warning: tls … is deprecated",
			"must be installed to use mongodb+srv", "unsupported uri option",
			"ignoring unsupported uri parameter", "is not a valid option", "unknown connection string option",
			"has an invalid 'ssl", "has an invalid 'tls", "contains unsupported option",
			"sslinvalidhostnameallowed … deprecated", "unknown flag 'ssl", "unknown flag 'ssl",
			"unknown flag 'tls",
		},
		causes: words("unsupported-option"),
		why: "This release, build or platform does not know that option. Options of TLS were renamed, and old " +
			"names dropped, over the years.",
	},
	{
		any: []string{"invalidsslconfiguration"},
		none: []string{
			"expired", "cannot read", "chain of trust", "both a ca file", "certificate file", "pem key file",
			"pem file", "ca file", "password", "key values", "crl",
		},
		causes: words(
			"cert-file-unreadable", "key-mismatch", "bad-passphrase", "ca-file-unreadable",
			"conflicting-options",
		),
		why: "The server does not start with these TLS options; the text lacks the reason.",
		tell: "The line before it in the log names the file. mongotls check-files -- mongod -f mongod.conf " +
			"examines them all.",
	},
	{
		any: []string{
			"error parsing yaml config", "error parsing ini config", "error opening config file",
			"error reading config file",
		},
		causes: words("config-unreadable"),
		why:    "The server cannot read its configuration file.",
	},
	{
		any: []string{
			"certificate validation can be performed since no ca file", "without specifying a chain of trust",
		},
		causes: words("server-missing-ca"),
		why: "Patched servers (4.4.29, 5.0.25, 6.0.14, 7.0.6 and later) do not start with TLS unless they are " +
			"told whom to trust.",
	},
	{
		any:    []string{"subjectname that would be recognized as an internal cluster member"},
		causes: words("x509-subject-is-member"),
		why: "The subject's O, OU and DC are those of the members' own certificates, so its owner would pass " +
			"as a member.",
	},
}
