package logfile

import (
	"bytes"
	"io"
)

// blockSize is how much of the log is in memory. It is several times MaxLine.
const blockSize = 512 << 10

// blocks cuts a log into pieces that begin and end with an entry, so that whoever looks
// at an entry has all of it. An entry is a line with the lines of its stack trace.
type blocks struct {
	r    io.Reader
	buf  []byte
	held int   // bytes at the start of buf that belong to the next block
	used int   // bytes of buf that were handed out last
	long bool  // the last block ended within a line, whose rest is to be left out
	cut  int64 // lines cut since the call before
	err  error
}

func newBlocks(r io.Reader) *blocks { return &blocks{r: r, buf: make([]byte, blockSize)} }

// next is the next block, valid until the call after it. With the last one comes io.EOF,
// or what stopped the reading. A line that fills a block is cut there, and its rest is
// left out.
func (b *blocks) next() ([]byte, error) {
	b.cut = 0
	b.held = copy(b.buf, b.buf[b.used:b.used+b.held])
	b.fill()
	if b.err != nil {
		b.used, b.held = b.held, 0
		return b.buf[:b.used], b.err
	}
	b.used = border(b.buf)
	if b.used == 0 {
		b.used, b.long, b.cut = len(b.buf), true, 1
	}
	b.held = len(b.buf) - b.used
	return b.buf[:b.used], nil
}

// fill reads until buf is full or nothing more comes.
func (b *blocks) fill() {
	for idle := 0; b.held < len(b.buf) && b.err == nil; {
		n, err := b.r.Read(b.buf[b.held:])
		if idle++; n > 0 {
			idle = 0
		} else if idle > maxIdle {
			err = io.ErrNoProgress
		}
		b.err = err
		b.held += b.leaveOut(b.buf[b.held : b.held+n])
	}
}

// maxIdle is how often a reader may return nothing.
const maxIdle = 100

// leaveOut drops the rest of a line that was cut, and returns how many bytes are left.
func (b *blocks) leaveOut(fresh []byte) int {
	if !b.long {
		return len(fresh)
	}
	end := bytes.IndexByte(fresh, '\n')
	if end < 0 {
		return 0
	}
	b.long = false
	return copy(fresh, fresh[end:]) // with the end of the line, which counts it
}

// border is where the last entry of a full block begins, since more of it may follow: at
// the last line that begins an entry, if there is one within MaxLine, else behind the
// last whole line. It is 0 where there is no whole line.
func border(b []byte) int {
	whole := bytes.LastIndexByte(b, '\n') + 1
	for at := whole; at > 0 && whole-at < MaxLine; {
		at = lineBefore(b, at)
		if at > 0 && kindOf(lineAt(b, at)) == kindHead {
			return at
		}
	}
	return whole
}

// lineBefore is the start of the line that ends before at, which is the start of a line.
func lineBefore(b []byte, at int) int { return bytes.LastIndexByte(b[:max(0, at-1)], '\n') + 1 }

// lineAt is the line from at, without its end and no longer than MaxLine.
func lineAt(b []byte, at int) []byte {
	line := b[at:min(len(b), at+MaxLine)]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return bytes.TrimSuffix(line, []byte("\r"))
}

// lineAfter is the start of the line behind the one at at, or the end of b.
func lineAfter(b []byte, at int) int {
	if end := bytes.IndexByte(b[at:], '\n'); end >= 0 {
		return at + end + 1
	}
	return len(b)
}
