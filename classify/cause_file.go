package classify

// fileCauses are faults of the files on this side: no server can show them.
var fileCauses = []Cause{
	{
		Word: "ca-file-unreadable", Category: VerifyFailed, Layer: LayerOptions,
		Title: "No certificate can be read from the CA file",
		Explain: `Without trust anchors a client cannot verify any server. The file is missing,
may not be read by the user that runs the program, is empty, or is no PEM: DER,
PKCS#12 and Java key stores are other formats.

Not every driver says so. Node.js and mongosh take an empty file without a word
and then report an unknown issuer, which looks like unknown-authority. In a
container the usual reason is a path that exists only on the host.`,
		Fix: []Fix{
			{On: OnClient, Text: "See what the file holds, as the user and in the container that runs the client. A PEM file has a line that begins with -----BEGIN CERTIFICATE.",
				Run: script("ls -l {ca}", "openssl x509 -in {ca} -noout -subject -enddate")},
			{On: OnClient, Text: "Convert it to PEM: the first command is for DER, the second for PKCS#12, the third for a Java key store.",
				Run: script(
					"openssl x509 -inform DER -in ca.cer -out ca.pem",
					"openssl pkcs12 -in ca.p12 -nokeys -out ca.pem",
					"keytool -exportcert -rfc -alias mongodb-ca -keystore ca.jks -file ca.pem",
				)},
		},
		NotFix: notFixChain,
		Says: map[string]string{
			"pymongo":     "ssl.SSLError: [X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found (_ssl.c:…)",
			"node":        "Error: ENOENT: no such file or directory, open '{ca}'",
			"go":          "the specified CA file does not contain any valid certificates",
			"c":           "connection error calling hello on '{host}'",
			"mongo-tools": "SSL trusted server certificates file does not contain any valid certificates. File: `{ca}`",
			"rust":        "No such file or directory (os error 2)",
		},
		Sources: []string{"OpenSSL, SSL_CTX_load_verify_locations(3)", "RFC 7468, section 5"},
	},
	{
		Word: "cert-file-unreadable", Category: VerifyFailed, Layer: LayerOptions,
		Title: "No certificate with its key can be read from the file",
		Explain: `tlsCertificateKeyFile names one PEM file that holds the certificate and its
private key. Here one of the two is absent, or the file is missing, may not be
read, or is in another format.

PyMongo words every such fault as a key that does not match; "[SSL] PEM lib"
then means that there is no usable key in the file at all.`,
		Fix: []Fix{
			{On: OnClient, Text: "Put certificate, intermediates and key into one file, readable only by the user that runs the client.",
				Run: script(
					"cat client.crt intermediate.pem client.key > client.pem",
					"chmod 600 client.pem",
					"grep BEGIN client.pem",
				)},
			{On: OnClient, Text: "Convert a PKCS#12 file, as Windows and Java use it.",
				Run: script("openssl pkcs12 -in client.p12 -nodes -out client.pem")},
		},
		Says: map[string]string{
			"pymongo": "pymongo.errors.ConfigurationError: Private key doesn't match certificate: [SSL] PEM lib (_ssl.c:…)",
			"node":    nodeSays("error:1E08010C:DECODER routines::unsupported"),
			"go":      "failed to find PRIVATE KEY",
			"c":       "Cannot find certificate in '{client_cert}'",
			"mongod":  "Cannot read certificate file",
		},
		Sources: []string{"mongodb/specifications, source/uri-options: tlsCertificateKeyFile", "mongodb/mongo-python-driver, pymongo/ssl_support.py"},
	},
	{
		Word: "key-mismatch", Category: VerifyFailed, Layer: LayerOptions,
		Title: "The private key does not belong to the certificate beside it",
		Explain: `The public key in the certificate is not the one of the private key, so nothing
that the key signs can be verified. It happens when a renewed certificate is
put beside the old key, when a file is assembled from two different requests,
or when the first certificate in the file is an intermediate.`,
		Fix: []Fix{
			{On: OnClient, Text: "Compare the two public keys: both commands must print the same. Then build the file again from the pair that fits, the certificate of the key first.",
				Run: script(
					"openssl x509 -in {client_cert} -noout -pubkey | openssl sha256",
					"openssl pkey -in {client_cert} -pubout | openssl sha256",
				)},
			{On: OnCA, Text: "If the key of this certificate is lost, have a new certificate issued for a new key.",
				Run: script(makeClientRequest)},
		},
		Says: map[string]string{
			"pymongo": "pymongo.errors.ConfigurationError: Private key doesn't match certificate: [X509: KEY_VALUES_MISMATCH] key values mismatch (_ssl.c:…)",
			"node":    nodeSays("error:05800074:x509 certificate routines::key values mismatch"),
			"go":      "tls: private key does not match public key",
			"c":       "Cannot find private key in: '{client_cert}'",
			"mongod":  "SSL certificate validation failed",
		},
		Sources: []string{"OpenSSL, X509_check_private_key(3)", "mongodb/mongo-python-driver, pymongo/ssl_support.py"},
	},
	{
		Word: "bad-passphrase", Category: VerifyFailed, Layer: LayerOptions,
		Title: "The passphrase does not open the private key",
		Explain: `The private key is encrypted, and the passphrase is wrong or absent. The error
is rarely worded so: OpenSSL speaks of a bad decrypt, PyMongo of a key that
does not match.

A passphrase in a URI is percent-decoded: one that holds % + @ / or : arrives
as another. A file that ends in a line break can add it to the passphrase.`,
		Fix: []Fix{
			{On: OnClient, Text: "Try the passphrase by hand, then give exactly that to the driver.",
				Run: script(
					"openssl pkey -in {client_cert} -noout",
					`MongoClient(uri, tlsCertificateKeyFile="client.pem",`,
					`    tlsCertificateKeyFilePassword=secret)  # PyMongo`,
				)},
			{On: OnServer, Text: "On a mongod set it beside the file in mongod.conf; without it mongod asks at its start and cannot rotate.",
				Run: script("net:", "  tls:", "    certificateKeyFile: /etc/ssl/mongodb.pem", "    certificateKeyFilePassword: …")},
		},
		NotFix: "A copy of the key without a passphrase works, and whoever can read the file then has the key.",
		Says: map[string]string{
			"pymongo":     "pymongo.errors.ConfigurationError: Private key doesn't match certificate: [SSL] PEM lib (_ssl.c:…)",
			"node":        nodeSays("error:1C800064:Provider routines::bad decrypt"),
			"go":          "pkcs8: incorrect password",
			"c":           "Cannot find private key in: '{client_cert}'",
			"mongo-tools": "error configuring client, can't load client certificate: no password provided to decrypt private key",
		},
		Sources: []string{"mongodb/specifications, source/uri-options: tlsCertificateKeyFilePassword", "OpenSSL, PEM_read_bio_PrivateKey(3)"},
	},
	{
		Word: "crl-file-unreadable", Category: VerifyFailed, Layer: LayerOptions,
		Title: "No CRL can be read from the CRL file",
		Explain: `tlsCRLFile, and CRLFile of a mongod, name a PEM file of revocation lists. This
one is missing, may not be read, is empty, or holds something else. CAs publish
their lists in DER, which is not read.

A program that was told to check revocation and cannot read the lists does not
start, or refuses every certificate.`,
		Fix: []Fix{
			{On: OnClient, Text: "Convert a list in DER to PEM, and put the lists of all issuers of the chain into one file.",
				Run: script("openssl crl -inform DER -in ca.crl -out crl.pem", "openssl crl -in crl.pem -noout -issuer -nextupdate")},
		},
		NotFix: notFixCRL,
		Says: map[string]string{
			"pymongo": "ssl.SSLError: [X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found (_ssl.c:…)",
			"mongod":  "Cannot read CRL file",
		},
		Sources: []string{"OpenSSL, X509_load_crl_file(3)", "MongoDB manual, net.tls.CRLFile", "mongod log 23252"},
	},
}
