package classify

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// contractWords are the words of contract.md, section 4, by their table.
var contractWords = map[Category]string{
	Connection: `dns srv-invalid refused timeout unreachable reset closed-early closed-after-handshake
		no-answer handshake-timeout handshake-alert not-on-access-list sni-refused sni-missing
		server-plaintext tls-required wrong-service no-mongodb-answer wire-version
		set-name-mismatch auth-failed conflicting-options unsupported-option cluster-paused`,
	VerifyFailed: `unknown-authority self-signed missing-intermediate wrong-intermediate
		trust-anchor-mismatch ca-file-lacks-root empty-trust-store expired expired-intermediate
		expired-root not-yet-valid not-yet-valid-intermediate clock-skew hostname-mismatch no-san
		not-a-ca path-length name-constraints wrong-eku wrong-key-usage
		unknown-critical-extension weak-signature weak-key bad-signature malformed-certificate
		leaf-not-first server-key-mismatch cert-validity-too-long cert-version-1 strict-x509
		client-cert-required client-cert-expired client-cert-untrusted client-cert-wrong-eku
		client-cert-rejected member-cert-mismatch x509-user-missing x509-subject-is-member
		server-missing-ca ca-file-unreadable cert-file-unreadable key-mismatch bad-passphrase`,
	ProtocolVersion: `server-too-old client-too-old no-shared-cipher no-shared-group weak-dh
		legacy-renegotiation client-tls-bug fips-digest`,
	Revocation: `revoked intermediate-revoked staple-expired staple-not-yet-valid
		staple-other-certificate staple-bad-signature staple-unauthorized-responder
		staple-unknown staple-malformed staple-error-response staple-invalid
		must-staple-missing ocsp-unreachable crl-missing crl-expired`,
}

// contractFindings stop nobody by themselves; their category is that of what they touch.
const contractFindings = `legacy-versions-enabled weak-cipher rare-cipher dhe-only chain-order
	extra-certificate duplicate-certificate root-sent intermediate-not-sent
	expired-alternative-path expires-soon plaintext-accepted no-staple ocsp-unreachable
	ocsp-response-invalid ocsp-responder-error ocsp-unknown revoked-behind-good-staple
	crl-unreachable crl-expired leaf-is-ca v1-root sha1-root slow member-name-not-in-san
	members-differ served-differs-from-file plaintext-clients legacy-clients mode-not-persisted options-differ missing-privilege
	login-tells-less login-not-tried`

func TestCatalogueHoldsTheContract(t *testing.T) {
	count := map[Word]int{}
	for _, c := range Catalogue() {
		count[c.Word]++
	}
	for category, words := range contractWords {
		for _, w := range strings.Fields(words) {
			if c, ok := Find(Word(w)); !ok || c.Category != category {
				t.Errorf("%s: found %v, category %q, want %q", w, ok, c.Category, category)
			}
		}
	}
	for _, w := range strings.Fields(contractFindings) {
		if c, ok := Find(Word(w)); !ok || c.Mild == "" || c.Mild == Error {
			t.Errorf("finding %s: found %v, severity %q, want warning or info", w, ok, c.Mild)
		}
	}
	for w, n := range count {
		if n != 1 {
			t.Errorf("%s stands %d times in the catalogue", w, n)
		}
	}
}

func TestFindUnknown(t *testing.T) {
	if c, ok := Find("no-such-cause"); ok {
		t.Errorf("Find(no-such-cause) = %v", c.Word)
	}
}

func TestCatalogueOrder(t *testing.T) {
	if !slices.IsSortedFunc(Catalogue(), func(a, b Cause) int { return int(a.Layer) - int(b.Layer) }) {
		t.Error("the catalogue is not in the order of the layers")
	}
}

// each runs a check on every entry, named after its word.
func each(t *testing.T, check func(t *testing.T, c Cause)) {
	t.Helper()
	for _, c := range Catalogue() {
		t.Run(string(c.Word), func(t *testing.T) { check(t, c) })
	}
}

var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func TestCauseIsComplete(t *testing.T) {
	each(t, func(t *testing.T, c Cause) {
		if !kebab.MatchString(string(c.Word)) {
			t.Error("the word is not kebab-case")
		}
		if n := utf8.RuneCountInString(c.Title); n == 0 || n > 62 {
			t.Errorf("the title has %d columns: %q", n, c.Title)
		}
		if strings.ContainsAny(c.Title, "{}") || strings.HasSuffix(c.Title, ".") {
			t.Errorf("the title has a placeholder or a full stop: %q", c.Title)
		}
		if c.Explain == "" || len(c.Sources) == 0 || slices.Contains(c.Sources, "") {
			t.Error("explanation or sources are missing")
		}
		if !slices.Contains([]Severity{"", Info, Warning, Error}, c.Mild) {
			t.Errorf("severity %q", c.Mild)
		}
		if c.NotFix != "" && !strings.HasSuffix(c.NotFix, ".") {
			t.Errorf("NotFix is no sentence: %q", c.NotFix)
		}
	})
}

var (
	sentence    = regexp.MustCompile(`^([A-Z]|--|mongotls )[^\n]*\.$`)
	sentenceEnd = regexp.MustCompile(`\. [A-Z"-]`)
)

