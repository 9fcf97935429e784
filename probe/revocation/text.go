package revocation

import (
	"encoding/hex"
	"time"
)

// instant is nil for a time that is not there.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func hexText(b []byte) string { return hex.EncodeToString(b) }
