package message

// fileRules are certificates, keys and CA files that cannot be used.
var fileRules = []rule{
	{
		any: []string{
			"key values mismatch", "key type mismatch", "private key does not match",
			"private key doesn't match … key values", "keymismatch", "keys may not be consistent",
			"key does not match the certificate", "certificate and private key … do not match",
			"inconsistentkeys",
		},
		causes: words("key-mismatch"),
		why:    "The private key is another one than that of the certificate beside it.",
	},
	{
		any: []string{
			"no password provided to decrypt", "bad decrypt", "bad password read", "pkcs … incorrect password", "key … incorrect password",
			"certificate … incorrect password",
			"password was incorrect", "password is not correct", "password is incorrect",
			"with the provided password", "key … wrong password", "certificate … wrong password", "given final block not properly padded",
			"mac verify failure", "mac verify error", "decryption password incorrect",
			"problems getting password", "pkcs12 cipherfinal error", "bad passphrase", "wrong passphrase",
			"incorrect passphrase", "passphrase required", "errsec pkcs12 verify failure",
			"errsec passphrase required", "errsec auth failed", "password verification failed",
			"key file … encrypted … no password", "interrupted or cancelled", "interruptedorcancelled",
			"get key … password", "failed to decrypt private key", "failed to decrypt key",
		},
		none:   []string{"authentication failed", "scram", "sasl"},
		causes: words("bad-passphrase"),
		why:    "The key, or the store that holds it, is encrypted, and the passphrase is wrong or was not given.",
	},
	{
		any:    []string{"[ssl] pem lib"},
		causes: words("bad-passphrase", "cert-file-unreadable"),
		why: "Python's OpenSSL has one text for a wrong passphrase and for a file without a certificate or a " +
			"key.",
		tell: "openssl pkey -in FILE -noout asks for the passphrase and then says whether the key is one; grep " +
			"BEGIN FILE shows the parts of the file.",
	},
	{
		any: []string{
			"failed importing pem", "errsec unknown format", "can not set up pem key file",
			"cannot set up pem key file", "err ossl evp unsupported", "err ossl unsupported",
			"decoder unsupported", "decoder routines::unsupported", "digital envelope routines::unsupported",
			"digital envelope routines:inner evp generic fetch:unsupported",
		},
		causes: words("cert-file-unreadable", "bad-passphrase"),
		why: "The file with the certificate and the key could not be loaded: a part is missing, its form is " +
			"not understood, or the passphrase is wrong.",
		tell: "openssl pkey -in FILE -noout asks for the passphrase and then says whether the key is one; grep " +
			"BEGIN FILE shows the parts of the file.",
	},
	{
		any: []string{
			"no certificate or crl found", "does not contain any valid certificates",
			"file does not contain any certificates", "no certificates found in", "unable to load ca",
			"pem encoded ca", "pem encoded root", "ssl ca file … does not exist", "ca file … does not exist",
			"cannot load ca", "cannot read ca", "failed to load ca", "could not load ca", "failed loading ca",
			"error loading ca", "invalid ca file", "cannot read certificate authority file",
			"certificate authority file … cannot", "could not load certificate authority", "failed to parse ca",
			"failed to append ca", "failed to parse root cert", "couldn't load ca", "can't load ca",
			"error appending ca", "unable to read ca", "unable to parse ca", "no valid certificates",
			"load verify locations", "x509 load cert crl file", "by file.c",
			"error setting certificate verify locations", "cannot load trusted ca",
		},
		causes: words("ca-file-unreadable"),
		rarer:  words("crl-file-unreadable"),
		why:    "The CA file was opened or looked for, and no CA certificate came out of it.",
	},
	{
		any: []string{
			"trustanchors parameter must be non empty", "failed to load system roots",
			"no ca certificates were loaded", "no roots provided", "no trust anchors", "certpool is empty",
			"system certificate pool is empty",
		},
		causes: words("empty-trust-store"),
		why:    "The list of trusted CAs is empty: its file is missing, is of another type, or holds only a key.",
	},
	{
		any: []string{
			"invalid keystore format", "todatainputstream rejects", "toderinputstream rejects", "lengthtag=",
			"derinputstream", "not a valid keystore", "unrecognized keystore format", "keystore … no such file",
			"truststore … no such file", "error constructing implementation",
		},
		causes: words("ca-file-unreadable", "cert-file-unreadable", "bad-passphrase"),
		why: "Java could not read its trust store or key store: it is missing, of another type (PEM instead " +
			"of PKCS#12 or JKS), or its password is another one.",
		tell: "keytool -list -keystore FILE reads the store as Java does.",
	},
	{
		any: []string{
			"unable to set local cert", "unable to set private key", "failed to find certificate",
			"neither pub key nor priv key", "nested asn1 error", "no private keys found", "no private keys in",
			"cannot read certificate file", "failed to load ssl certificate", "failed to load pem file",
			"cannot read pem key file", "cannot read pemkeyfile", "failed to find private key",
			"failed to find … pem data", "failed to find any pem data", "cannot find certificate in",
			"expecting: any private key", "expecting: private key", "cannot find private key in",
			"failed to load client cert", "can't load client certificate", "cannot load client certificate",
			"could not load client certificate", "failed to load certificate", "unable to load certificate",
			"unable to load client certificate", "unable to load private key", "unable to load client key",
			"cannot load private key", "could not read private key", "cannot read private key",
			"no private key found", "does not have a private key", "does not contain a private key",
			"no key found", "invalid private key", "failed to parse private key", "private key parse",
			"sec e unknown credentials", "sec e no credentials",
			"credentials supplied to the package were not recognized", "failed to read certificate",
			"use certificate chain file", "use certificate chain file", "use privatekey file",
			"use privatekey file", "client certificate … not found", "pem bad base64 decode",
			"bad base64 decode", "certificatekeyfile … no such file", "keyfile … no such file",
			"pemkeyfile … not found", "the certificate key file", "tls: failed to find",
			"no certificate found in", "pem unsupported encryption", "match certificate: [errno", "no pem encoded keys",
		},
		causes: words("cert-file-unreadable"),
		rarer:  words("bad-passphrase", "key-mismatch"),
		why:    "The program could not take a certificate and its key from the file that it was given.",
	},
	{
		any:    []string{"pem no start line", "no start line"},
		causes: words("cert-file-unreadable", "ca-file-unreadable"),
		why: "A file that should be PEM has no BEGIN line of the expected kind: it is DER, PKCS#12, empty, or " +
			"the wrong file.",
		tell: "grep BEGIN FILE shows what a PEM file holds.",
	},
	{
		any: []string{
			"no such file or directory (os error 2)", "cannot find the file specified",
			"system library no such file", "bio no such file", "enoent: no such file", "[errno 2] no such file",
			"eacces: permission denied, open", "[errno 13] permission denied",
			"permission denied (os error 13)", "system library permission denied", "open … .pem: no such file",
			"open … .crt: no such file", "open … .key: no such file", "open … .cer: no such file",
			"open … .pem: permission denied", "open … .key: permission denied", "fopen … no such file",
			".pem … no such file", ".pem … does not exist", ".pem (no such file", ".jks (no such file",
			".p12 (no such file", ".crt … no such file", "no such file … .pem", "no such file … .crt",
			"system lib ( ssl.c", "bio new file:system lib", "enametoolong: name too long, open",
			"connection string … open … no such file", "could not find file … .pem", "could not find file … .pfx",
			"failed to open … .pem", "failed to open file", "is a directory … .pem",
		},
		causes: words("ca-file-unreadable", "cert-file-unreadable"),
		why: "A file of the TLS options is not there, or may not be read by this user. In a container the " +
			"path is that inside the container.",
		tell: "ls -l FILE, run as the user and in the container of the program.",
	},
	{
		any:    []string{"ssl certificate validation failed"},
		none:   []string{"ssl peer certificate validation failed"},
		on:     Server,
		causes: words("key-mismatch", "cert-file-unreadable"),
		why:    "The server could not take its own certificate and key into use.",
	},
}
