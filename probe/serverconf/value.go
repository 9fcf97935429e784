package serverconf

import (
	"strings"

	"mongotls/probe/target"
)

// Translate is a value under key as the current name takes it.
func (o Option) Translate(key, value string) string {
	if old := o.old(key); old != nil {
		if now, ok := old.Values[value]; ok {
			return now
		}
	}
	return value
}

// Former is a value as the oldest name of the option takes it.
func (o Option) Former(value string) string {
	if len(o.Old) > 0 {
		for was, now := range o.Old[0].Values {
			if now == value {
				return was
			}
		}
	}
	return value
}

// accepts are the values that an Enum takes under a key.
func (o Option) accepts(key string) []string {
	old := o.old(key)
	if old == nil || old.Values == nil {
		return o.Values
	}
	out := make([]string, len(o.Values))
	for i, v := range o.Values {
		out[i] = o.Former(v)
	}
	return out
}

// Takes are the values that an option takes under a key; nil where it takes any.
func (o Option) Takes(key string) []string {
	switch o.Kind {
	case Enum:
		return o.accepts(key)
	case Switch:
		return []string{"true", "false"}
	}
	return nil
}

// Meant is the value of today that a wrong one was meant to be: of another case, of the
// former name, or a word that YAML 1.1 has for a switch; "" where that is not clear.
func (o Option) Meant(value string) string {
	if o.Kind == Switch {
		return switches()[strings.ToLower(value)]
	}
	for _, old := range o.Old {
		for was, now := range old.Values {
			if strings.EqualFold(was, value) {
				return now
			}
		}
	}
	return target.Nearest(value, o.Values)
}

func switches() map[string]string {
	return map[string]string{"true": "true", "yes": "true", "on": "true", "y": "true", "1": "true", "enabled": "true",
		"false": "false", "no": "false", "off": "false", "n": "false", "0": "false", "disabled": "false"}
}
