package message

import (
	"slices"
	"strings"

	"mongotls/classify"
)

// syntax is how one client is told what most remedies need.
type syntax struct {
	name                      string
	trust, certificate, plain []string // to trust a CA, to show a certificate, to speak TLS at all
}

// uri is the syntax of drivers that take all options in the connection string.
func uri(name string) syntax {
	return syntax{
		name:        name,
		trust:       []string{"mongodb://{host}/?tls=true&tlsCAFile={ca}"},
		certificate: []string{"mongodb://{host}/?tls=true&tlsCertificateKeyFile=client.pem"},
		plain:       []string{"mongodb://{host}/?tls=true"},
	}
}

// syntaxes are by emitter.
var syntaxes = map[string]syntax{
	"pymongo": {
		name:        "PyMongo",
		trust:       []string{`MongoClient(uri, tls=True, tlsCAFile="{ca}")`},
		certificate: []string{`MongoClient(uri, tls=True, tlsCertificateKeyFile="client.pem")`},
		plain:       []string{"MongoClient(uri, tls=True)"},
	},
	"node-driver": {
		name:        "Node.js and Mongoose",
		trust:       []string{`new MongoClient(uri, { tls: true, tlsCAFile: "{ca}" })`},
		certificate: []string{`new MongoClient(uri, { tls: true, tlsCertificateKeyFile: "client.pem" })`},
		plain:       []string{"new MongoClient(uri, { tls: true })"},
	},
	"mongosh":     shell("mongosh", "mongosh"),
	"mongo-shell": shell("the mongo shell", "mongo"),
	"mongo-tools": {
		name:        "the database tools",
		trust:       []string{"mongodump --ssl --sslCAFile={ca} --host={host}"},
		certificate: []string{"mongodump --ssl --sslPEMKeyFile=client.pem --host={host}"},
		plain:       []string{"mongodump --ssl --host={host}"},
	},
	"java-driver": {
		name: "Java",
		trust: []string{
			"keytool -importcert -alias mongodb-ca -file {ca} \\", "    -keystore trust.p12 -storepass changeit -noprompt",
			"java -Djavax.net.ssl.trustStore=trust.p12 \\", "     -Djavax.net.ssl.trustStorePassword=changeit …",
		},
		certificate: []string{"java -Djavax.net.ssl.keyStore=client.p12 \\", "     -Djavax.net.ssl.keyStorePassword=… …"},
		plain:       []string{"mongodb://{host}/?tls=true"},
	},
	"csharp-driver": {
		name: ".NET",
		trust: []string{
			"certutil -addstore -f Root {ca}     # Windows",
			"cp {ca} /usr/local/share/ca-certificates/mongodb.crt && update-ca-certificates",
		},
		certificate: []string{"settings.SslSettings = new SslSettings {", "    ClientCertificates = new[] { certificate } };"},
		plain:       []string{"mongodb://{host}/?tls=true"},
	},
	"ruby-driver": {
		name:        "Ruby",
		trust:       []string{`Mongo::Client.new(uri, ssl: true, ssl_ca_cert: "{ca}")`},
		certificate: []string{`Mongo::Client.new(uri, ssl: true, ssl_cert: "client.pem", ssl_key: "client.pem")`},
		plain:       []string{"Mongo::Client.new(uri, ssl: true)"},
	},
	"php-driver": {
		name:        "PHP",
		trust:       []string{`new MongoDB\Client($uri, ["tls" => true, "tlsCAFile" => "{ca}"]);`},
		certificate: []string{`new MongoDB\Client($uri, ["tls" => true,`, `    "tlsCertificateKeyFile" => "client.pem"]);`},
		plain:       []string{`new MongoDB\Client($uri, ["tls" => true]);`},
	},
	"perl-driver": {
		name:        "Perl",
		trust:       []string{`MongoDB->connect($uri, { ssl => { SSL_ca_file => "{ca}" } });`},
		certificate: []string{`MongoDB->connect($uri, { ssl => { SSL_cert_file => "client.pem" } });`},
		plain:       []string{"MongoDB->connect($uri, { ssl => 1 });"},
	},
	"compass-vscode": uri("Compass and VS Code"),
	"go-driver":      uri("Go"),
	"libmongoc":      uri("C"),
	"rust-driver":    uri("Rust"),
	"swift-driver":   uri("Swift"),
}

// shell is the syntax of both shells since 4.2; before, the options began with --ssl.
func shell(name, program string) syntax {
	return syntax{
		name:        name,
		trust:       []string{program + " --tls --tlsCAFile {ca} --host {host}"},
		certificate: []string{program + " --tls --tlsCertificateKeyFile client.pem --host {host}"},
		plain:       []string{program + " --tls --host {host}"},
	}
}

// needs are the causes that each part of a syntax mends.
var (
	needsTrust       = []classify.Word{"unknown-authority", "ca-file-unreadable", "ca-file-lacks-root", "empty-trust-store", "self-signed"}
	needsCertificate = []classify.Word{"client-cert-required", "client-cert-untrusted", "client-cert-rejected", "client-cert-expired",
		"client-cert-wrong-eku", "cert-file-unreadable"}
	needsTLS = []classify.Word{"tls-required"}
)

// fixes are the remedies of the likeliest cause, that in the emitter's own syntax first.
func (v *view) fixes(cause classify.Cause) []classify.Fix {
	remedies := slices.Clone(cause.Fix)
	if own, ok := v.inOwnSyntax(cause.Word); ok {
		// The remedy that shows every driver's syntax shows only this one's, and goes first.
		if i := slices.IndexFunc(remedies, showsEverySyntax); i >= 0 {
			own.Text = remedies[i].Text
			remedies = slices.Delete(remedies, i, i+1)
		}
		remedies = slices.Insert(remedies, 0, own)
	}
	vars, safe := v.vars(), map[string]string{}
	for name, value := range vars {
		safe[name] = quote(value)
	}
	var out []classify.Fix
	for _, f := range remedies {
		filled := classify.Fix{On: f.On, Text: fill(f.Text, vars)}
		for _, line := range f.Run {
			filled.Run = append(filled.Run, fill(line, safe))
		}
		out = append(out, filled)
	}
	return out
}

// showsEverySyntax tells whether a remedy of the catalogue lists how each driver is told.
func showsEverySyntax(f classify.Fix) bool {
	return slices.ContainsFunc(f.Run, func(line string) bool { return strings.Contains(line, "# PyMongo") })
}

func (v *view) inOwnSyntax(w classify.Word) (classify.Fix, bool) {
	s, ok := syntaxes[v.emitter.word]
	if !ok {
		return classify.Fix{}, false
	}
	switch {
	case slices.Contains(needsTrust, w):
		return classify.Fix{On: classify.OnClient, Text: "Give " + s.name + " the file of the CA.", Run: s.trust}, true
	case slices.Contains(needsCertificate, w):
		return classify.Fix{On: classify.OnClient, Text: "Give " + s.name + " the client certificate with its key.", Run: s.certificate}, true
	case slices.Contains(needsTLS, w):
		return classify.Fix{On: classify.OnClient, Text: "Switch TLS on in " + s.name + ".", Run: s.plain}, true
	}
	return classify.Fix{}, false
}
