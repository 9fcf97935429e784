package target

import (
	"errors"
	"strings"
)

// setting is one option of a connection string as it was written.
type setting struct {
	found
	value string // decoded
}

// readQuery reads the options of a connection string: first all names, then what
// must agree, then the values. A value that drivers ignore becomes a warning.
func readQuery(t *Target, p parts) error {
	if p.query == "" {
		return nil
	}
	var settings []setting
	for pair := range strings.SplitSeq(p.query, "&") {
		if pair == "" { // a trailing or doubled "&" is harmless
			continue
		}
		s, known, err := t.readPair(pair)
		if err != nil {
			return err
		}
		if known {
			settings = append(settings, s)
		}
	}
	if err := checkTLSAgrees(settings); err != nil {
		return err
	}
	t.noteRepeats(settings)
	t.apply(settings)
	return nil
}

// readPair cuts and decodes one option. An "@" in one that is not known is taken for
// a password with a raw "?" in it, and not repeated.
func (t *Target) readPair(pair string) (setting, bool, error) {
	key, raw, found := strings.Cut(pair, "=")
	option, known := lookup(key, inURI)
	if !known && strings.Contains(pair, "@") {
		return setting{}, false, errRawDelimiter()
	}
	if !found || key == "" {
		return setting{}, false, usage(exampleURI, `an option has no name or no "=": name=value with "&" between options is expected`)
	}
	value, ok := unescape(raw)
	if !ok {
		return setting{}, false, usage(exampleURI, `the value of %s holds a "%%" without two hexadecimal digits after it: write it as %%25`, Show(key))
	}
	t.Written = append(t.Written, written(key, value, option, known))
	if !known {
		t.Notes = append(t.Notes, unknownOption(key))
	}
	return setting{found: option, value: value}, known, nil
}

func unknownOption(key string) Note {
	hint := ""
	if near := nearestOption(key); near != "" {
		hint = "; the nearest known one is " + near
	}
	return warnf("the option %s is not known: most drivers ignore it, Node.js refuses the connection string%s", Show(key), hint)
}

// checkTLSAgrees wants every tls and ssl of a connection string to be the same.
func checkTLSAgrees(settings []setting) error {
	first := ""
	for _, s := range settings {
		switch {
		case s.Name != "tls":
		case first == "":
			first = s.value
		case first != s.value:
			return &UsageError{Msg: "tls and ssl are two names of one option, and they contradict each other", Example: exampleURI, Cause: "conflicting-options"}
		}
	}
	return nil
}

// noteRepeats warns once about each name that stands more than once.
func (t *Target) noteRepeats(settings []setting) {
	count := map[string]int{}
	for _, s := range settings {
		count[s.used]++
		if count[s.used] == 2 && !s.Repeats {
			t.Notes = append(t.Notes, warnf("%s is given more than once; the last one counts here, drivers differ, and Node.js refuses the connection string", s.used))
		}
	}
}

// apply assigns the values. A current name wins over an old one beside it.
func (t *Target) apply(settings []setting) {
	current := map[string]bool{}
	for _, s := range settings {
		if s.old == nil {
			current[s.Name] = true
		}
	}
	for _, s := range settings {
		if s.old != nil && current[s.Name] {
			if s.Name != "tls" {
				t.Notes = append(t.Notes, warnf("%s is an old name of %s, which is given as well; it is ignored", s.used, s.Name))
			}
			continue
		}
		t.applyOne(s)
	}
}

func (t *Target) applyOne(s setting) {
	if s.old != nil {
		t.Notes = append(t.Notes, s.renamed(s.value))
	}
	err := t.Options.assign(s.Option, s.translate(s.value))
	if wrong := (*UsageError)(nil); errors.As(err, &wrong) {
		t.Notes = append(t.Notes, warnf("%s; the option is ignored, as in most drivers", wrong.Msg))
		return
	}
	if s.Name == "tls" && !t.Options.TLS {
		t.Notes = append(t.Notes, notef("%s=false: the doctor speaks TLS in any case; a driver with this connection string does not", s.used))
	}
}
