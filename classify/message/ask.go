package message

import (
	"maps"
	"slices"
	"strings"

	"mongotls/classify"
	"mongotls/classify/driver"
)

// placeholder stands for the endpoint where the text names none.
const placeholder = "HOST:PORT"

// refusedCertificates are causes that the doctor meets only if it shows the client's
// certificate.
var refusedCertificates = []classify.Word{"client-cert-untrusted", "client-cert-expired", "client-cert-wrong-eku", "client-cert-rejected"}

// ask is the doctor's command line for the endpoint of the text: what it finds tells the
// candidates apart. It runs where the client runs.
func (v *view) ask(likeliest classify.Word) string {
	command := []string{"mongotls", "doctor"}
	if flag := "--tlsCertificateKeyFile"; v.places.options[flag] == "" && slices.Contains(refusedCertificates, likeliest) {
		v.places.options[flag] = "client.pem"
	}
	for _, flag := range slices.Sorted(maps.Keys(v.places.options)) {
		command = append(command, flag, quote(v.places.options[flag]))
	}
	if spec := v.judge(); spec != "" {
		command = append(command, "--driver", spec)
	}
	return strings.Join(append(command, v.targets()...), " ")
}

// targets are the endpoints to ask. In a server's log the addresses are its clients'.
func (v *view) targets() []string {
	switch {
	case v.side == Server:
		return []string{placeholder}
	case v.places.srv != "" && len(v.places.hosts) == 0:
		return []string{quote("mongodb+srv://" + v.places.srv + "/")}
	case len(v.places.hosts) == 0:
		return []string{placeholder}
	}
	var out []string
	for _, host := range v.places.hosts {
		out = append(out, quote(host))
	}
	return out
}

// judge is the client to judge as: the text's own, in its version where the doctor knows
// that one.
func (v *view) judge() string {
	name := v.emitter.driver
	if name == "" {
		return ""
	}
	if release := v.places.versions[name]; release != "" {
		if _, err := driver.Find(name + "@" + release); err == nil {
			return name + "@" + release
		}
	}
	if _, err := driver.Find(name); err != nil {
		return ""
	}
	return name
}

// quote makes a value fit for a command line that people paste; the text it comes from
// may have been chosen by anyone.
func quote(value string) string {
	unsafe := func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("._:/@%+=,-", r))
	}
	if value != "" && !strings.ContainsFunc(value, unsafe) && !strings.HasPrefix(value, "-") {
		return value
	}
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
