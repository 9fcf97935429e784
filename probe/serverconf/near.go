package serverconf

import (
	"maps"
	"slices"
	"strings"

	"mongotls/probe/target"
)

// Near is the option that an unknown key was meant to be; "" where none is close or the
// key has nothing to do with TLS.
func Near(key string) string {
	if key == "tls" || key == "ssl" { // a flag of the shell
		return "net.tls.mode"
	}
	if name := misplaced(key); name != "" {
		return name
	}
	if o := Find(target.Nearest(key, slices.Collect(maps.Keys(byKey)))); o != nil {
		return o.Name
	}
	if o, _ := findFlag(target.Nearest(key, tlsFlags())); o != nil {
		return o.Name
	}
	return ""
}

// tlsFlags are the flags of TLS, current and old.
func tlsFlags() []string {
	var out []string
	for _, o := range tlsOptions() {
		out = append(out, o.Flag)
		for _, old := range o.Old {
			out = append(out, old.Flag)
		}
	}
	return out
}

// misplaced finds an option that stands under another parent, or by the name of its flag.
func misplaced(key string) string {
	parts := strings.Split(key, ".")
	last := parts[len(parts)-1]
	if o, _ := findFlag(last); o != nil && (strings.HasPrefix(last, "tls") || strings.HasPrefix(last, "ssl")) {
		return o.Name
	}
	for i, part := range parts {
		if part != "tls" && part != "ssl" {
			continue
		}
		if o := Find("net." + strings.Join(parts[i:], ".")); o != nil {
			return o.Name
		}
	}
	if o := Find(Parameters + "." + last); o != nil {
		return o.Name
	}
	return ""
}

// concerns tells whether a key has to do with TLS: the table knows it, it stands in a
// section of which the table has every option, or it is close to one of them.
func concerns(key string) bool {
	for _, section := range []string{"net.tls", "net.ssl"} {
		if key == section || strings.HasPrefix(key, section+".") {
			return true
		}
	}
	if flag := strings.ToLower(key); strings.HasPrefix(flag, "tls") || strings.HasPrefix(flag, "ssl") {
		return true
	}
	return key == "net" || key == "security" || key == Parameters || Find(key) != nil || Near(key) != ""
}
