package logfile

import "bytes"

// shape is a text without what differs from one message to the next of the same kind:
// time stamps, addresses, long numbers, identifiers. Numbers that have a meaning stay:
// short ones, and codes. It is appended to out.
func shape(out, text []byte, stamp [2]int) []byte {
	for i := 0; i < len(text); {
		if i == stamp[0] && stamp[1] > i {
			i = stamp[1]
			continue
		}
		if !isAlnum(text[i]) {
			out = append(out, text[i])
			i++
			continue
		}
		end := i + 1
		for end < len(text) && isAlnum(text[end]) {
			end++
		}
		if digits := classOf(text[i:end]); digits == noDigits || keeps(text, i, end, digits) {
			out = append(out, text[i:end]...)
		} else {
			out = append(out, '#', scope(text[i:]))
		}
		i = end
	}
	return out
}

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// token is what a run of letters and digits is made of.
type token int

const (
	noDigits  token = iota
	onlyDigit       // 48
	hexDigits       // 5f3c9e
	mixed           // conn25, tls12
)

func classOf(run []byte) token {
	digits, hex := 0, 0
	for _, c := range run {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F':
			hex++
		}
	}
	switch {
	case digits == 0:
		return noDigits
	case digits == len(run):
		return onlyDigit
	case digits+hex == len(run):
		return hexDigits
	}
	return mixed
}

// codeLeads stand before numbers that are codes.
var codeLeads = [][]byte{[]byte("error:"), []byte(`"id":`), []byte(`"id": `), []byte("rrno "), []byte("rror "), []byte(" -"), []byte("(-"), []byte(":-"), []byte("(")}

// shortNumber is the length of the longest number that stays: alerts, errors of
// verification and of the system.
const shortNumber = 3

func keeps(text []byte, start, end int, digits token) bool {
	run := text[start:end]
	switch digits {
	case mixed:
		return !bytes.HasPrefix(run, []byte("conn")) && len(run) < 16
	case hexDigits:
		return len(run) <= shortNumber || bytes.HasSuffix(text[:start], codeLeads[0])
	}
	if start > 1 && isChain(text[start-1]) && isDigit(text[start-2]) || end+1 < len(text) && isChain(text[end]) && isDigit(text[end+1]) {
		return bytes.HasSuffix(text[:start], codeLeads[0])
	}
	if len(run) <= shortNumber {
		return true
	}
	for _, lead := range codeLeads {
		if bytes.HasSuffix(text[:start], lead) {
			return true
		}
	}
	return false
}

// isChain tells the characters that join the numbers of an address, of a time and of a fraction.
func isChain(c byte) bool { return c == '.' || c == ':' || c == ',' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// nearNets begin addresses of this machine and of private networks, about which a message
// may mean something else than about public ones (RFC 1918, without its odd third range).
var nearNets = [][]byte{[]byte("10."), []byte("127."), []byte("192.168."), []byte("172.")}

// scope tells near addresses from other numbers.
func scope(text []byte) byte {
	if hasStart(text, nearNets) {
		return 'n'
	}
	return '#'
}
