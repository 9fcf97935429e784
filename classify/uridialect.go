package classify

import (
	"slices"
	"strings"

	"mongotls/classify/driver"
)

// uriDialect is what the connection strings of some clients know of TLS.
type uriDialect struct {
	drivers []string
	// before is the release that ended it; "" for the current one.
	before string
	// knows are the TLS options that it understands, under every name that it has for them.
	knows []string
	// refuses: the client stops at an option that it does not know. Others warn, or say
	// nothing, and connect without it.
	refuses bool
}

// uriDialects in the order in which they are looked at. Sources: connection_string.js of
// mongodb 4.17, 6.22 and 7.9; pymongo/common.py of 3.11 and 4.x; connstring.go of
// mongo-driver 1.17 and 2.9; the names in libmongoc 1.23; uri.rb of mongo 2.5 and
// uri/options_mapper.rb of later ones; ConnectionString.java; ConnectionString.cs;
// client/options.rs of the Rust driver.
var uriDialects = []uriDialect{
	{drivers: []string{"node"}, before: "5", refuses: true, knows: slices.Concat(urlTLS, []string{"tlsCertificateFile", "sslCA", "sslCRL", "sslCert", "sslKey", "sslPass", "sslValidate"})},
	{drivers: []string{"node", "mongosh"}, refuses: true, knows: slices.Concat(urlTLS, []string{"tlsCRLFile"})},
	{drivers: []string{"pymongo"}, before: "4", knows: slices.Concat(urlTLS, endpointCheck,
		[]string{"tlsCRLFile", "ssl_cert_reqs", "ssl_match_hostname", "ssl_crlfile", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_pem_passphrase"})},
	{drivers: []string{"pymongo"}, knows: slices.Concat(urlTLS, endpointCheck, []string{"tlsCRLFile"})},
	{drivers: []string{"go", "mongo-tools"}, knows: slices.Concat(onOff, []string{"tlsInsecure", "sslInsecure", "tlsCAFile", "sslCertificateAuthorityFile",
		"tlsCertificateKeyFile", "sslClientCertificateKeyFile", "tlsCertificateKeyFilePassword", "sslClientCertificateKeyPassword",
		"tlsCertificateFile", "tlsPrivateKeyFile"}, endpointCheck, revocationCheck)},
	{drivers: []string{"java"}, knows: slices.Concat(onOff, []string{"tlsInsecure", "tlsAllowInvalidHostnames", "sslInvalidHostNameAllowed"})},
	{drivers: []string{"c", "php"}, knows: slices.Concat(urlTLS, endpointCheck, revocationCheck,
		[]string{"sslClientCertificateKeyFile", "sslClientCertificateKeyPassword", "sslCertificateAuthorityFile", "sslAllowInvalidCertificates", "sslAllowInvalidHostnames"})},
	{drivers: []string{"ruby"}, before: "2.7", knows: []string{"ssl"}},
	{drivers: []string{"ruby"}, knows: slices.Concat(urlTLS, endpointCheck)},
	{drivers: []string{"dotnet"}, knows: slices.Concat(onOff, []string{"tlsInsecure", "sslVerifyCertificate", "tlsDisableCertificateRevocationCheck"})},
	{drivers: []string{"rust"}, refuses: true, knows: slices.Concat(urlTLS, endpointCheck, revocationCheck)},
}

var (
	onOff = []string{"tls", "ssl"}
	// urlTLS are the options of the URI options specification that drivers with files have.
	urlTLS = slices.Concat(onOff, []string{"tlsInsecure", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames",
		"tlsCAFile", "tlsCertificateKeyFile", "tlsCertificateKeyFilePassword"})
	endpointCheck   = []string{"tlsDisableOCSPEndpointCheck"}
	revocationCheck = []string{"tlsDisableCertificateRevocationCheck"}
)

// uriDialectOf is the dialect of a client; known is false where nothing is known of it.
func uriDialectOf(p driver.Profile) (d uriDialect, known bool) {
	i := slices.IndexFunc(uriDialects, func(d uriDialect) bool {
		return slices.Contains(d.drivers, p.Name) && (d.before == "" || p.Before(d.before))
	})
	if i < 0 {
		return uriDialect{}, false
	}
	return uriDialects[i], true
}

// understands tells whether the dialect has a TLS option under a name. Names are
// case-insensitive.
func (d uriDialect) understands(key string) bool {
	return slices.ContainsFunc(d.knows, func(name string) bool { return strings.EqualFold(name, key) })
}
