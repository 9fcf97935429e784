package target

import "strings"

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
	t.Credentials = true
	t.Options.mark("username")
	if hasPassword {
		t.Options.Password = NewSecret(secret)
		t.Options.mark("password")
	}
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
