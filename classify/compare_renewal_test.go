package classify

import (
	"strings"
	"testing"
	"time"

	"mongotls/probe/cert"
)

func TestOldEnds(t *testing.T) {
	end := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	old := []*member{{leaf: &cert.Cert{NotAfter: end}}}
	for at, want := range map[time.Time]string{end.Add(-time.Hour): "until", end.Add(time.Hour): "has ended"} {
		if got := oldEnds(old, at); !strings.Contains(got, want) {
			t.Errorf("at %s: %q", at, got)
		}
	}
}
