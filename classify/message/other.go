package message

import (
	"net/netip"
	"slices"
	"strings"

	"mongotls/classify"
)

// clientsTold are the families of drivers whose words stand for "a client says".
var clientsTold = []string{"pymongo", "node", "go", "java"}

// otherSide is what the other end of the connection reports of the likeliest cause.
func (v *view) otherSide(likeliest classify.Cause) []classify.Saying {
	if v.side != Server {
		return serverSays(likeliest)
	}
	cause := v.blamed(likeliest)
	var out []classify.Saying
	for _, name := range clientsTold {
		if text := cause.Says[name]; text != "" {
			out = append(out, classify.Saying{Driver: name, Text: fill(text, v.vars())})
		}
	}
	return out
}

// serverSays is the line of mongod's log, where there is one.
func serverSays(cause classify.Cause) []classify.Saying {
	if text := inServerLog[cause.Word]; text != "" {
		return []classify.Saying{{Driver: "mongod", Text: text}}
	}
	if text := cause.Says["mongod"]; text != "" && slices.Contains(serverJudges, cause.Word) {
		return []classify.Saying{{Driver: "mongod", Text: fill(text, nil)}}
	}
	return nil
}

// serverJudges are causes whose words in the catalogue are the server's about a client.
var serverJudges = []classify.Word{
	"tls-required", "server-plaintext", "client-too-old", "no-shared-cipher", "client-cert-required", "client-cert-expired",
	"client-cert-untrusted", "client-cert-wrong-eku", "client-cert-rejected", "x509-user-missing", "member-cert-mismatch",
}

// refusal is mongod's line about a client that refuses its certificate with an alert.
func refusal(alert string) string {
	return "Error receiving request from client … SSLHandshakeFailed: … " + alert
}

// inServerLog is what mongod logs where its client refuses it (OpenSSL's alert for the
// fault; Go sends bad certificate, Java certificate unknown for all of them).
var inServerLog = map[classify.Word]string{
	"unknown-authority": refusal("tlsv1 alert unknown ca"), "missing-intermediate": refusal("tlsv1 alert unknown ca"),
	"self-signed": refusal("tlsv1 alert unknown ca"), "not-a-ca": refusal("tlsv1 alert unknown ca"), "path-length": refusal("tlsv1 alert unknown ca"),
	"hostname-mismatch": refusal("sslv3 alert bad certificate"), "no-san": refusal("sslv3 alert bad certificate"),
	"not-yet-valid": refusal("sslv3 alert bad certificate"), "weak-key": refusal("sslv3 alert bad certificate"),
	"weak-signature": refusal("sslv3 alert bad certificate"),
	"expired":        refusal("sslv3 alert certificate expired"), "crl-expired": refusal("sslv3 alert certificate expired"),
	"revoked": refusal("sslv3 alert certificate revoked"), "wrong-eku": refusal("sslv3 alert unsupported certificate"),
	"bad-signature": refusal("tlsv1 alert decrypt error"),
}

// vars are the placeholders of the catalogue's texts that the message fills.
func (v *view) vars() map[string]string {
	vars := map[string]string{}
	if v.side != Server && len(v.places.hosts) > 0 {
		host := v.places.hosts[0]
		name, port := host, "27017"
		if i := strings.LastIndexByte(host, ':'); i > 0 {
			name, port = host[:i], host[i+1:]
		} else {
			host += ":" + port
		}
		name = strings.Trim(name, "[]")
		vars["host"], vars["name"], vars["port"], vars["san"] = host, name, port, "DNS:"+name
		if _, err := netip.ParseAddr(name); err == nil {
			vars["san"] = "IP:" + name
		}
	}
	if file := v.places.options["--tlsCAFile"]; file != "" {
		vars["ca"] = file
	}
	return vars
}

// fill puts values for the placeholders of a catalogue text, and general words for the
// others.
func fill(text string, vars map[string]string) string {
	var pairs []string
	for name, general := range classify.Placeholders {
		if value := vars[name]; value != "" {
			general = value
		}
		pairs = append(pairs, "{"+name+"}", general)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// tellApart is how to find out which candidate it is; nothing where there is only one.
func tellApart(r rule, candidates []classify.Word) string {
	if len(candidates) < 2 {
		return ""
	}
	if r.tell == "" {
		return "The command below tells which it is."
	}
	return r.tell
}
