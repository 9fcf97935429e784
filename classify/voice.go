package classify

import (
	"regexp"
	"slices"
	"strings"
)

// voice is how a client that TLS libraries do not know by name words its errors. Most put
// OpenSSL's own words into a frame, as libmongoc does: what libmongoc prints is put into theirs.
type voice struct {
	// frame words a fault of OpenSSL; nil or "" where the client does not print it so.
	frame func(opensslFault) string
	// wrap words any other text of libmongoc, which the client contains; nil if it does not.
	wrap func(text string) string
	// own are texts for causes, which go before those that are made of libmongoc's.
	own map[Word]string
	// like is the family whose texts it prints otherwise; "" if none. alter puts them into its
	// own words; nil where they are the same.
	like  string
	alter func(text string) string
}

// voices are all of them, by family.
var voices = map[string]voice{
	"php":          phpVoice,
	"perl":         perlVoice,
	"ruby":         rubyVoice,
	"pyopenssl":    pyopensslVoice,
	"mongod":       mongodVoice,
	"shell":        shellVoice,
	"rust":         {own: rustOwn},
	"rust-openssl": rustOpenSSLVoice,
	"dotnet":       dotnetVoice,

	"node-5":            node5Voice,
	"node-5-openssl1.1": node5OpenSSL11Voice,
	"node-openssl1.1":   nodeOpenSSL11Voice,
	"node-openssl3.5":   nodeOpenSSL35Voice,
	"mongosh":           mongoshVoice,
	"go-1":              go1Voice,
}

// opensslFault is an error of OpenSSL: a certificate that it refuses, or an entry of its error
// queue. An end of the stream within the handshake is one, too.
type opensslFault struct {
	verify                bool // reason is that of X509_verify_cert_error_string
	code, library, reason string
	eof                   bool
}

var (
	verifyText = regexp.MustCompile(`^TLS handshake failed: certificate verify failed \(\d+\): (.+) calling hello on '\{host\}'$`)
	errorText  = regexp.MustCompile(`^TLS handshake failed: error:([^:]+):([^:]+)::(.+) calling hello on '\{host\}'$`)
)

// parseFault reads what libmongoc prints (cVerify, cTLS).
func parseFault(text string) (opensslFault, bool) {
	if m := verifyText.FindStringSubmatch(text); m != nil {
		return opensslFault{verify: true, code: "0A000086", library: "SSL routines", reason: m[1]}, true
	}
	if m := errorText.FindStringSubmatch(text); m != nil {
		return opensslFault{code: m[1], library: m[2], reason: m[3]}, true
	}
	if text == closedInHandshake["c"] {
		return opensslFault{code: "0A000126", library: "SSL routines", reason: "unexpected eof while reading", eof: true}, true
	}
	return opensslFault{}, false
}

// queued is the fault as the error queue has it, where a refused certificate has no reason.
func (f opensslFault) queued() string {
	if f.verify {
		return "certificate verify failed"
	}
	return f.reason
}

// of turns a text of libmongoc into the voice's; "" where it cannot be.
func (d voice) of(text string) string {
	if text == "" {
		return ""
	}
	if fault, ok := parseFault(text); ok && d.frame != nil {
		return d.frame(fault)
	}
	if d.wrap != nil {
		return d.wrap(text)
	}
	return ""
}

// altered is what the client makes of another family's text.
func (d voice) altered(text string) string {
	if d.alter == nil {
		return text
	}
	return d.alter(text)
}

// text is what a family prints of the finding, before it is altered; "" where that is not known. What the evidence
// shows goes before what the cause alone tells; but a client with an own text for names compares
// them outside of OpenSSL.
func (p placed) text(family string) string {
	d, w := voices[family], p.cause.Word
	if d.alter != nil {
		return p.text(d.like)
	}
	if (w == "hostname-mismatch" || w == "no-san") && d.own[w] != "" {
		return d.own[w]
	}
	for _, text := range []string{p.worded(family), d.of(p.worded("c")), p.worded(d.like)} {
		if text != "" {
			return text
		}
	}
	return p.cause.SaysOf(family)
}

// worded is the first wording for a family that fits the evidence; "" if there is none.
func (p placed) worded(family string) string {
	for _, w := range wordings {
		if text := w.says[family]; text != "" && slices.Contains(w.of, p.cause.Word) && w.when(p) {
			return text
		}
	}
	return ""
}

// SaysOf is what a family prints of the cause, as the catalogue alone tells; "" where that is
// not known. Families beyond those of Says print OpenSSL's words in frames of their own.
func (c Cause) SaysOf(family string) string {
	d := voices[family]
	for _, text := range []string{d.own[c.Word], d.of(c.Says["c"]), c.Says[family]} {
		if text != "" {
			return text
		}
	}
	return c.Says[d.like]
}

// either joins the texts of which a client prints one.
func either(texts ...string) string { return strings.Join(texts, ", or: ") }

// texts gives causes the same text.
func texts(of map[string][]Word) map[Word]string {
	out := map[Word]string{}
	for text, words := range of {
		for _, w := range words {
			out[w] = text
		}
	}
	return out
}
