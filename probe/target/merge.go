package target

import (
	"reflect"
	"strings"
)

// Merge gives t the options of the command line, which win over those of its
// connection string, and judges all of them together. It returns a copy of t with
// the notes that this gave rise to; the error is a *UsageError.
func Merge(t Target, flags Options) (Target, error) {
	notes := append([]Note(nil), t.Notes...)
	for _, row := range Table() {
		if !flags.Given(row.Name) {
			continue
		}
		if t.Options.Given(row.Name) && row.field != nil && !row.sameIn(t.Options, flags) {
			notes = append(notes, notef("--%s wins over the %s of the connection string", row.flagName(), row.Name))
		}
		row.copyTo(&t.Options, flags)
	}
	if strings.HasPrefix(t.Text, "mongodb://") && !t.Options.Given("tls") {
		notes = append(notes, notef("the connection string does not switch TLS on: the doctor speaks TLS in any case, most drivers only with tls=true"))
	}
	t.Notes = notes
	if err := t.conflict(); err != nil {
		return Target{}, err
	}
	return t, nil
}

func (row Option) copyTo(to *Options, from Options) {
	to.mark(row.Name)
	if row.field != nil {
		reflect.ValueOf(row.field(to)).Elem().Set(reflect.ValueOf(row.field(&from)).Elem())
	}
}

func (row Option) sameIn(a, b Options) bool {
	return reflect.DeepEqual(row.field(&a), row.field(&b))
}
