package classify

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/verify"
)

// disk is a file that was given to be compared: its first certificate is what mongod shows
// once it reads the file.
type disk struct {
	evidence.ComparedFile
	certs []*cert.Cert
	ref   string
}

// fileContrast holds each file against the members that it belongs to. A member that serves
// the first certificate of a file is as it should be.
func fileContrast(c *comparison) []contrast {
	files := disks(c.files)
	var out []contrast
	used := map[int]bool{}
	for _, m := range c.showing() {
		if i := slices.IndexFunc(files, func(d disk) bool { return d.first().SHA256 == m.leaf.SHA256 }); i >= 0 {
			used[i] = true
			out = append(out, files[i].shortened(m)...)
			continue
		}
		if i := c.ownFile(m, files); i >= 0 {
			used[i] = true
			out = append(out, c.outdated(m, files[i]))
		}
	}
	for i, d := range files {
		if members := c.showing(); !used[i] && len(members) > 0 {
			out = append(out, contrast{members: members, finding: finding{word: "served-differs-from-file", mild: Info, fixed: true,
				title: "No member serves the certificate of a file that was given",
				facts: []Fact{fact(d.Path, summaryOf(d.first()), d.ref+"/certificates/0")}}})
		}
	}
	return out
}

// heldBy says which file holds what the member serves; "" if none does.
func (m *member) heldBy() string {
	if m.deployment.comparison == nil || m.leaf == nil {
		return ""
	}
	for _, d := range disks(m.deployment.comparison.files) {
		if d.first().SHA256 == m.leaf.SHA256 {
			return d.Path
		}
	}
	return ""
}

func disks(files []evidence.ComparedFile) []disk {
	var out []disk
	for i, f := range files {
		if certs := parse(f.Certificates); len(certs) > 0 {
			out = append(out, disk{f, certs, "/evidence/deployment/compared/" + strconv.Itoa(i)})
		}
	}
	return out
}

func (d disk) first() *cert.Cert { return d.certs[0] }

// ownFile is the file that a member should serve; -1 if none of them is its own. With one
// member and one file there is no question.
func (c *comparison) ownFile(m *member, files []disk) int {
	if len(c.members) == 1 && len(files) == 1 {
		return 0
	}
	signs := []func(disk) bool{
		func(d disk) bool {
			return slices.ContainsFunc(d.certs, func(x *cert.Cert) bool { return x.SHA256 == m.leaf.SHA256 })
		},
		func(d disk) bool { return sameKey(d.first(), m.leaf) },
		func(d disk) bool { return shared(d.first(), m) },
		func(d disk) bool { return verify.Host(d.first(), m.Name, verify.OpenSSLRules().Names) == nil },
	}
	for _, belongs := range signs {
		if i := slices.IndexFunc(files, belongs); i >= 0 {
			return i
		}
	}
	return -1
}

func sameKey(a, b *cert.Cert) bool { return slices.Equal(a.RawSPKI, b.RawSPKI) }

