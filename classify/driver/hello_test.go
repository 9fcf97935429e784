package driver_test

import (
	"slices"
	"testing"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
	"mongotls/probe/hellos"
	"mongotls/probe/tlswire"
)

// TestHellos: what a profile says of its client's offer is what the client sent.
func TestHellos(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range driver.Known() {
		if p.Hello == "" {
			continue
		}
		seen[p.Hello] = true
		t.Run(p.Label()+" "+p.Releases()+" on "+p.Runtime, func(t *testing.T) { compare(t, p) })
	}
	if len(seen) < 5 {
		t.Errorf("the profiles name %d hellos", len(seen))
	}
}

func compare(t *testing.T, p driver.Profile) {
	h, err := hellos.Find(p.Hello)
	if err != nil {
		t.Fatal(err)
	}
	offer, err := h.Offer()
	if err != nil {
		t.Fatal(err)
	}
	var old, new13, groups []string
	for _, id := range offer.Suites {
		info, known := tlswire.SuiteInfo(id)
		switch {
		case id == tlswire.RenegotiationSCSV || id == tlswire.FallbackSCSV:
		case known && info.MinVersion == tlswire.VersionTLS13:
			new13 = append(new13, tlswire.SuiteName(id))
		default:
			old = append(old, tlswire.SuiteName(id))
		}
	}
	for _, id := range offer.Groups {
		groups = append(groups, tlswire.GroupName(id))
	}
	same(t, "suites", p.Suites, old)
	same(t, "suites of TLS 1.3", p.Suites13, new13)
	same(t, "groups", p.Groups, groups)
	for _, v := range p.Versions {
		if !offer.HasVersion(tlswire.VersionCode(v)) {
			t.Errorf("%s is not offered", v)
		}
	}
	for _, v := range []evidence.Version{evidence.TLS12, evidence.TLS13} {
		if offer.HasVersion(tlswire.VersionCode(v)) && !slices.Contains(p.Versions, v) {
			t.Errorf("%s is offered, too", v)
		}
	}
}

// same compares without order: the server's order counts more often than the client's.
func same(t *testing.T, what string, profile, sent []string) {
	t.Helper()
	for _, s := range profile {
		if !slices.Contains(sent, s) {
			t.Errorf("%s: the hello lacks %s", what, s)
		}
	}
	for _, s := range sent {
		if !slices.Contains(profile, s) {
			t.Errorf("%s: the profile lacks %s", what, s)
		}
	}
}
