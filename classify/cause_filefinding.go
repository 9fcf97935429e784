package classify

// fileFindings are habits of files that stop nobody by themselves.
var fileFindings = []Cause{
	{
		Word: "file-encoding", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning,
		Title: "Some programs read the file, and others do not",
		Explain: `The file begins with a byte order mark, which some editors on Windows write.
OpenSSL skips it, and with it mongod, PyMongo and Node.js. Go does not: it
misses the first block of the file, so that Go programs and the mongo-tools find
no certificate in it.`,
		Fix: []Fix{
			{On: OnServer, Text: "Save the file as plain ASCII, without the mark. The first three bytes of a good file are dashes.",
				Run: script("head -c 3 {client_cert} | od -c", `sed -i '1s/^\xef\xbb\xbf//' {client_cert}`)},
		},
		Sources: []string{"OpenSSL, crypto/pem/pem_lib.c", "Go, encoding/pem"},
	},
	{
		Word: "key-file-exposed", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning,
		Title: "Every user of the machine has access to the private key",
		Explain: `Whoever can read the key can play the server, and can log in as the subject of
the certificate. mongod does not look at the permissions of this file, so
nothing says so. Only the user that runs the program needs to read it.`,
		Fix: []Fix{
			{On: OnServer, Text: "Give the file to the user that runs mongod, and to nobody else. If others could read it for long, have a new certificate issued for a new key.",
				Run: script("chown mongodb:mongodb {client_cert}", "chmod 600 {client_cert}")},
		},
		Sources: []string{"MongoDB manual, security checklist"},
	},
	{
		Word: "key-in-ca-file", Category: VerifyFailed, Layer: LayerFinding, Mild: Warning,
		Title: "The CA file holds a private key",
		Explain: `A CA file is copied to every client, and needs certificates only. If the key in
it is the CA's own, everybody who has the file can issue certificates that your
servers and clients trust.`,
		Fix: []Fix{
			{On: OnServer, Text: "Take the key out, wherever the file was copied to. If it was the CA's key, replace the CA.",
				Run: script("openssl storeutl -certs -noout {ca}", "grep -n 'PRIVATE KEY' {ca}")},
		},
		Sources: []string{"RFC 5280, section 8"},
	},
}