// shortened: the file has intermediates that the server does not send, so that it has not read
// the file since they were put there. Only OpenSSL sends what the file has; of a root, which
// nobody needs, it is not told.
func (d disk) shortened(m *member) []contrast {
	if m.Chain.Truncated > 0 {
		return nil
	}
	var missing []string
	for _, x := range d.intermediates() {
		if !slices.ContainsFunc(m.chain, func(s *cert.Cert) bool { return s.SHA256 == x.SHA256 }) {
			missing = append(missing, shortName(x.Subject))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return []contrast{{members: []*member{m}, finding: finding{word: "served-differs-from-file",
		title:  "The file has intermediates that the server does not send",
		detail: "the certificate is the same, and the file was given more of the chain since the server read it",
		facts: []Fact{
			fact("served", plural(len(m.chain), "certificate"), m.ref("chain/presented")),
			fact(d.Path, "also "+enumerate(missing), d.ref+"/certificates"),
		},
		fixed: true, fix: []Fix{{On: OnServer, Text: "Let mongod read its files again (MongoDB 5.0 and later); restart older ones.", Run: script(rotate)}}}}}
}

// intermediates are the certificates of the file between its first and the root, each once:
// CAs may have certified each other.
func (d disk) intermediates() []*cert.Cert {
	var out []*cert.Cert
	for x := d.issuerOf(d.first()); x != nil && !x.SelfIssued() && !slices.Contains(out, x); x = d.issuerOf(x) {
		out = append(out, x)
	}
	return out
}

// issuerOf is the certificate of the file that another one names as its issuer; nil if none is.
func (d disk) issuerOf(x *cert.Cert) *cert.Cert {
	for _, p := range d.certs {
		if p.SHA256 != x.SHA256 && x.Issuer.Equal(p.Subject) && x.NamesIssuer(p) {
			return p
		}
	}
	return nil
}

// outdated says which of both is the newer.
func (c *comparison) outdated(m *member, d disk) contrast {
	f := finding{word: "served-differs-from-file", cert: m.leaf, facts: []Fact{
		fact("served", sumOf(m.leaf), m.ref("chain/presented/0")),
		fact(d.Path, sumOf(d.first()), d.ref+"/certificates/0"),
	}}
	order := cmp.Compare(d.first().NotBefore.Unix(), m.leaf.NotBefore.Unix())
	switch {
	case slices.ContainsFunc(d.certs[1:], func(x *cert.Cert) bool { return x.SHA256 == m.leaf.SHA256 }):
		f.title = "The served certificate is not the first of the file"
		f.detail = "mongod takes the first certificate of its file, with the key of that one: the next reload or restart brings another certificate, or fails"
		f.fix, f.fixed = []Fix{{On: OnServer, Text: "Put the certificate that is to be served first in the file, and its key with it; the intermediates follow."}}, true
	case !d.serves(m):
		f.title = "The file is for other names than this server's"
		f.detail = "it is likely the file of another server: its certificate is for " + cmp.Or(strings.Join(d.first().Evidence().Names, ", "), d.first().Subject.Text)
		f.fix, f.fixed = []Fix{whichFile("Find the file that this server is configured with, and compare that one.")}, true
	case order > 0:
		f.title = "The file was renewed, and the server serves the old one"
		f.detail = "the file is newer: mongod does not watch its files, and a reload was forgotten"
	case order < 0:
		f.title = "The file is older than what the server serves"
		f.detail = "the next reload or restart from this file brings the old certificate back"
		f.fix, f.fixed = []Fix{whichFile("Find the file that is in use, and put the newer certificate where the configuration names it.")}, true
	default:
		f.detail = "both begin at the same time, so that neither is the newer"
	}
	if !sameKey(d.first(), m.leaf) {
		f.facts = append(f.facts, fact("their keys", keysText(m.leaf.Key.String(), d.first().Key.String()), ""))
	}
	return contrast{finding: f, members: []*member{m}}
}

// serves tells whether a file's certificate may be one for the member: it has the member's
// name, or what is served has it neither and both belong together.
func (d disk) serves(m *member) bool {
	return sameKey(d.first(), m.leaf) || shared(d.first(), m) || nameSet(d.first()) == nameSet(m.leaf) ||
		verify.Host(d.first(), m.Name, verify.OpenSSLRules().Names) == nil
}

func whichFile(text string) Fix {
	return Fix{On: OnServer, Text: text, Run: script("db.adminCommand({ getCmdLineOpts: 1 }).parsed.net.tls")}
}

func keysText(served, file string) string {
	if served == file {
		return "two different ones, both " + served
	}
	return served + " is served, " + file + " is in the file"
}

// sumOf tells a certificate from another of the same subject.
func sumOf(x *cert.Cert) string {
	return "from " + date(x.NotBefore) + " to " + date(x.NotAfter) + ", serial " + x.Evidence().Serial + ", sha256 " + x.Evidence().SHA256[:16]
}
