package local

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mongotls/probe/evidence"
)

// runtime makes the facts about one program of its answer, and books the stores it reads.
func (env Environment) runtime(p program, a answer, b *storeBook) evidence.Runtime {
	r := evidence.Runtime{
		Kind: p.kind.name, Path: bounded(p.path), Version: a.Version, Library: a.Library,
		SecurityLevel: a.SecurityLevel, FIPS: a.FIPS, Packages: a.packages(), OCSP: a.ocsp(),
		BuiltIn: a.BuiltIn, Problem: a.Problem,
	}
	r.Oldest, r.Newest = versionsOf(a.Library, a.SecurityLevel)
	r.Oldest = cmp.Or(spellings[a.Oldest], r.Oldest)
	r.Newest = cmp.Or(spellings[a.Newest], r.Newest)
	if a.Certifi != "" {
		b.add(a.Certifi)
	}
	switch {
	case p.kind.name == "java" && a.Home != "":
		env.java(&r, a.Home, b)
	case a.BuiltIn && slices.Contains(strings.Fields(env.Getenv("NODE_OPTIONS")), "--use-openssl-ca"):
		r.BuiltIn = false // where its OpenSSL looks is not told, unless by a variable
		if env.Getenv("SSL_CERT_FILE") != "" && env.Getenv("SSL_CERT_DIR") != "" {
			env.opensslStores(&r, answer{}, b)
		}
	case a.BuiltIn:
		r.Anchors = a.Anchors
	case a.CAFile != "" || a.CADir != "":
		env.opensslStores(&r, a, b)
	}
	return r
}

// opensslStores are the file and the directories that OpenSSL reads, where a variable replaces
// each by itself (SSL_CTX_load_verify_locations(3)). The anchors are those that the program
// counted where it did: on Windows and macOS it may read others.
func (env Environment) opensslStores(r *evidence.Runtime, a answer, b *storeBook) {
	file := cmp.Or(env.Getenv("SSL_CERT_FILE"), a.CAFile)
	dirs := filepath.SplitList(cmp.Or(env.Getenv("SSL_CERT_DIR"), a.CADir))
	count := 0
	for _, path := range append([]string{file}, dirs[:min(len(dirs), maxStoreDirs)]...) {
		if path == "" {
			continue
		}
		s := b.add(path)
		r.Stores = append(r.Stores, s.Path)
		count = max(count, s.Anchors)
	}
	if a.Anchors != nil {
		count = max(count, *a.Anchors)
	}
	r.Anchors = &count
}

// java reads what a Java runtime brings: its trust store and its security properties. A
// property of JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS replaces the store.
func (env Environment) java(r *evidence.Runtime, home string, b *storeBook) {
	r.Oldest, r.Newest = javaVersions(r.Version)
	if env.disablesOld(home) && r.Oldest != "" {
		r.Oldest = evidence.TLS12
	}
	path := env.trustStoreOption()
	for _, name := range []string{"jssecacerts", "cacerts"} {
		if path != "" {
			break
		}
		candidate := filepath.Join(home, "lib", "security", name)
		if _, err := os.Stat(candidate); err == nil || name == "cacerts" {
			path = candidate
		}
	}
	s := b.add(path)
	r.Stores = []string{s.Path}
	if s.State != evidence.StoreUnreadable { // the JVM may read what is not read here: an encrypted PKCS#12
		r.Anchors = &s.Anchors
	}
}

var trustStoreProperty = regexp.MustCompile(`(?:^|\s)"?-Djavax\.net\.ssl\.trustStore=([^\s"]+)`)

func (env Environment) trustStoreOption() string {
	for _, name := range javaOptions {
		if m := trustStoreProperty.FindStringSubmatch(env.Getenv(name)); m != nil {
			return m[1]
		}
	}
	return ""
}

var javaRelease = regexp.MustCompile(`^(?:1\.)?([0-9]{1,3})(?:\.[0-9.]*)?(?:_([0-9]{1,4}))?`)

// javaVersions are what a client of JSSE offers by default before java.security restricts it
// (JDK release notes: 1.7 offers TLS 1.0, 8 offers 1.2, 11 and 8u341 offer 1.3). Updates of 7
// differ; nothing is said of the later ones.
func javaVersions(version string) (oldest, newest evidence.Version) {
	m := javaRelease.FindStringSubmatch(version)
	if m == nil {
		return "", ""
	}
	major, _ := strconv.Atoi(m[1])
	update, _ := strconv.Atoi(m[2])
	switch {
	case major >= 11, major == 8 && update >= 341:
		return evidence.TLS10, evidence.TLS13
	case major >= 8:
		return evidence.TLS10, evidence.TLS12
	case major < 7, update < 95:
		return evidence.TLS10, evidence.TLS10
	}
	return "", ""
}

// disablesOld tells whether java.security disables TLS 1.0 and 1.1, as it does since the
// updates of April 2021.
func (env Environment) disablesOld(home string) bool {
	for _, dir := range []string{"conf", "lib"} {
		text, err := readFile(filepath.Join(home, dir, "security", "java.security"))
		if err != nil {
			continue
		}
		joined := strings.NewReplacer("\\\r\n", "", "\\\n", "").Replace(string(text))
		for line := range strings.Lines(joined) {
			value, found := strings.CutPrefix(line, "jdk.tls.disabledAlgorithms=")
			if found {
				words := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\r' })
				return containsAll(words, "TLSv1", "TLSv1.1")
			}
		}
	}
	return false
}
