package classify

// uriCauses are faults that a connection string shows before it is used.
var uriCauses = []Cause{
	{
		Word: "invalid-uri", Category: Connection, Layer: LayerOptions,
		Title: "The connection string cannot be read",
		Explain: `A driver refuses it before it looks a name up. Most often a character of
the password is not escaped: "@", ":", "/" and "%" end the password where they
stand as they are. A port is a number from 1 to 65535, an IPv6 address stands
in brackets, and the options begin after "/?".`,
		Fix: []Fix{
			{On: OnClient, Text: "Escape user name and password; this prints them as they belong into the connection string.",
				Run: script("python3 -c 'from getpass import getpass as g\nfrom urllib.parse import quote_plus as q\nprint(q(g()))'")},
			{On: OnClient, Text: "Put the whole connection string in single quotes: a shell ends the command at the first & that is not quoted.",
				Run: script("mongosh 'mongodb://db1.example.com/?tls=true&tlsCAFile=ca.pem'")},
		},
		Says: map[string]string{
			"pymongo": "pymongo.errors.InvalidURI: Username and password must be escaped according to RFC 3986, use urllib.parse.quote_plus",
			"node":    "MongoParseError: Invalid connection string",
			"go":      "error parsing uri: unescaped @ sign in user info",
			"java":    "java.lang.IllegalArgumentException: The connection string contains invalid user information.",
			"c":       "Invalid host string in URI",
		},
		Sources: []string{"mongodb/specifications, source/connection-string"},
	},
}

// uriFindings are what a connection string is used with, and its owner should not.
var uriFindings = []Cause{
	{
		Word: "tls-off", Category: Connection, Layer: LayerFinding, Mild: Warning,
		Title: "The connection string does not switch TLS on",
		Explain: `Only mongodb+srv:// switches TLS on by itself. With mongodb:// the client speaks
plaintext: a server with requireTLS closes the connection without a word, and a
server with allowTLS or preferTLS answers, with everything in the clear.

Some drivers (PyMongo, C) take another TLS option, such as tlsCAFile, for
tls=true. Others do not.`,
		Fix: []Fix{{On: OnClient, Text: "Say it, so that no driver has to guess.",
			Run: script("mongodb://{host}/?tls=true")}},
		Sources: []string{"mongodb/specifications, source/uri-options", "mongodb/specifications, source/initial-dns-seedlist-discovery"},
	},
}
