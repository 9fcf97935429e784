package logfile

// lanes is how many parts of a block the automaton goes through side by side. Each step
// waits for the table; the steps of several parts wait together.
const lanes = 4

// lane is one part: the bytes of a block from at to end, which are whole lines.
type lane struct {
	at, end int
	state   uint16
	hits    []int
}

// hits are the positions of the last bytes of phrases in b, one in each line that has
// any, in order. A phrase never goes over the end of a line.
func (m *matcher) hits(b []byte) []int {
	var parts [lanes]lane
	for i, at := 0, 0; i < lanes; i++ {
		end := len(b)
		if middle := len(b) * (i + 1) / lanes; i < lanes-1 {
			end = max(at, lineAfter(b, middle))
		}
		parts[i] = lane{at: at, end: end}
		at = end
	}
	for m.together(b, &parts) {
		for i := range parts {
			m.note(b, &parts[i])
		}
	}
	var all []int
	for i := range parts {
		m.alone(b, &parts[i])
		all = append(all, parts[i].hits...)
	}
	return all
}

// together moves all parts on by as many bytes, until one of them has a phrase or is at
// its end. It is false where one was at its end before.
func (m *matcher) together(b []byte, parts *[lanes]lane) bool {
	n := len(b)
	for i := range parts {
		n = min(n, parts[i].end-parts[i].at)
	}
	p0, p1, p2, p3 := parts[0].next(b, n), parts[1].next(b, n), parts[2].next(b, n), parts[3].next(b, n)
	s0, s1, s2, s3 := parts[0].state, parts[1].state, parts[2].state, parts[3].state
	table, final, moved := m.next, m.final, 0
	for moved < len(p0) && moved < len(p1) && moved < len(p2) && moved < len(p3) {
		s0 = table[uint(s0)<<classBits|uint(m.class[p0[moved]])]
		s1 = table[uint(s1)<<classBits|uint(m.class[p1[moved]])]
		s2 = table[uint(s2)<<classBits|uint(m.class[p2[moved]])]
		s3 = table[uint(s3)<<classBits|uint(m.class[p3[moved]])]
		moved++
		if s0 >= final || s1 >= final || s2 >= final || s3 >= final {
			break
		}
	}
	for i, state := range [lanes]uint16{s0, s1, s2, s3} {
		parts[i].at, parts[i].state = parts[i].at+moved, state
	}
	return n > 0
}

func (l *lane) next(b []byte, n int) []byte { return b[l.at : l.at+n] }

// alone moves a part on to its end.
func (m *matcher) alone(b []byte, l *lane) {
	for l.at < l.end {
		l.state = m.next[uint(l.state)<<classBits|uint(m.class[b[l.at]])]
		l.at++
		m.note(b, l)
	}
}

// note keeps a phrase that ends before at, and goes on behind its line.
func (m *matcher) note(b []byte, l *lane) {
	if l.state < m.final {
		return
	}
	l.hits = append(l.hits, l.at-1)
	l.at, l.state = min(l.end, lineAfter(b, l.at-1)), 0
}
