package classify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
	"mongotls/probe/files"
	"mongotls/probe/keyfile"
	"mongotls/probe/target"
)

// fileCase is a set of files, and what is to be found out about one of them.
type fileCase struct {
	name string
	// make writes the files and names them.
	make func(*fileBench) files.Set
	// of is the file judged; "" for the first.
	of   string
	root classify.Word // "" = healthy: neither error nor warning
	// severity of the root: an error unless it is said otherwise.
	severity classify.Severity
	// accepting are the families that take the certificate although it is an error.
	accepting []string
	// judge is the one client that judges; "" for the families.
	judge string
	// also are further causes that must be reported.
	also []classify.Word
}

// fileBench mints the files of one case.
type fileBench struct {
	*testing.T
	*pki.PKI
	dir         string
	root, inter *pki.Entity
}

var filesNow = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newFileBench(t *testing.T) *fileBench {
	p := pki.New(filesNow)
	root := p.Root("Example Root")
	return &fileBench{T: t, PKI: p, dir: t.TempDir(), root: root, inter: root.Intermediate("Example Issuing CA")}
}

func (b *fileBench) write(name string, parts ...[]byte) string {
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, slices.Concat(parts...), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

func (b *fileBench) ca() string { return b.write("ca.pem", b.root.PEM()) }

// both is the extended key usage of a member.
var both = pki.EKU(pki.ServerAuth, pki.ClientAuth)

var db1 = pki.DNS("db1.example.com")

// memberSubject is the subject of a member, above its common name.
func memberSubject() pki.Option {
	return pki.Subject(pki.DC("com"), pki.O("Example"), pki.OU("DB"))
}

// server is a healthy member's certificate but for opts, in one file with its chain and key.
func (b *fileBench) server(opts ...pki.Option) string {
	leaf := b.inter.Leaf("db1.example.com", append([]pki.Option{both, db1, memberSubject()}, opts...)...)
	return b.write("server.pem", leaf.CertificateKeyFile(b.inter))
}

// with is the set of a server's file with the CA file and the host name.
func (b *fileBench) with(certificate string) files.Set {
	return files.Set{Certificate: certificate, CA: b.ca(), Hosts: []string{"db1.example.com"}}
}

func secret(text string) keyfile.Passphrase {
	return func() (target.Secret, error) { return target.NewSecret(text), nil }
}

func (b *fileBench) examine(c fileCase) *evidence.Evidence {
	examiner := files.Examiner{At: filesNow, System: keyfile.SystemAnchors(func(name string) string {
		return map[string]string{"SSL_CERT_FILE": filepath.Join(b.dir, "no-store"), "SSL_CERT_DIR": filepath.Join(b.dir, "none")}[name]
	})}
	all := examiner.Examine(c.make(b))
	if err := b.Err(); err != nil {
		b.Fatal(err)
	}
	i := slices.IndexFunc(all, func(e evidence.Evidence) bool { return filepath.Base(e.File.Path) == c.of || c.of == "" })
	if i < 0 {
		b.Fatalf("no %s among %d files", c.of, len(all))
	}
	return &all[i]
}

func TestFiles(t *testing.T) {
	for _, c := range slices.Concat(certificateFileCases, memberFileCases, chainFileCases, authorityFileCases) {
		t.Run(c.name, func(t *testing.T) {
			b := newFileBench(t)
			e := b.examine(c)
			r := classify.Classify(e, classify.Options{Judges: c.judges(t), ExpiresWithin: 30 * 24 * time.Hour})
			checkFile(t, c, r)
			checkFileRefs(t, e, r)
		})
	}
}

func (c fileCase) judges(t *testing.T) []driver.Profile {
	if c.judge == "" {
		return driver.Families()
	}
	p, err := driver.Find(c.judge)
	if err != nil {
		t.Fatal(err)
	}
	return []driver.Profile{p}
}

func checkFile(t *testing.T, c fileCase, r classify.Result) {
	t.Helper()
	severity, told := classify.Severity(""), classify.Word("")
	if len(r.Diagnoses) > 0 && r.Diagnoses[0].Severity != classify.Info {
		told, severity = r.Diagnoses[0].Cause, r.Diagnoses[0].Severity
	}
	want := c.severity
	if want == "" && c.root != "" {
		want = classify.Error
	}
	if told != c.root || severity != want {
		t.Errorf("%s %q, want %s %q: %v", severity, told, want, c.root, causesOf(r))
	}
	if c.root == "" && r.Verdict != classify.Pass || len(r.Defects) > 0 {
		t.Errorf("verdict %s, defects %v", r.Verdict, r.Defects)
	}
	for _, w := range c.also {
		if !slices.Contains(causesOf(r), w) {
			t.Errorf("%s is not told: %v", w, causesOf(r))
		}
	}
	for _, o := range r.Drivers {
		refuses := severity == classify.Error && !slices.Contains(c.accepting, o.Driver) && !slices.Contains(c.accepting, "all")
		if want := map[bool]string{true: "fails", false: "unknown"}[refuses]; o.Outcome != want {
			t.Errorf("%s: %s (%s%s), want %s", o.Driver, o.Outcome, o.Cause, o.Why, want)
		}
	}
}

// checkFileRefs: every reference of a fact leads somewhere in the target's document.
func checkFileRefs(t *testing.T, e *evidence.Evidence, r classify.Result) {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"evidence": e})
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Diagnoses {
		for _, f := range d.Facts {
			if f.Ref != "" && !leadsSomewhere(tree, strings.Split(f.Ref[1:], "/")) {
				t.Errorf("%s: %s leads nowhere", d.Cause, f.Ref)
			}
		}
	}
}

func leadsSomewhere(tree any, steps []string) bool {
	for _, step := range steps {
		switch node := tree.(type) {
		case map[string]any:
			tree = node[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(node) {
				return false
			}
			tree = node[i]
		}
		if tree == nil {
			return false
		}
	}
	return true
}

func causesOf(r classify.Result) []classify.Word {
	var out []classify.Word
	for _, d := range r.Diagnoses {
		out = append(append(out, d.Cause), d.Explains...)
	}
	return out
}

// onlyFiles are the causes that no endpoint shows and a file does.
const onlyFiles = `ca-file-unreadable cert-file-unreadable crl-file-unreadable key-mismatch bad-passphrase
	member-cert-mismatch x509-subject-is-member file-encoding key-file-exposed key-in-ca-file`

// TestEveryFileCauseIsShown holds the catalogue and the cases together, as fixtures does for
// the causes that endpoints show.
func TestEveryFileCauseIsShown(t *testing.T) {
	shown := map[classify.Word]bool{}
	for _, c := range slices.Concat(certificateFileCases, memberFileCases, chainFileCases, authorityFileCases) {
		shown[c.root] = true
		for _, w := range c.also {
			shown[w] = true
		}
	}
	for _, w := range strings.Fields(onlyFiles) {
		if c, ok := classify.Find(classify.Word(w)); !ok || c.Online || !shown[c.Word] {
			t.Errorf("%s: in the catalogue %v, online %v, shown %v", w, ok, c.Online, shown[c.Word])
		}
	}
}
