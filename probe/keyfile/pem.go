package keyfile

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"strings"
)

// byteOrderMark is how some editors begin a file in UTF-8. OpenSSL skips it.
const byteOrderMark = "\xef\xbb\xbf"

// block is one PEM block and the line that it begins on, counted from 1.
type block struct {
	pem.Block
	line int
}

// damage is the first thing in a PEM file that OpenSSL would stop at.
type damage struct {
	line int
	text string
	// escaped is set where line breaks are written as the two characters "\n".
	escaped bool
}

// maxBlocks bounds the blocks of one file.
const maxBlocks = 20000

// scanPEM reads the blocks of a file as OpenSSL's pem_lib.c does: text between the
// blocks and a byte order mark are ignored, a BEGIN line must stand alone. The
// blocks before the damage are returned with it.
func scanPEM(data []byte) ([]block, *damage) {
	s := &scanner{rest: bytes.TrimPrefix(data, []byte(byteOrderMark))}
	for line, more := s.next(); more; line, more = s.next() {
		if bad := s.misplaced(line); bad != nil {
			return s.blocks, bad
		}
		label, begins := marker(line, "BEGIN")
		if !begins {
			continue
		}
		if len(s.blocks) == maxBlocks {
			return s.blocks, &damage{line: s.line, text: fmt.Sprintf("it is one of more than %d blocks", maxBlocks)}
		}
		if bad := s.body(label); bad != nil {
			return s.blocks, bad
		}
	}
	return s.blocks, nil
}

type scanner struct {
	rest   []byte
	line   int
	blocks []block
}

func (s *scanner) next() (string, bool) {
	if len(s.rest) == 0 {
		return "", false
	}
	line, rest, _ := bytes.Cut(s.rest, []byte("\n"))
	s.rest = rest
	s.line++
	return strings.TrimRight(string(line), " \t\r\v\f"), true
}

// marker returns the label of a "-----BEGIN label-----" line.
func marker(line, word string) (string, bool) {
	label, found := strings.CutPrefix(line, "-----"+word+" ")
	if !found {
		return "", false
	}
	return strings.CutSuffix(label, "-----")
}

// misplaced finds a BEGIN that no reader takes for one.
func (s *scanner) misplaced(line string) *damage {
	at := strings.Index(line, "-----BEGIN ")
	if at < 0 {
		return nil
	}
	if _, whole := marker(line, "BEGIN"); whole && strings.Count(line, "-----") == 2 {
		return nil
	}
	switch {
	case strings.Contains(line, `-----\n`):
		return &damage{s.line, `its line breaks are written as the two characters "\n"`, true}
	case at > 0:
		return &damage{line: s.line, text: `"-----BEGIN" does not stand at the beginning of its line`}
	}
	return &damage{line: s.line, text: "the BEGIN line does not end with its five dashes; each block needs lines of its own"}
}

// body reads up to the END line of a block whose BEGIN line was just read.
func (s *scanner) body(label string) *damage {
	begin := s.line
	b := block{Block: pem.Block{Type: label}, line: begin}
	var lines []string
	for {
		line, more := s.next()
		if bad := s.misplaced(line); bad != nil {
			return bad
		}
		if _, begins := marker(line, "BEGIN"); !more || begins {
			return &damage{line: begin, text: fmt.Sprintf("the block BEGIN %s has no END line; the file is cut off or was pasted in part", printable(label))}
		}
		if end, ends := marker(line, "END"); ends {
			if end != label {
				return &damage{line: s.line, text: fmt.Sprintf("BEGIN %s meets END %s", printable(label), printable(end))}
			}
			break
		}
		lines = append(lines, line)
	}
	skipped := b.takeHeaders(&lines)
	if bad := b.decode(lines, begin+1+skipped); bad != nil {
		return bad
	}
	s.blocks = append(s.blocks, b)
	return nil
}

// takeHeaders moves the header lines (RFC 1421, section 4.6) out of lines and returns
// how many lines that were.
func (b *block) takeHeaders(lines *[]string) int {
	if len(*lines) == 0 || !strings.Contains((*lines)[0], ":") {
		return 0
	}
	b.Headers = map[string]string{}
	for i, line := range *lines {
		if line == "" {
			*lines = (*lines)[i+1:]
			return i + 1
		}
		if key, value, found := strings.Cut(line, ":"); found {
			b.Headers[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return 0
}

// decode joins and decodes the lines; only where that fails it looks for the line.
func (b *block) decode(lines []string, first int) *damage {
	compact := strings.ReplaceAll(strings.Join(lines, ""), " ", "")
	der, err := base64.StdEncoding.DecodeString(compact)
	if err == nil && len(der) > 0 {
		b.Bytes = der
		return nil
	}
	for i, line := range lines {
		if strings.ContainsFunc(line, notBase64) {
			return &damage{line: first + i, text: "it holds a character that base64 does not have"}
		}
	}
	return &damage{line: first, text: fmt.Sprintf("the base64 text of this %s is damaged; a part is missing", printable(b.Type))}
}

func notBase64(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("+/= ", r))
}

// printable makes a label fit for a message.
func printable(label string) string {
	label = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, label)
	return label[:min(len(label), 40)]
}
