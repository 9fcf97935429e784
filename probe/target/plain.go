package target

import "strings"

// parsePlain reads what is no URI: host, host:port, several of them with commas,
// set/host,host as the shell and the tools write a replica set, or host:port/database.
func parsePlain(text string) (Target, error) {
	if strings.Contains(text, "@") {
		return Target{}, errPlainCredentials()
	}
	if name := strings.ToLower(text); strings.HasPrefix(name, "mongodb:") || strings.HasPrefix(name, "mongodb+srv:") {
		return Target{}, usage(exampleURI, `the scheme of a connection string ends in "://"`)
	}
	t := Target{Text: text}
	hosts, err := t.takeSlash(text)
	if err != nil {
		return Target{}, err
	}
	for host := range strings.SplitSeq(hosts, ",") {
		if err := t.addPlainHost(host); err != nil {
			return Target{}, err
		}
	}
	return t, nil
}

// takeSlash reads the replica set before the hosts or the database behind them, and
// returns the hosts. Only a name with a dot or a port is taken for a host here.
func (t *Target) takeSlash(text string) (string, error) {
	before, after, found := strings.Cut(text, "/")
	isHost := func(s string) bool { return strings.ContainsAny(s, ".:,") || s == "localhost" }
	switch {
	case !found, before == "", strings.Contains(after, "/"):
		return text, nil
	case isHost(before):
		t.Database = after
		return before, nil
	case isHost(after):
		t.Options.ReplicaSet = before
		t.Options.mark("replicaSet")
		return after, nil
	}
	return "", usage("rs0/db1.example.com:27017", "%s may be a host and a database or a replica set and a host; write the port", Show(text))
}

func (t *Target) addPlainHost(text string) error {
	if strings.HasPrefix(text, "/") {
		return t.addSocket(text)
	}
	if len(t.Hosts) == MaxHosts {
		return usage(exampleHost, "the target names more than %d hosts", MaxHosts)
	}
	if text == "" {
		return usage("db1.example.com,db2.example.com", "a host between commas is empty")
	}
	host, err := parseHostPort(text)
	if err != nil {
		return err
	}
	t.Hosts = append(t.Hosts, host)
	t.noteIDN(host.Host)
	return nil
}

// FromHost builds the target of mongosh's --host and --port: host may have a port of
// its own, which must then be the same; either may be "".
func FromHost(host, port string) (Target, error) {
	if host == "" {
		host = "localhost"
	}
	if port == "" {
		return Parse(host)
	}
	number, err := parsePort("localhost", port)
	if err != nil {
		return Target{}, usage("--port 27017", "--port %s: a number from 1 to 65535 is expected", Show(port))
	}
	t, err := Parse(host)
	if err != nil {
		return Target{}, err
	}
	return t.withPort(host, number)
}

func (t Target) withPort(host string, port int) (Target, error) {
	if strings.Contains(host, "://") {
		return Target{}, usage("--host db1.example.com --port 27017", "--port cannot be given with a connection string, which has its own")
	}
	for i, h := range t.Hosts {
		if h.Port != port && h.Port != DefaultPort {
			return Target{}, usage("--host db1.example.com --port 27017", "--port %d contradicts port %d in --host", port, h.Port)
		}
		t.Hosts[i].Port = port
	}
	if len(t.Hosts) == 1 {
		t.Text = t.Hosts[0].String()
	}
	return t, nil
}
