package local

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Bounds on the search.
const (
	maxDirs    = 100
	maxEntries = 20000
)

// find returns the programs on the path in its order, each real file once, and notes on what
// was left out.
func find(env Environment) ([]program, []string) {
	dirs, notes := searched(env)
	var out []program
	for _, k := range kinds() {
		var of []program
		for _, dir := range slices.Concat(dirs, k.extraDirs(env.Getenv)) {
			of = append(of, k.in(dir, env.Dir)...)
		}
		slices.SortStableFunc(of, func(a, b program) int { return k.extra(a.path) - k.extra(b.path) })
		of = distinct(of)
		if len(of) > maxOfKind {
			notes = append(notes, "there are more programs of the kind "+k.name+"; only the first were asked")
			of = of[:maxOfKind]
		}
		out = append(out, of...)
	}
	return out, notes
}

// extra puts programs with the plain name, which is what users run, before the others.
func (k kind) extra(path string) int {
	if strings.TrimSuffix(filepath.Base(path), ".exe") == k.name {
		return 0
	}
	return 1
}

// searched are the directories of the path that programs may be run from.
func searched(env Environment) (dirs, notes []string) {
	for _, dir := range filepath.SplitList(env.Getenv("PATH")) {
		switch {
		case dir == "":
			notes = append(notes, "an empty entry of PATH means the current directory; nothing of it was run")
		case !filepath.IsAbs(dir):
			notes = append(notes, "the entry "+bounded(dir)+" of PATH is relative; nothing of it was run")
		case same(dir, env.Dir):
			notes = append(notes, "the entry "+bounded(dir)+" of PATH is the current directory; nothing of it was run")
		case len(dirs) < maxDirs && !slices.Contains(dirs, dir):
			dirs = append(dirs, dir)
		}
	}
	return dirs, slices.Compact(notes)
}

// same tells whether two directories are one.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// in are the programs of the kind in one directory, the plain name first.
func (k kind) in(dir, current string) []program {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	names, _ := d.Readdirnames(maxEntries) // what was read before an error is good
	slices.SortFunc(names, shorterFirst)
	var out []program
	for _, name := range names {
		path := filepath.Join(dir, name)
		if !k.names.MatchString(strings.TrimSuffix(name, ".exe")) || filepath.Base(dir) == shims && k.extra(path) > 0 {
			continue
		}
		real, err := filepath.EvalSymlinks(path)
		if err != nil || !executable(real) || same(filepath.Dir(real), current) {
			continue
		}
		out = append(out, program{kind: k, path: path, real: real})
	}
	return out
}

// shims is how version managers call their directory of wrappers. The one with the plain name
// leads to the version in use; the others lead to versions that may not be there.
const shims = "shims"

func shorterFirst(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(b, a) // of python3.9 and python3.8 the newer
}

func executable(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	return info.Mode().Perm()&0o111 != 0 || strings.HasSuffix(path, ".exe")
}

// distinct keeps the first program of each real file.
func distinct(all []program) []program {
	var out []program
	for _, p := range all {
		if !slices.ContainsFunc(out, func(o program) bool { return o.real == p.real }) {
			out = append(out, p)
		}
	}
	return out
}
