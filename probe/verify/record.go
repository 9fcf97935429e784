package verify

import (
	"encoding/hex"

	"mongotls/probe/evidence"
)

// Record adds what the report says to the facts about a chain.
func (r Report) Record(c *evidence.Chain) {
	c.Verified = &r.Verified
	for _, path := range r.Paths {
		ids := make([]string, 0, len(path.Certs))
		for _, x := range path.Certs {
			ids = append(ids, hex.EncodeToString(x.SHA256[:]))
		}
		c.Paths = append(c.Paths, ids)
	}
	for _, q := range r.Problems {
		c.Problems = append(c.Problems, evidence.Problem{Depth: q.Depth, Cause: q.Cause, Detail: q.Detail})
	}
}
