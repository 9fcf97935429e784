package target

import (
	"strings"

	"mongotls/probe/evidence"
)

// ParseProtocols reads the value of tlsDisabledProtocols: names as mongod and
// mongosh write them (TLS1_0), with commas, or the single word none.
func ParseProtocols(list string) ([]evidence.Version, error) {
	if strings.EqualFold(strings.TrimSpace(list), "none") {
		return nil, nil
	}
	names := map[string]evidence.Version{
		"TLS1_0": evidence.TLS10, "TLS1_1": evidence.TLS11, "TLS1_2": evidence.TLS12, "TLS1_3": evidence.TLS13,
	}
	const example = "--tlsDisabledProtocols TLS1_0,TLS1_1"
	disabled := map[evidence.Version]bool{}
	for name := range strings.SplitSeq(list, ",") {
		version, known := names[strings.ToUpper(strings.TrimSpace(name))]
		if !known {
			return nil, usage(example, "%s is no protocol: TLS1_0, TLS1_1, TLS1_2, TLS1_3 or none is expected", Show(name))
		}
		disabled[version] = true
	}
	if len(disabled) == len(names) {
		return nil, usage(example, "every protocol is disabled: one must be left to connect with")
	}
	var versions []evidence.Version // in the order of age, each once
	for _, version := range evidence.Versions() {
		if disabled[version] {
			versions = append(versions, version)
		}
	}
	return versions, nil
}
