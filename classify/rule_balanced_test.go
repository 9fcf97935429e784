package classify

import (
	"testing"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
)

// TestBalancedReleases: who gets through to a router with loadBalanced=true depends on the
// release of the client, and on whether the router expects a load balancer.
func TestBalancedReleases(t *testing.T) {
	tests := []struct {
		client, role string
		cause        Word
	}{
		{"pymongo@3.11", "load-balanced", "no-mongodb-answer"},
		{"pymongo@3.12", "load-balanced", ""},
		{"java@3.6", "load-balanced", "no-mongodb-answer"},
		{"go", "load-balanced", ""},
		{"mongosh", "load-balanced", ""},
		{"pymongo@3.11", "mongos", ""},
		{"java@4.2", "mongos", ""},
		{"java@4.3", "mongos", "unsupported-option"},
		{"go", "mongos", "unsupported-option"},
	}
	for _, tt := range tests {
		t.Run(tt.client+" "+tt.role, func(t *testing.T) {
			judge, err := driver.Find(tt.client)
			if err != nil {
				t.Fatal(err)
			}
			f := newFleet(t)
			f.add(f.own(1, 10*day24, 300*day24)).Hello = &evidence.Hello{Role: tt.role, MaxWireVersion: 25}
			f.Client.LoadBalanced, f.options.Judges = true, []driver.Profile{judge}
			if o := f.judge(t).Drivers[0]; o.Cause != tt.cause || (o.Outcome == "connects") != (tt.cause == "") {
				t.Errorf("%+v", o)
			}
		})
	}
}

// TestByChance: nobody is said to connect where another connection shows a certificate that
// clients may refuse.
func TestByChance(t *testing.T) {
	tests := map[string]struct {
		other   func(*fleet)
		outcome string
	}{
		"the same":        {func(*fleet) {}, "connects"},
		"renewed":         {func(f *fleet) { f.under(hostName(1), f.own(1, 300*day24, 65*day24)) }, "connects"},
		"expired":         {func(f *fleet) { f.under(hostName(1), f.own(1, 300*day24, -day24)) }, "unknown"},
		"another CA":      {func(f *fleet) { f.root = f.pki.Root("Other"); f.under(hostName(1), f.own(1, day24, 300*day24)) }, "unknown"},
		"without a name":  {func(f *fleet) { f.under("", f.own(1, 300*day24, -day24)) }, "connects"},
		"for another one": {func(f *fleet) { f.under(hostName(1), f.own(2, day24, 300*day24)) }, "unknown"},
	}
	for name, tt := range tests {
		f := newFleet(t)
		f.add(f.own(1, 10*day24, 300*day24)).Handshake.ServerName = hostName(1)
		tt.other(f)
		for _, o := range f.judge(t).Drivers {
			if o.Outcome != tt.outcome {
				t.Errorf("%s: %s %s", name, o.Outcome, o.Why)
			}
		}
	}
}
