package driver

import (
	"cmp"
	"slices"
	"strings"
)

// Client is one client with all its releases and runtimes, which make its profiles.
type Client struct {
	// Profile is what its releases and runtimes have in common, on the usual runtime.
	Profile
	// Lines are its releases, oldest first; the last one ends with the current release.
	Lines []Line
	// Variants are the runtimes besides the usual one.
	Variants []Variant
	// Ran are the profiles that were run against every scenario, as "LINE" or "LINE/VARIANT",
	// where LINE is the first release of the line.
	Ran []string
}

// Line is a run of releases to which the same rules apply.
type Line struct {
	From, To string
	MinWire  int
	// Change is what else is different in these releases; nil where nothing is.
	Change func(*Profile)
	// Documented: of these releases nothing was run, although later ones were.
	Documented bool
}

// Variant is another runtime of a client.
type Variant struct {
	Name string // the word after the slash: "jdk8"
	// Stack does TLS there; without a Runtime it is the usual one.
	Stack Stack
	// From and To are the first and last release that run there; "" = no bound.
	From, To string
	// Change is what else is different there; nil where nothing is.
	Change  func(*Profile)
	Source  Source
	Sources []string
}

// runtimes are all variants, the usual one (which has no name) first.
func (c Client) runtimes() []Variant {
	return append([]Variant{{Source: c.Source}}, c.Variants...)
}

// profiles are those of all runtimes and lines, the newest line of each first.
func (c Client) profiles() []Profile {
	var out []Profile
	for _, v := range c.runtimes() {
		out = append(out, c.on(v)...)
	}
	return out
}

// on are the profiles of one runtime, the newest line first.
func (c Client) on(v Variant) []Profile {
	var out []Profile
	for _, l := range slices.Backward(c.Lines) {
		if older(l.To, v.From) || v.To != "" && older(v.To, l.From) {
			continue
		}
		out = append(out, c.profile(l, v))
	}
	return out
}

// profile is what holds for one line on one runtime.
func (c Client) profile(l Line, v Variant) Profile {
	p := c.Profile
	p.Variant, p.First, p.Last, p.MinWire = v.Name, l.From, l.To, l.MinWire
	if older(p.First, v.From) {
		p.First = v.From
	}
	if v.To != "" && older(v.To, p.Last) {
		p.Last = v.To
	}
	p.Release = p.Last
	p.Source = cmp.Or(v.Source, Documentation)
	if l.Documented {
		p.Source = Documentation
	}
	if v.Stack.Runtime != "" {
		p.Stack = v.Stack
	}
	for _, change := range []func(*Profile){l.Change, v.Change} {
		if change != nil {
			change(&p)
		}
	}
	p.Sources = slices.Concat(c.Sources, v.Sources, p.About)
	p.Proved = slices.Contains(c.Ran, strings.TrimSuffix(l.From+"/"+v.Name, "/"))
	return p
}

// span is "4.0 to 4.10", or the one release.
func span(from, to string) string {
	if from == to {
		return to
	}
	return from + " to " + to
}

// holds tells whether a release is in a range; "4.16.2" is of 4.16, and "4" is the newest
// of 4 that there is.
func holds(from, to, version string) bool {
	n := strings.Count(version, ".") + 1
	within := !older(version, components(from, n)) && !older(components(to, n), version)
	return within || strings.HasPrefix(version, to+".")
}

// components are the first n of a version.
func components(version string, n int) string {
	parts := strings.Split(version, ".")
	return strings.Join(parts[:min(n, len(parts))], ".")
}

// older compares two versions, component by component.
func older(a, b string) bool {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
	}) < 0
}
