package local

import (
	"net/url"
	"regexp"
	"strings"

	"mongotls/probe/evidence"
)

// javaOptions are the variables with options of Java.
var javaOptions = []string{"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"}

// examined are the variables that change trust or routing, with how much of each is kept.
var examined = []struct {
	name string
	keep func(string) string
}{
	{"SSL_CERT_FILE", bounded}, {"SSL_CERT_DIR", bounded},
	{"NODE_EXTRA_CA_CERTS", bounded}, {"NODE_TLS_REJECT_UNAUTHORIZED", bounded}, {"NODE_OPTIONS", nodeOptions},
	{"REQUESTS_CA_BUNDLE", bounded}, {"CURL_CA_BUNDLE", bounded},
	{"JDK_JAVA_OPTIONS", javaTrust}, {"JAVA_TOOL_OPTIONS", javaTrust}, {"_JAVA_OPTIONS", javaTrust},
	{"OPENSSL_CONF", bounded}, {"GODEBUG", fipsDebug}, {"OPENSSL_FORCE_FIPS_MODE", bounded},
	{"HTTPS_PROXY", proxyHost}, {"https_proxy", proxyHost}, {"HTTP_PROXY", proxyHost}, {"http_proxy", proxyHost},
	{"ALL_PROXY", proxyHost}, {"all_proxy", proxyHost},
}

// variables are those that are set and say something.
func variables(getenv func(string) string) []evidence.Variable {
	var out []evidence.Variable
	for _, v := range examined {
		if value := getenv(v.name); value != "" {
			if kept := v.keep(value); kept != "" {
				out = append(out, evidence.Variable{Name: v.name, Value: kept})
			}
		}
	}
	return out
}

// nodeTLS are the options of Node.js about trust and versions; others may hold anything.
var nodeTLS = regexp.MustCompile(`^--(use-openssl-ca|use-bundled-ca|use-system-ca|tls-(min|max)-v1\.[0-3]|openssl-legacy-provider|enable-fips|force-fips)$`)

func nodeOptions(value string) string {
	var kept []string
	for word := range strings.FieldsSeq(value) {
		if nodeTLS.MatchString(word) {
			kept = append(kept, word)
		}
	}
	return bounded(strings.Join(kept, " "))
}

// javaTrust keeps the path of the trust store only: the other options may hold its password.
func javaTrust(value string) string {
	if m := trustStoreProperty.FindStringSubmatch(value); m != nil {
		return bounded("-Djavax.net.ssl.trustStore=" + m[1])
	}
	return ""
}

var fipsSetting = regexp.MustCompile(`(?:^|,)(fips140=[a-z]+)`)

func fipsDebug(value string) string {
	if m := fipsSetting.FindStringSubmatch(value); m != nil {
		return m[1]
	}
	return ""
}

// proxyHost is a proxy without its login. One without a scheme is read as curl does.
func proxyHost(value string) string {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" {
		return "set, and no URL"
	}
	return bounded(u.Scheme + "://" + u.Host)
}
