package verify

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"
)

const ldh = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

// matchName compares a host with a dNSName or common name (RFC 6125, section 6.4, and
// what stacks make of it: X509_check_host in v3_utl.c; lib/tls.js of Node;
// crypto/x509/verify.go; sun.security.util.HostnameChecker).
func (r NameRules) matchName(pattern, host string) bool {
	if r.TrimSpace {
		pattern = strings.TrimSpace(pattern)
	}
	if pattern == "" || strings.ContainsRune(pattern, 0) || r.LDHHost && !legalHost(host) {
		return false
	}
	if r.ExactShortNames && !strings.Contains(pattern, ".") {
		return pattern == host
	}
	pattern, host = r.dropFinalDot(lower(pattern), lower(host))
	if pattern == host {
		return pattern != "*"
	}
	if !strings.Contains(pattern, "*") || !r.legalWildcard(pattern) {
		return false
	}
	patterns, labels := strings.Split(pattern, "."), strings.Split(host, ".")
	if len(patterns) != len(labels) {
		return false
	}
	for i, label := range labels {
		if !r.matchLabel(patterns[i], label) {
			return false
		}
	}
	return true
}

func (r NameRules) dropFinalDot(pattern, host string) (string, string) {
	switch r.FinalDot {
	case "both":
		return strings.TrimSuffix(pattern, "."), strings.TrimSuffix(host, ".")
	case "host":
		if strings.HasSuffix(pattern, ".") {
			return pattern, host // Go compares such a name letter by letter
		}
		return pattern, strings.TrimSuffix(host, ".")
	case "relative":
		return pattern, strings.TrimSuffix(host, ".")
	}
	return pattern, host
}

// legalWildcard tells whether the asterisks of a pattern stand where they may.
func (r NameRules) legalWildcard(pattern string) bool {
	first, rest, _ := strings.Cut(pattern, ".")
	if rest == "" || !r.WildcardTLD && !strings.Contains(rest, ".") {
		return false
	}
	if r.LDHWildcards && !ldhPattern(pattern) {
		return false
	}
	if r.AnyLabel {
		return true
	}
	if strings.Contains(rest, "*") || strings.Count(first, "*") > 1 || strings.Contains(first, "xn--") {
		return false
	}
	switch i := strings.IndexByte(first, '*'); {
	case first == "*":
		return true
	case i == 0 || i == len(first)-1:
		return r.PartialWildcards
	}
	return r.InnerWildcards
}

// ldhPattern is valid_star of OpenSSL without the places of the asterisk.
func ldhPattern(pattern string) bool {
	for label := range strings.SplitSeq(pattern, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' || strings.Trim(label, ldh+"*") != "" {
			return false
		}
	}
	return true
}

func (r NameRules) matchLabel(pattern, label string) bool {
	before, after, wild := strings.Cut(pattern, "*")
	switch {
	case !wild:
		return pattern == label
	case r.AnyLabel:
		return inSequence(strings.Split(pattern, "*"), label)
	case label == "":
		return false
	case (r.LDHWildcards || r.WildcardNotEmpty) && pattern != "*" && strings.HasPrefix(label, "xn--"),
		r.WildcardNotIDN && strings.HasPrefix(label, "xn--"),
		r.WildcardNotEmpty && len(label) == len(before)+len(after):
		return false
	case len(label) < len(before)+len(after), !strings.HasPrefix(label, before), !strings.HasSuffix(label, after):
		return false
	}
	covered := label[len(before) : len(label)-len(after)]
	return !r.LDHWildcards || strings.Trim(covered, ldh) == "" || covered == "*"
}

// inSequence tells whether the parts of a pattern between its asterisks follow each other in a
// label, the first at its start and the last at its end (HostnameChecker.matchWildCards).
func inSequence(parts []string, label string) bool {
	last := len(parts) - 1
	for i, part := range parts[:last] {
		at := strings.Index(label, part)
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		label = label[at+len(part):]
	}
	return strings.HasSuffix(label, parts[last])
}

// legalPattern tells whether service_identity takes a dNSName for a pattern at all
// (_common.py, DNSPattern and _validate_pattern).
func legalPattern(name string) bool {
	name = strings.TrimSpace(name)
	labels := strings.Split(name, ".")
	wild := strings.Count(name, "*")
	_, noAddress := netip.ParseAddr(strings.ReplaceAll(name, "*", "1"))
	switch {
	case name == "", noAddress == nil, strings.Trim(name, "0123456789") == "":
		return false
	case strings.ContainsFunc(name, func(r rune) bool { return r == 0 || r > unicode.MaxASCII }):
		return false
	}
	return wild == 0 || wild == 1 && len(labels) > 2 && strings.Contains(labels[0], "*") && !slices.Contains(labels, "")
}

// legalHost is what javax.net.ssl.SNIHostName accepts.
func legalHost(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' || strings.Trim(label, ldh) != "" {
			return false
		}
	}
	return true
}

// lower folds the letter case of ASCII alone.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
