package target

// Written is one option of a connection string as it was written.
type Written struct {
	Key string
	// Name is the canonical name; "" where the option is not known.
	Name string
	// Value is as written; Redacted where it is secret, or might be.
	Value string
	// Old says whose name Key was, where it is not the canonical one.
	Old string
}

// Redacted stands for a value that is not shown.
const Redacted = redacted

func written(key, value string, f found, known bool) Written {
	w := Written{Key: key, Value: Redacted}
	if !known {
		return w
	}
	w.Name = f.Name
	if f.old != nil {
		w.Old = f.old.Of
	}
	if !f.secret() {
		w.Value = value
	}
	return w
}

// secret tells whether the option's value may be one: pairs can hold tokens.
func (o Option) secret() bool { return o.Kind == Password || o.Kind == Pairs }
