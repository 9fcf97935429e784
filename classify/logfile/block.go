package logfile

import (
	"bytes"

	"mongotls/classify/message"
)

var newline = []byte("\n")

// block goes through one piece of the log: it jumps from phrase to phrase, and reads the
// entry around each.
func (s *scanner) block(b []byte) {
	s.span(b)
	line := s.seen.Lines // those before counted
	counted := 0         // bytes of b whose lines are in line
	done := 0
	for _, hit := range s.matcher.hits(b) {
		if hit < done {
			continue // in the entry before
		}
		start, end := entryAround(b, done, hit)
		line += int64(bytes.Count(b[counted:start], newline))
		counted = start
		s.entry(b[start:min(end, start+MaxLine)], line+1)
		if end-start > MaxLine {
			s.seen.LongLines++
		}
		done = end
	}
	line += int64(bytes.Count(b[counted:], newline))
	s.seen.Lines = line
	s.seen.Bytes += int64(len(b))
}

// span notes when a block begins and ends.
func (s *scanner) span(b []byte) {
	if len(b) == 0 {
		return
	}
	for _, at := range []int{0, lineBefore(b, len(b))} {
		if e := s.clock.read(lineAt(b, at)); !e.at.IsZero() {
			s.seen.From, s.seen.To = widened(s.seen.From, s.seen.To, e.at)
		}
	}
}

// entry counts one entry, which begins in the given line.
func (s *scanner) entry(text []byte, line int64) {
	e := s.clock.read(text)
	switch {
	case e.accepts:
		s.conns.accepted(e.conn, withoutPort(e.remote))
		return
	case e.blind:
		return
	}
	t := s.verdicts.of(e)
	if t == nil {
		return
	}
	t.add(line, e.at, s.remote(e, t.Side))
	s.seen.From, s.seen.To = widened(s.seen.From, s.seen.To, e.at)
}

// remote is the other end of the connection that an entry is about.
func (s *scanner) remote(e entry, side message.Side) []byte {
	switch {
	case side != message.Server:
		return e.remote
	case e.remote != nil:
		return withoutPort(e.remote)
	}
	return s.conns.host(e.conn)
}