func TestFixes(t *testing.T) {
	sides := []Side{OnServer, OnClient, OnCA, OnNetwork}
	each(t, func(t *testing.T, c Cause) {
		if len(c.Fix) == 0 {
			t.Error("no remedy")
		}
		for _, f := range c.Fix {
			if !slices.Contains(sides, f.On) {
				t.Errorf("side %q", f.On)
			}
			if !sentence.MatchString(f.Text) {
				t.Errorf("remedy is no sentence: %q", f.Text)
			}
			if n := len(sentenceEnd.FindAllString(f.Text, -1)); n > 2 {
				t.Errorf("remedy has %d sentences: %q", n+1, f.Text)
			}
		}
	})
}

// prose is what of an entry is read as sentences.
func prose(c Cause) []string {
	all := []string{c.Title, c.Explain, c.NotFix}
	for _, f := range c.Fix {
		all = append(all, f.Text)
	}
	return all
}

func commands(c Cause) []string {
	var all []string
	for _, f := range c.Fix {
		all = append(all, f.Run...)
	}
	return all
}

var placeholder = regexp.MustCompile(`\{([a-zA-Z0-9_]+)\}`)

// filled puts the general words in place of the placeholders and reports unknown ones.
func filled(t *testing.T, text string) string {
	t.Helper()
	return placeholder.ReplaceAllStringFunc(text, func(s string) string {
		name := s[1 : len(s)-1]
		value, ok := Placeholders[name]
		if !ok && name != "http_code" { // curl's own
			t.Errorf("unknown placeholder %s in %q", s, text)
		}
		return value
	})
}

func TestProse(t *testing.T) {
	each(t, func(t *testing.T, c Cause) {
		for _, text := range append(prose(c), c.Sources...) {
			filled(t, text)
			if strings.ContainsAny(text, "\t\r—–!`") || strings.Contains(text, "  ") {
				t.Errorf("tab, dash, exclamation mark, backquote or two spaces: %q", text)
			}
		}
		for line := range strings.Lines(c.Explain) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 80 {
				t.Errorf("%d columns: %q", n, line)
			}
		}
	})
}

// oneWord are the placeholders whose values are one word to a shell, unlike a subject
// or what a server sent.
var oneWord = strings.Fields(`host name port bind address ca san responder client_cert set http_code mode`)

func TestCommands(t *testing.T) {
	each(t, func(t *testing.T, c Cause) {
		for _, line := range commands(c) {
			if n := utf8.RuneCountInString(filled(t, line)); n > 74 {
				t.Errorf("%d columns: %q", n, line)
			}
			if strings.ContainsAny(line, "\t\r\n") || strings.TrimSpace(line) == "" {
				t.Errorf("empty line or tab: %q", line)
			}
			for _, m := range placeholder.FindAllStringSubmatch(line, -1) {
				if !slices.Contains(oneWord, m[1]) {
					t.Errorf("%s in a command: %q", m[0], line)
				}
			}
		}
	})
}

// driverNames are those of contract.md, section 4, that a message may be attributed to.
var driverNames = strings.Fields(`pymongo node mongosh go mongo-tools java c php ruby perl dotnet rust shell mongod`)

// A finding stops nobody, so that drivers are silent about it. All other causes say what
// at least one program prints.
func TestSays(t *testing.T) {
	each(t, func(t *testing.T, c Cause) {
		for name, text := range c.Says {
			if !slices.Contains(driverNames, name) || filled(t, text) == "" {
				t.Errorf("%q says %q", name, text)
			}
		}
		if len(c.Says) == 0 && c.Layer != LayerFinding {
			t.Error("no program says anything, and it is no finding")
		}
	})
}

func TestAfter(t *testing.T) {
	after := map[Word][]Word{}
	for _, c := range Catalogue() {
		after[c.Word] = c.After
	}
	var walk func(path []Word)
	walk = func(path []Word) {
		for _, w := range after[path[len(path)-1]] {
			if _, ok := after[w]; !ok {
				t.Errorf("%v: %s is not in the catalogue", path, w)
			}
			if slices.Contains(path, w) {
				t.Fatalf("a circle: %v, %s", path, w)
			}
			walk(append(slices.Clone(path), w))
		}
	}
	for w := range after {
		walk([]Word{w})
	}
}

// notOnline are the causes that no endpoint can show: a message, a file, a command line
// or a whole deployment does.
const notOnline = `conflicting-options ca-file-unreadable cert-file-unreadable
	key-mismatch bad-passphrase srv-invalid tls-required cluster-paused client-tls-bug
	fips-digest cert-validity-too-long server-missing-ca member-cert-mismatch
	x509-user-missing x509-subject-is-member auth-failed member-name-not-in-san
	members-differ served-differs-from-file certificate-by-sni me-mismatch no-primary crl-file-unreadable file-encoding
	key-file-exposed key-in-ca-file config-unreadable verification-disabled invalid-uri tls-off
	trust-store-outdated trust-store-replaced policy-strict policy-weak proxy-ignored ocsp-extra-incomplete
	plaintext-clients legacy-clients mode-not-persisted options-differ missing-privilege
	login-tells-less login-not-tried`

func TestOnline(t *testing.T) {
	hidden := strings.Fields(notOnline)
	each(t, func(t *testing.T, c Cause) {
		if c.Online == slices.Contains(hidden, string(c.Word)) {
			t.Errorf("Online is %v", c.Online)
		}
	})
}
