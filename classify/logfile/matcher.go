package logfile

import (
	"mongotls/classify/message"
)

// aboutTLS are words of lines about TLS, whether these are understood or not.
var aboutTLS = []string{"ssl", "tls", "x509", "x.509", "certificate", "handshake", "ocsp", " crl "}

// accepted is how mongod tells the address of a connection, in each of its forms.
const accepted = "connection accepted"

// Phrases are what lines are found by: those of the messages that are understood, in plain
// form (see message.Phrases), words that are about TLS, and what tells addresses.
func Phrases() []string {
	return message.Shortest(append(append(message.Phrases(), aboutTLS...), accepted))
}

// matcher finds phrases in bytes. It is the automaton of Aho and Corasick (1975) with all
// transitions written out, over classes of bytes: upper and lower case are one class, and
// so are white space, the underscore and the hyphen. Several of those in a row are one.
type matcher struct {
	class [256]uint8
	next  []uint16 // state<<classBits | class → state
	final uint16   // states from here on are the end of a phrase
}

const (
	classBits = 6

	classOther uint8 = 0 // a byte of no phrase: it leads to the start, as the end of a line does
	classSpace uint8 = 1
)

func newMatcher(phrases []string) *matcher {
	m := &matcher{}
	classes := m.classify(phrases)
	t := &trie{}
	t.add() // the start
	for _, p := range phrases {
		t.insert(p, &m.class)
	}
	t.link(classes)
	m.number(t, classes)
	return m
}

// classify gives a class to every byte of the phrases, and returns how many there are.
func (m *matcher) classify(phrases []string) int {
	for _, c := range " \t\r\v\f_-" {
		m.class[c] = classSpace
	}
	classes := classSpace + 1
	for _, p := range phrases {
		for i := range len(p) {
			c := p[i]
			if m.class[c] != classOther {
				continue
			}
			m.class[c] = classes
			if 'a' <= c && c <= 'z' {
				m.class[c-'a'+'A'] = classes
			}
			classes++
		}
	}
	return int(classes)
}

// number writes the transitions out, with the states that end a phrase behind all others.
func (m *matcher) number(t *trie, classes int) {
	order := make([]uint16, len(t.nodes))
	var n uint16
	for _, ends := range []bool{false, true} {
		if ends {
			m.final = n
		}
		for i, node := range t.nodes {
			if node.ends == ends {
				order[i] = n
				n++
			}
		}
	}
	m.next = make([]uint16, len(t.nodes)<<classBits)
	for i, node := range t.nodes {
		for c := range classes {
			m.next[int(order[i])<<classBits|c] = order[node.next[c]]
		}
	}
}
