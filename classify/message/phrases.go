package message

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Phrases are short texts of which every message that is understood has at least one, in
// plain form: lower case, and one space for white space, underscores and hyphens. They are
// for finding messages in logs, fast; what has a phrase need not be a message. A phrase
// that contains another one is left out. None has a quotation mark or another character
// that JSON or HTML may escape.
func Phrases() []string {
	var all []string
	for _, r := range rules {
		for _, p := range r.any {
			if !strings.Contains(p, "⟨") {
				all = append(all, tellingPart(p))
			}
		}
	}
	all = append(all, codeSigns()...)
	all = append(all, announcing...)
	for _, t := range verifyTexts {
		all = append(all, tellingPart(t.words))
	}
	return Shortest(all)
}

// codeSigns are what stands around numbers that are written out as words.
func codeSigns() []string {
	out := []string{
		"error:0", "error:1", "error:2", "error:8", // OpenSSL, by the numbers of its libraries
		"verify error", "verify return code", "certificate verify failed", " depth", "x509 v err",
		"winerror", "errno", "os error", "socket error", "socketexception (", "socketsexception (",
	}
	for n := range windows {
		out = append(out, fmt.Sprintf("0x%08x", n), fmt.Sprint(1<<32-n))
	}
	for n := range apple {
		out = append(out, fmt.Sprintf(" %d", n)) // the minus sign is a space in plain form
	}
	for n := range logIDs {
		out = append(out, fmt.Sprintf("%d,", n))
	}
	return out
}

// tellingPart is the longest part of a phrase without gaps and without characters that
// are written in several ways.
func tellingPart(phrase string) string {
	parts := strings.FieldsFunc(phrase, func(r rune) bool { return r > '~' || strings.ContainsRune(`"'<>&/\`, r) })
	longest := ""
	for _, part := range parts {
		part = strings.TrimSpace(part)
		if len(part) > len(longest) && part != everyday || longest == everyday {
			longest = part
		}
	}
	return longest
}

// everyday is a word of every other line of a log.
const everyday = "connection"

// Shortest leaves out every phrase that contains another, and sorts them.
func Shortest(phrases []string) []string {
	set := map[string]bool{}
	for _, p := range phrases {
		if p != "" {
			set[p] = true
		}
	}
	return slices.Sorted(func(yield func(string) bool) {
		for p := range maps.Keys(set) {
			if !containsOther(p, set) && !yield(p) {
				return
			}
		}
	})
}

// containsOther looks every part of p up.
func containsOther(p string, set map[string]bool) bool {
	for i := range len(p) {
		for j := i + 1; j <= len(p); j++ {
			if j-i < len(p) && set[p[i:j]] {
				return true
			}
		}
	}
	return false
}
