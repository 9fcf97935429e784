package local

import (
	"regexp"
	"strconv"

	"mongotls/probe/evidence"
)

// spellings are how runtimes write the versions.
var spellings = map[string]evidence.Version{
	"TLSv1": evidence.TLS10, "TLSv1.0": evidence.TLS10, "TLSv1_0": evidence.TLS10,
	"TLSv1.1": evidence.TLS11, "TLSv1_1": evidence.TLS11,
	"TLSv1.2": evidence.TLS12, "TLSv1_2": evidence.TLS12,
	"TLSv1.3": evidence.TLS13, "TLSv1_3": evidence.TLS13,
}

// libraryVersions says which TLS versions the releases of a library have, newest first, and
// the oldest that they offer by default. OpenSSL's CHANGES: 1.0.1 brought TLS 1.1 and 1.2,
// 1.1.1 brought 1.3; 3.0 allows TLS below 1.2 at security level 0 only. LibreSSL's release
// notes: 3.2.0 brought TLS 1.3 for both sides, 2.1.1 TLS 1.2 with the fork of 1.0.1.
var libraryVersions = map[string][]struct {
	since          []int
	oldest, newest evidence.Version
}{
	"OpenSSL": {
		{[]int{3, 0, 0}, evidence.TLS12, evidence.TLS13},
		{[]int{1, 1, 1}, evidence.TLS10, evidence.TLS13},
		{[]int{1, 0, 1}, evidence.TLS10, evidence.TLS12},
		{[]int{0}, evidence.TLS10, evidence.TLS10},
	},
	"LibreSSL": {
		{[]int{3, 2, 0}, evidence.TLS12, evidence.TLS13},
		{[]int{0}, evidence.TLS10, evidence.TLS12},
	},
}

var libraryText = regexp.MustCompile(`^(OpenSSL|LibreSSL) ([0-9]{1,3})\.([0-9]{1,3})(?:\.([0-9]{1,3}))?`)

// versionsOf are the oldest and the newest version that a library offers; "" where it is not
// known.
func versionsOf(library string, level *int) (oldest, newest evidence.Version) {
	m := libraryText.FindStringSubmatch(library)
	if m == nil {
		return "", ""
	}
	release := make([]int, 3)
	for i, text := range m[2:] {
		release[i], _ = strconv.Atoi(text) // "" is 0
	}
	for _, row := range libraryVersions[m[1]] {
		if !before(release, row.since) {
			oldest, newest = row.oldest, row.newest
			break
		}
	}
	if m[1] == "OpenSSL" && release[0] >= 3 && level != nil && *level == 0 {
		oldest = evidence.TLS10
	}
	return oldest, newest
}

// before compares two releases number by number.
func before(a, b []int) bool {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}
