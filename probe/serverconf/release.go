package serverconf

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Release is a version of the server.
type Release struct{ Major, Minor, Patch int }

// newestPatch is the Patch of a release that was given without one.
const newestPatch = 1 << 20

// ParseRelease reads "7.0", "7.0.6" or "v7.0.6-rc1". Without a patch it means the newest
// of its line.
func ParseRelease(text string) (Release, error) {
	number, _, _ := strings.Cut(strings.TrimPrefix(text, "v"), "-")
	parts := strings.Split(number, ".")
	values := [3]int{2: newestPatch}
	if len(parts) < 2 || len(parts) > 3 {
		return Release{}, errRelease
	}
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return Release{}, errRelease
		}
		values[i] = int(n)
	}
	return Release{values[0], values[1], values[2]}, nil
}

var errRelease = fmt.Errorf("a release of MongoDB is expected, such as 7.0 or 7.0.14")

// Compare orders releases.
func (r Release) Compare(o Release) int {
	return cmp.Or(cmp.Compare(r.Major, o.Major), cmp.Compare(r.Minor, o.Minor), cmp.Compare(r.Patch, o.Patch))
}

// IsZero tells whether no release is meant.
func (r Release) IsZero() bool { return r == Release{} }

func (r Release) String() string {
	if r.Patch == newestPatch || r.Patch == 0 {
		return fmt.Sprintf("%d.%d", r.Major, r.Minor)
	}
	return fmt.Sprintf("%d.%d.%d", r.Major, r.Minor, r.Patch)
}

// Since is when something came, with its backports: one release a line, oldest first.
type Since []Release

// Holds tells whether a release has it: one of a listed line from that patch on, or one of
// a line after the last listed.
func (s Since) Holds(r Release) bool {
	if len(s) == 0 {
		return true
	}
	for _, from := range s {
		if from.Major == r.Major && from.Minor == r.Minor {
			return r.Patch >= from.Patch
		}
	}
	return r.Compare(s[len(s)-1]) > 0
}

// String is a list for a sentence: "4.4.29, 5.0.25 and later".
func (s Since) String() string {
	names := make([]string, len(s))
	for i, r := range s {
		names[i] = r.String()
	}
	return strings.Join(names, ", ") + " and later"
}
