package target

import "strings"

// FlagSpec is one flag of the command line that sets an option. Register Name and
// Short as one flag, each of Old as a hidden one, and call Options.Set with the
// name that was used, so that an old name gets its note.
type FlagSpec struct {
	Name  string
	Short []string
	Old   []string
	Kind  Kind // Bool flags take no value
	Usage string
}

// Flags lists the flags of contract section 1 that are options of one endpoint, in
// the order of the help.
func Flags() []FlagSpec {
	var flags []FlagSpec
	for _, row := range Table() {
		if row.Usage == "" {
			continue
		}
		flag := FlagSpec{Name: row.flagName(), Short: row.Short, Kind: row.Kind, Usage: row.Usage}
		for _, old := range row.Old {
			if old.isFlag() {
				flag.Old = append(flag.Old, old.Name)
			}
		}
		flags = append(flags, flag)
	}
	return flags
}

func (row Option) flagName() string {
	if row.Flag != "" {
		return row.Flag
	}
	return row.Name
}

// isFlag tells whether the old name was a flag of the shell or the tools.
func (old OldName) isFlag() bool {
	return old.Name == "ssl" || strings.Contains(old.Of, "shell")
}

// lookupFlag finds the option of a flag, by its exact name as flags are.
func lookupFlag(name string) (found, bool) {
	for _, row := range Table() {
		if row.Usage == "" {
			continue
		}
		for _, current := range append([]string{row.flagName()}, row.Short...) {
			if current == name {
				return found{Option: row, used: name}, true
			}
		}
		for _, old := range row.Old {
			if old.isFlag() && old.Name == name {
				return found{Option: row, used: name, old: &old}, true
			}
		}
	}
	return found{}, false
}
