package report

import (
	"fmt"
	"slices"
	"strings"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// fileMember is a file as screens show it: like a member, with lines of what is known of it.
func (e escaper) fileMember(f *evidence.File) member {
	return member{host: e.value(f.Path), accepts: e.fileLines(f)}
}

// fileLines are the facts about a file that are told even where nothing is wrong with it.
func (e escaper) fileLines(f *evidence.File) []accepted {
	var out []accepted
	add := func(name, text string) {
		if text != "" {
			out = append(out, accepted{name, e.value(text)})
		}
	}
	if f.NamedBy != "" {
		add("named by", f.NamedBy)
	}
	add("file", aboutFile(f))
	for _, k := range f.Keys {
		add("key", aboutKey(k))
	}
	if x := f.X509; x != nil {
		add("x509 user", x.User)
		add("selectors", strings.TrimSpace(x.SubjectSelector+" "+x.ThumbprintSelector))
	}
	for _, r := range f.Renewals[:min(len(f.Renewals), maxRenewals)] {
		add("renew", renewal(r))
	}
	return out
}

// maxRenewals bounds the certificates whose end is told; JSON has all.
const maxRenewals = 4

func aboutFile(f *evidence.File) string {
	var parts []string
	if f.Content != "" {
		parts = append(parts, f.Content)
	}
	if s := f.Stat; s != nil {
		parts = append(parts, fmt.Sprintf("%d bytes", s.Size), strings.TrimSuffix("mode "+s.Mode+" of "+s.Owner, " of "))
	}
	return strings.Join(parts, ", ")
}

func aboutKey(k evidence.KeyFacts) string {
	text := k.Type
	switch {
	case text == "" && k.Encrypted:
		text = "encrypted, not opened"
	case text == "":
		return ""
	case k.Encrypted:
		text += ", encrypted"
	}
	if k.Source != "" {
		text += ", in " + k.Source
	}
	return text
}

func renewal(r evidence.Renewal) string {
	day := r.At.UTC().Format("2006-01-02")
	if r.Days < 0 {
		return fmt.Sprintf("ended %s, %s ago: %s", day, count(-r.Days, "day", "days"), r.What)
	}
	return fmt.Sprintf("within %s, by %s: %s", count(r.Days, "day", "days"), day, r.What)
}

// whoOfFile says which drivers a file stops, and what is known of the others; "" where that
// is nothing.
func whoOfFile(v view) string {
	outcomes := v.result.Drivers
	no := titlesOf(outcomes, fails)
	if len(no) == len(outcomes) && len(no) > 1 {
		return "No driver would connect."
	}
	var out []string
	if len(no) > 0 {
		out = append(out, capital(list(no))+" would not connect.")
	}
	for _, why := range whys(v) {
		same := slices.DeleteFunc(slices.Clone(outcomes), func(o classify.Outcome) bool { return o.Why != why })
		out = append(out, capital(list(titlesOf(same, unknown)))+": "+sentence(why))
	}
	return strings.Join(out, " ")
}

// whys are the different reasons why outcomes are not known. Of a file without a certificate
// to be shown there is nothing to tell.
func whys(v view) []string {
	var out []string
	if !v.identity {
		return nil
	}
	for _, o := range v.result.Drivers {
		if o.Outcome == unknown && o.Why != "" && !slices.Contains(out, o.Why) {
			out = append(out, o.Why)
		}
	}
	return out
}
