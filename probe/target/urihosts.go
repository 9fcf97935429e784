package target

import (
	"net/netip"
	"strings"
)

// readHosts reads the hosts between the user and the path.
func readHosts(t *Target, p parts) error {
	err := t.addHosts(p)
	if err != nil && strings.Contains(p.query, "@") {
		return errRawDelimiter()
	}
	return err
}

func (t *Target) addHosts(p parts) error {
	if p.hosts == "" {
		return usage(exampleURI, "the connection string names no host")
	}
	if t.SRV {
		return t.setSRVName(p.hosts)
	}
	for host := range strings.SplitSeq(p.hosts, ",") {
		if err := t.addHost(host); err != nil {
			return err
		}
	}
	return nil
}

// addHost adds one host of a list, percent-encoded as in a URI.
func (t *Target) addHost(text string) error {
	if len(t.Hosts)+len(t.Sockets) == MaxHosts {
		return usage(exampleURI, "the target names more than %d hosts", MaxHosts)
	}
	host, ok := unescape(text)
	if !ok {
		return usage(exampleURI, `a host holds a "%%" without two hexadecimal digits after it`)
	}
	if strings.Contains(host, "/") {
		return t.addSocket(host)
	}
	if text == "" {
		return usage("mongodb://db1.example.com,db2.example.com/", "a host between commas is empty")
	}
	parsed, err := parseHostPort(host)
	if err != nil {
		return err
	}
	t.Hosts = append(t.Hosts, parsed)
	t.noteIDN(parsed.Host)
	return nil
}

func (t *Target) addSocket(path string) error {
	if !strings.HasSuffix(path, ".sock") {
		return usage("mongodb://%2Ftmp%2Fmongodb-27017.sock/", "a host holds a %%2F, so it is the path of a Unix domain socket, and that ends in .sock")
	}
	t.Sockets = append(t.Sockets, path)
	t.Notes = append(t.Notes, notef("%s is a Unix domain socket; TLS is not used on a socket, so it is not examined", Show(path)))
	return nil
}

func (t *Target) noteIDN(host string) {
	if !isASCII(host) {
		t.Notes = append(t.Notes, notef("%s is not ASCII; drivers differ in how they look such a name up, its xn-- form works in all", Show(host)))
	}
}

// setSRVName checks the one host of a mongodb+srv URI, which has no port.
func (t *Target) setSRVName(text string) error {
	host, ok := unescape(text)
	switch {
	case strings.Contains(text, ","):
		return usage(exampleSRV, "mongodb+srv takes one host; its DNS records list the members")
	case strings.HasPrefix(host, "[") || isAddr(host):
		return usage(exampleSRV, "mongodb+srv takes a name with DNS records, not an IP address")
	case strings.Contains(host, ":"):
		return usage(exampleSRV, "mongodb+srv takes no port; the DNS records have the ports")
	case !ok || host == "":
		return usage(exampleSRV, "the host of a mongodb+srv connection string is a DNS name")
	}
	if err := checkHostName(host); err != nil {
		return err
	}
	if _, err := netip.ParseAddr(strings.TrimSuffix(host, ".")); err == nil {
		return usage(exampleSRV, "mongodb+srv takes a name with DNS records, not an IP address")
	}
	t.SRVName = host
	t.noteIDN(host)
	return nil
}
