package target

import (
	"slices"
	"strings"
)

// ParseHostPort reads a name as servers give it: host, host:port or [IPv6]:port. It comes
// back in lower case, as drivers compare names. The error is a *UsageError.
func ParseHostPort(text string) (HostPort, error) {
	h, err := parseHostPort(text)
	h.Host = strings.ToLower(h.Host)
	return h, err
}

// recordOptions are the options that a TXT record may set (Initial DNS Seedlist Discovery
// specification, "Default Connection String Options").
var recordOptions = []string{"authSource", "replicaSet", "loadBalanced"}

// WithRecords returns an SRV target with the hosts of its SRV records and the options of
// its TXT records, of which those of the target itself win. The error is a *UsageError: what
// drivers refuse about the TXT records, or options that contradict each other now.
func (t Target) WithRecords(hosts []HostPort, txt []string) (Target, error) {
	t.Hosts = hosts
	if len(txt) > 1 {
		return t, usage(exampleSRV, "the name has %d TXT records, and only one is allowed", len(txt))
	}
	for _, record := range txt {
		for pair := range strings.SplitSeq(record, "&") {
			if err := t.addRecordOption(pair); err != nil {
				return t, err
			}
		}
	}
	return t, t.conflict()
}

func (t *Target) addRecordOption(pair string) error {
	key, raw, found := strings.Cut(pair, "=")
	value, decoded := unescape(raw)
	i := slices.IndexFunc(recordOptions, func(name string) bool { return strings.EqualFold(name, key) })
	switch {
	case i < 0:
		return usage(exampleSRV, "the TXT record sets %s, and it may set only %s", Show(key), strings.Join(recordOptions, ", "))
	case !found || raw == "" || !decoded:
		return usage(exampleSRV, "the TXT record has no proper value for %s", recordOptions[i])
	case t.Options.Given(recordOptions[i]):
		return nil
	}
	option, _ := lookup(recordOptions[i], inURI)
	if err := t.Options.assign(option.Option, value); err != nil {
		return err
	}
	t.Written = append(slices.Clip(t.Written), Written{Key: option.Name, Name: option.Name, Value: value})
	return nil
}

// srvOnly are the options that have no meaning beside a list of hosts.
var srvOnly = []string{"srvServiceName", "srvMaxHosts"}

// valueMarks may stand raw in the value of an option.
const valueMarks = "/,:"

// WithoutSRV is the connection string that names the hosts and means the same. The
// credentials are left out, and so are options whose value is not shown.
func (t Target) WithoutSRV() string {
	hosts := make([]string, len(t.Hosts))
	for i, h := range t.Hosts {
		hosts[i] = h.String()
	}
	options := []string{"tls=true"}
	for _, w := range t.Written {
		switch {
		case w.Name == "tls":
			options[0] = "tls=" + escape(w.Value, "")
		case w.Name != "" && w.Value != Redacted && !slices.Contains(srvOnly, w.Name):
			options = append(options, w.Name+"="+escape(w.Value, valueMarks))
		}
	}
	return "mongodb://" + strings.Join(hosts, ",") + "/" + escape(t.Database, ",") + "?" + strings.Join(options, "&")
}
