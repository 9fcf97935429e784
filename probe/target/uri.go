package target

import (
	"net/netip"
	"slices"
	"strings"
)

// parts is a connection string cut at its delimiters, nothing decoded yet.
type parts struct {
	scheme              string
	userInfo            string
	hasUser             bool
	hosts               string
	path, query         string
	hasPath, hasOptions bool
}

// split cuts what follows "://". The slash before the options may be missing.
func split(scheme, rest string) parts {
	p := parts{scheme: scheme}
	authority := rest
	if end := strings.IndexAny(rest, "/?"); end >= 0 {
		authority, rest = rest[:end], rest[end:]
		p.path, p.query, p.hasOptions = strings.Cut(rest, "?")
		p.path, p.hasPath = strings.CutPrefix(p.path, "/")
	}
	p.hosts = authority
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		p.userInfo, p.hosts, p.hasUser = authority[:at], authority[at+1:], true
	}
	return p
}

// parseURI reads a connection string whose scheme is known.
func parseURI(scheme, rest string) (Target, error) {
	p := split(scheme, rest)
	t := Target{SRV: scheme == "mongodb+srv"}
	if strings.Contains(p.path, "@") {
		return Target{}, errRawDelimiter()
	}
	steps := []func(*Target, parts) error{readUser, readHosts, readDatabase, readQuery}
	for _, step := range steps {
		if err := step(&t, p); err != nil {
			return Target{}, err
		}
	}
	if err := t.conflict(); err != nil {
		return Target{}, err
	}
	t.Text = p.redacted()
	return t, nil
}

// errRawDelimiter is for an @ that stands behind the hosts: what was taken for hosts
// is then the beginning of a password, so nothing of the text is repeated.
func errRawDelimiter() error {
	return usage(exampleAuth, `an "@" stands after a "/" or "?": write "/" as %%2F, "?" as %%3F and "@" as %%40 in the user name and password`)
}

func errPlainCredentials() error {
	return usage(exampleAuth, "a user name and password belong into a mongodb:// connection string, or the flags --username and --password")
}

// readUser decodes user:password. No message of it repeats any of it.
func readUser(t *Target, p parts) error {
	if !p.hasUser {
		return nil
	}
	name, password, hasPassword := strings.Cut(p.userInfo, ":")
	if strings.Contains(p.userInfo, "@") {
		return usage(exampleAuth, `the user name or password holds a raw "@": write it as %%40`)
	}
	if strings.Contains(password, ":") {
		return usage(exampleAuth, `the user name or password holds a raw ":": write it as %%3A`)
	}
	if name == "" {
		return usage(exampleAuth, `the user name before the "@" is empty`)
	}
	user, okUser := unescape(name)
	secret, okSecret := unescape(password)
	if !okUser || !okSecret {
		return usage("mongodb://alice:50%25@db1.example.com/ (%25 stands for %)", `the user name or password holds a "%%" without two hexadecimal digits after it: write it as %%25`)
	}
	t.Options.Username = user
	t.Options.mark("username")
	if hasPassword {
		t.Options.Password = NewSecret(secret)
		t.Options.mark("password")
	}
	return nil
}

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

func readDatabase(t *Target, p parts) error {
	name, ok := unescape(p.path)
	switch {
	case !ok:
		return usage("mongodb://db1.example.com/admin", `the database name holds a "%%" without two hexadecimal digits after it`)
	case strings.Contains(p.path, "/"):
		return usage("mongodb://db1.example.com/admin?tls=true", `the database name holds a "/"; a "?" begins the options`)
	}
	t.Database = name
	return nil
}

// redacted writes the connection string again without its secrets.
func (p parts) redacted() string {
	var b strings.Builder
	b.WriteString(p.scheme + "://")
	if p.hasUser {
		b.WriteString("<credentials>@")
	}
	b.WriteString(p.hosts)
	if p.hasPath {
		b.WriteString("/" + p.path)
	}
	if !p.hasOptions {
		return b.String()
	}
	pairs := strings.Split(p.query, "&")
	for i, pair := range pairs {
		pairs[i] = redactPair(pair)
	}
	b.WriteString("?" + strings.Join(pairs, "&"))
	return b.String()
}

// redactPair hides the value of every option that is secret or unknown: a misspelt
// password option is unknown too.
func redactPair(pair string) string {
	key, value, _ := strings.Cut(pair, "=")
	option, known := lookup(key, inURI)
	if value == "" || known && !slices.Contains([]Kind{Password, Pairs}, option.Kind) {
		return pair
	}
	return key + "=" + redacted
}
