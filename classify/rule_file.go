package classify

import (
	"slices"
	"strconv"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// problemRule: why a file cannot be used, or not whole. Nobody gets along with a file that
// cannot be read.
func problemRule(m *member) []finding {
	var out []finding
	for _, p := range m.file.Problems {
		f := finding{word: Word(p.Cause), title: m.problemTitle(Word(p.Cause)), detail: p.Detail, mild: Warning,
			facts: []Fact{fact("file", m.fileText(), m.ref("path"))}}
		if f.word != "file-encoding" { // some programs get along with it
			f.refused = m.everyone()
		}
		if p.Run != "" {
			f.fix = []Fix{{On: m.side(), Text: "Convert or examine the file with this command.", Run: []string{p.Run}}}
		}
		out = append(out, f)
	}
	return mergeDetails(out)
}

// problemTitle replaces the catalogue's title for a file that is to hold no key; "" for others.
func (m *member) problemTitle(w Word) string {
	if w == "cert-file-unreadable" && (m.file.Role == evidence.RoleChain || m.file.Role == evidence.RolePeer) {
		return "No certificate can be read from the file"
	}
	return ""
}

// side is where the file lies.
func (m *member) side() Side {
	if m.serverSide() {
		return OnServer
	}
	return OnClient
}

// mergeDetails makes one finding of several with the same cause; the further details become
// facts.
func mergeDetails(list []finding) []finding {
	var out []finding
	for _, f := range list {
		same := func(o finding) bool { return o.word == f.word }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i].facts = append(out[i].facts, fact("also", f.detail, ""))
			out[i].facts = append(out[i].facts, f.facts[1:]...)
			continue
		}
		out = append(out, f)
	}
	return out
}

// fileText is the file with what is known of it from outside.
func (m *member) fileText() string {
	text := m.file.Path
	if m.file.NamedBy != "" {
		text += ", named by " + m.file.NamedBy
	}
	if m.file.Content != "" {
		text += ": " + m.file.Content
	}
	return text
}

// othersMay are the permissions that let every user of the machine read or change a file.
const (
	othersRead  = 0o004
	othersWrite = 0o002
)

// exposureRule: a private key in a file that every user of the machine can read or change.
// Where the file has no owner, as on Windows, its mode says nothing.
func exposureRule(m *member) []finding {
	s := m.file.Stat
	if s == nil || s.Owner == "" || !m.holdsKey() {
		return nil
	}
	mode, err := strconv.ParseUint(s.Mode, 8, 32)
	if err != nil || mode&(othersRead|othersWrite) == 0 {
		return nil
	}
	may := "read"
	switch {
	case mode&othersRead == 0:
		may = "change"
	case mode&othersWrite != 0:
		may = "read and change"
	}
	return []finding{{word: "key-file-exposed", detail: "every user of this machine may " + may + " the private key",
		facts: []Fact{fact("file", m.fileText(), m.ref("path")), fact("mode and owner", s.Mode+", "+s.Owner, m.ref("stat/mode"))}}}
}

// holdsKey tells whether the file itself holds a private key.
func (m *member) holdsKey() bool {
	for _, k := range m.file.Keys {
		if k.Source == "" {
			return true
		}
	}
	return false
}

// keyFileRule: the private key belongs to another certificate than the first of the file,
// which is the one that is shown.
func keyFileRule(m *member) []finding {
	if m.leaf == nil {
		return nil
	}
	i := m.keyUsed()
	if i < 0 || m.file.Keys[i].Fits == nil || *m.file.Keys[i].Fits == 0 {
		return nil
	}
	return []finding{m.misfit(i, m.file.Keys[i])}
}

// keyUsed is the key that goes with the certificate: that of a key file where there is one,
// else the first of the file (PEM_read_bio_PrivateKey); -1 if there is none.
func (m *member) keyUsed() int {
	if i := slices.IndexFunc(m.file.Keys, func(k evidence.KeyFacts) bool { return k.Source != "" }); i >= 0 {
		return i
	}
	return min(len(m.file.Keys), 1) - 1
}

func (m *member) misfit(i int, k evidence.KeyFacts) finding {
	f := finding{word: "key-mismatch", refused: m.everyone(), cert: m.leaf, facts: []Fact{
		fact("first certificate", m.leaf.Subject.Text+", "+m.leaf.Key.String(), m.certRef(m.leaf, "subject")),
		fact("private key", k.Type, m.ref("keys/%d", i)),
	}}
	f.detail = "the private key is of none of the certificates"
	if *k.Fits > 0 {
		f.detail = "the private key is that of certificate " + strconv.Itoa(*k.Fits+1) + ", and the first of the file is the one that is shown"
	}
	return f
}

// fileCerts are the certificates of the file, parsed.
func (m *member) fileCerts() []*cert.Cert {
	if m.file.Chain == nil {
		return nil
	}
	return parse(m.file.Chain.Presented)
}

// serverKeyRule is keyRule for a certificate that clients are shown.
func serverKeyRule(m *member) []finding {
	if m.clientSide() {
		return nil
	}
	return keyRule(m)
}

// attributes lists O, OU and DC, or says that there are none.
func attributes(list []string) string {
	if len(list) == 0 {
		return "none of O, OU and DC"
	}
	return strings.Join(list, ", ")
}
