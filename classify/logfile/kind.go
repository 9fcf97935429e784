package logfile

import "bytes"

// kind is what the beginning of a line says of its place in an entry.
type kind int

const (
	kindHead      kind = iota // it begins an entry
	kindException             // the name of an exception: part of a trace, or an entry of its own
	kindTrace                 // it belongs to the line before
	kindBlank
)

// traceStarts begin lines of stack traces that are not indented.
var traceStarts = [][]byte{
	[]byte("at "), []byte("Caused by:"), []byte("Suppressed:"), []byte("... "), []byte("Traceback (most recent call last)"),
	[]byte("During handling of the above exception"), []byte("The above exception was"), []byte("---> "), []byte("--- End of "),
	[]byte("}"), []byte("]"), []byte("goroutine "), []byte("exit status"),
}

// kindOf tells the kind of a line.
func kindOf(line []byte) kind {
	switch {
	case len(bytes.TrimSpace(line)) == 0:
		return kindBlank
	case line[0] == ' ' || line[0] == '\t' || hasStart(line, traceStarts):
		return kindTrace
	case isException(line):
		return kindException
	}
	return kindHead
}

func hasStart(line []byte, starts [][]byte) bool {
	for _, s := range starts {
		if bytes.HasPrefix(line, s) {
			return true
		}
	}
	return false
}

// exceptionEnds end the names of exceptions.
var exceptionEnds = [][]byte{[]byte("Error"), []byte("Exception"), []byte("Timeout"), []byte("Failure"), []byte("Reconnect"), []byte("Throwable")}

// isException tells whether a line begins with a name such as
// "com.mongodb.MongoTimeoutException" or "pymongo.errors.ServerSelectionTimeoutError".
func isException(line []byte) bool {
	end := bytes.IndexFunc(line, func(r rune) bool {
		return !(r == '.' || r == '_' || r == '$' || r == '\\' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	})
	if end < 0 {
		end = len(line)
	}
	for _, s := range exceptionEnds {
		if bytes.HasSuffix(line[:end], s) {
			return true
		}
	}
	return false
}

// joins tells whether the line at at belongs to the entry of the line before it.
func joins(b []byte, at int) bool {
	if at == 0 {
		return false
	}
	before := lineBefore(b, at)
	switch kindOf(lineAt(b, at)) {
	case kindTrace:
		return true
	case kindBlank: // inside of Python's chains of exceptions
		return kindOf(lineAt(b, before)) != kindBlank && continuesChain(b, lineAfter(b, at))
	case kindException: // below the head that announces it, or at the end of a trace
		above := lineAt(b, before)
		return kindOf(above) == kindTrace || isStamped(above)
	}
	return false
}

var chainStarts = [][]byte{[]byte("During handling of the above exception"), []byte("The above exception was"), []byte("Traceback (most recent call last)")}

func continuesChain(b []byte, at int) bool {
	return at < len(b) && hasStart(lineAt(b, at), chainStarts)
}

// Bounds of one entry.
const (
	maxEntry      = 16 << 10 // bytes, and those of its last line
	maxEntryLines = 200
)

// entryAround is the entry of the line that has the byte at. It begins no earlier than
// floor.
func entryAround(b []byte, floor, at int) (start, end int) {
	start = max(floor, lineBefore(b, at+1))
	for n := 0; start > floor && n < maxEntryLines && at-start < maxEntry && joins(b, start); n++ {
		start = max(floor, lineBefore(b, start))
	}
	end = lineAfter(b, at)
	for n := 0; end < len(b) && n < maxEntryLines && end-start < maxEntry && joins(b, end); n++ {
		end = lineAfter(b, end)
	}
	return start, end
}
