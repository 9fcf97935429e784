// Package logfile explains the lines of a log that tell of TLS and of connections: a
// mongod's or mongos', as JSON (4.4 and later) or as text, and an application's. It reads
// a log of any size once, from its beginning to its end, in memory that does not grow
// with it, and puts what it finds into groups of one meaning.
//
// Every byte goes through one automaton that knows all phrases of package message. Only
// the lines with such a phrase are looked at again, together with the lines of a stack
// trace around them. Messages of the same shape, which differ in numbers alone, are
// explained once.
package logfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"mongotls/classify/message"
)

// Log is what a log says.
type Log struct {
	// Groups are messages of one meaning each, the most frequent first.
	Groups []Group
	// NotUnderstood are messages that look as if they were about TLS; nil if there are none.
	NotUnderstood *Group
	// Lines and Bytes are what was read, as plain text.
	Lines, Bytes int64
	// From and To are the first and the last time stamp seen, in UTC; zero if there are none.
	From, To time.Time
	// ZoneAssumed says that times without a zone were taken for UTC.
	ZoneAssumed bool
	// LongLines counts lines of which only the first MaxLine bytes were looked at.
	LongLines int64
	// Partial says that the log was not read to its end.
	Partial bool
}

// Understood tells whether the log told of something, and all of it is understood.
func (l Log) Understood() bool { return len(l.Groups) > 0 && l.NotUnderstood == nil }

// Group is a number of messages with the same meaning.
type Group struct {
	message.Explanation // of the first
	Count               int64
	First, Last         time.Time // in UTC; zero where the messages have no time
	FirstLine, LastLine int64     // counted from 1
	// Remotes are the other ends, the most frequent first, at most MaxRemotes.
	Remotes []Remote
	// OtherRemotes is how many more there are; MoreRemotes says that there are more still.
	OtherRemotes int
	MoreRemotes  bool
}

// Remote is the address of another end. In a server's log it is its client's, without the
// port; in a client's log it is the server's.
type Remote struct {
	Address string `json:"address"`
	Count   int64  `json:"count"`
}

const (
	// MaxLine is how much of a line is looked at, in bytes.
	MaxLine = 64 << 10
	// MaxRemotes is how many addresses a group lists.
	MaxRemotes = 10
)

// Options are what a scan takes besides the log.
type Options struct {
	// Now is the time of reading. It gives the year to stamps without one.
	Now time.Time
	// Progress, if not nil, gets the bytes of plain text read so far, now and then.
	Progress func(bytes int64)
}

// Scan reads a log to its end, or until ctx ends or reading fails. What was read by then
// is reported in each case, with Partial set and the reason as an error. A log may be
// compressed with gzip, and be UTF-16 with a byte order mark.
func Scan(ctx context.Context, r io.Reader, o Options) (Log, error) {
	return newScanner(newMatcher(Phrases()), o).run(ctx, r)
}

// scanner is one scan.
type scanner struct {
	Options
	matcher  *matcher
	clock    clock
	conns    connections
	verdicts verdicts
	seen     Log
}

func newScanner(m *matcher, o Options) *scanner {
	return &scanner{Options: o, matcher: m, clock: clock{now: o.Now}, verdicts: newVerdicts()}
}

func (s *scanner) run(ctx context.Context, r io.Reader) (Log, error) {
	text, err := plainText(r)
	if err == nil {
		err = s.scan(ctx, text)
	}
	log := s.log()
	if err != nil {
		log.Partial = true
	}
	return log, err
}

func (s *scanner) scan(ctx context.Context, r io.Reader) error {
	in := newBlocks(r)
	for {
		block, err := in.next()
		s.block(block)
		s.seen.LongLines += in.cut
		if err != nil && len(block) > 0 && block[len(block)-1] != '\n' {
			s.seen.Lines++ // the last line has no end
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("cannot read on behind line %d: %w", s.seen.Lines, err)
		case ctx.Err() != nil:
			return context.Cause(ctx)
		}
		if s.Progress != nil {
			s.Progress(s.seen.Bytes)
		}
	}
}

func (s *scanner) log() Log {
	log := s.seen
	log.ZoneAssumed = s.clock.zoneAssumed
	log.Groups, log.NotUnderstood = s.verdicts.groups()
	return log
}
