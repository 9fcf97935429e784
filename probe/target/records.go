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
// its TXT records, of which those of the target itself win, and the names of those that
// TXT set. The error is a *UsageError: what drivers refuse about the TXT records, or, with a
// Cause, options that contradict each other now.
func (t Target) WithRecords(hosts []HostPort, txt []string) (with Target, set []string, err error) {
	t.Hosts = hosts
	if len(txt) > 1 {
		return t, nil, usage("", "the name has more than one TXT record, and only one is allowed")
	}
	for _, record := range txt {
		for pair := range strings.SplitSeq(record, "&") {
			name, err := t.addRecordOption(pair)
			if err != nil {
				return t, nil, err
			}
			if name != "" {
				set = append(set, name)
			}
		}
	}
	return t, set, t.conflict()
}

// addRecordOption returns the name of the option that it set; "" where that of the target
// wins. An empty record, and one between two "&", is harmless.
func (t *Target) addRecordOption(pair string) (string, error) {
	if pair == "" {
		return "", nil
	}
	key, raw, found := strings.Cut(pair, "=")
	value, decoded := unescape(raw)
	i := slices.IndexFunc(recordOptions, func(name string) bool { return strings.EqualFold(name, key) })
	switch {
	case i < 0:
		return "", usage("", "the TXT record sets %s, and it may set only %s", Show(key), strings.Join(recordOptions, ", "))
	case !found || raw == "" || !decoded:
		return "", usage("", "the TXT record has no proper value for %s", recordOptions[i])
	}
	option, _ := lookup(recordOptions[i], inURI)
	if !t.wrote(option.Name) {
		t.Written = append(slices.Clip(t.Written), Written{Key: option.Name, Name: option.Name, Value: value})
	}
	if t.Options.Given(option.Name) {
		return "", nil
	}
	return option.Name, t.Options.assign(option.Option, value)
}

// wrote tells whether the connection string has an option, under any of its names.
func (t Target) wrote(name string) bool {
	return slices.ContainsFunc(t.Written, func(w Written) bool { return w.Name == name })
}

// srvOnly are the options that have no meaning beside a list of hosts.
var srvOnly = []string{"srvServiceName", "srvMaxHosts", "srvAllowedHostsSuffix"}

// valueMarks may stand raw in the value of an option.
const valueMarks = "/,:"

// WithoutSRV is the connection string that names the hosts and means the same. Its options
// stand as they were written. Marks stand for the credentials and for values that are not
// shown.
func (t Target) WithoutSRV() string {
	hosts := make([]string, len(t.Hosts))
	for i, h := range t.Hosts {
		hosts[i] = h.String()
	}
	var options []string
	switches := slices.ContainsFunc(t.Written, Written.switchesTLS)
	if !switches {
		options = append(options, "tls=true")
	}
	for _, w := range t.Written {
		ignored := w.Name == "tls" && !w.switchesTLS()
		if w.Name != "" && !ignored && !slices.Contains(srvOnly, w.Name) {
			options = append(options, w.String())
		}
	}
	user := ""
	if t.Credentials {
		user = credentials + "@"
	}
	return "mongodb://" + user + strings.Join(hosts, ",") + "/" + escape(t.Database, ",") + "?" + strings.Join(options, "&")
}

// switchesTLS tells whether it says whether to use TLS. Drivers ignore other values.
func (w Written) switchesTLS() bool {
	return w.Name == "tls" && (w.Value == "true" || w.Value == "false")
}

// String is the option as it stands in a connection string.
func (w Written) String() string {
	if w.Value == Redacted {
		return w.Key + "=" + Redacted
	}
	return w.Key + "=" + escape(w.Value, valueMarks)
}
