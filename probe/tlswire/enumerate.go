package tlswire

import (
	"context"
	"slices"
)

// maxOffer bounds the suites of one hello: some servers fail from 128 on.
const maxOffer = 100

// EnumerateSuites finds the suites that a server accepts in one version (SSL 3.0 or
// later) by elimination: offer all, note the choice, offer the rest, until it refuses.
// The result is in the order of its choices; rare suites are asked for apart and stand
// last. complete is false when the bound on connections was met, the server stopped
// answering, or it chose what was not offered.
//
// Suites that no certificate of the server fits, or that need a group or scheme which
// this package does not know, cannot be seen.
func EnumerateSuites(ctx context.Context, dial Dial, version uint16, o Options) (suites []uint16, complete bool) {
	if version < VersionSSL3 {
		return nil, false
	}
	e := elimination{
		hello: func(offer []uint16) ClientHello {
			h := BroadHello(version, o.ServerName)
			h.Suites = offer
			return h
		},
		choice: func(f Flight) uint16 {
			if f.Negotiated() != version {
				return 0
			}
			return f.Hello().Suite
		},
		until: UntilHello,
		left:  o.limit(),
	}
	for batch := range slices.Chunk(SuiteIDs(Suites(version), nil), maxOffer) {
		if !e.run(ctx, dial, o, batch) {
			return e.found, false
		}
	}
	return e.found, true
}

// EnumerateGroups finds the key exchange groups that a server accepts in TLS 1.3, from
// its HelloRetryRequests, or the ECDHE curves of TLS 1.0 to 1.2. The result is in the
// order of its choices; complete is as in EnumerateSuites.
//
// Below TLS 1.3 a server whose certificate holds an elliptic key may refuse every offer
// without that key's curve. So the refused rest is offered once more ahead of the curves
// already found; a server that keeps to its own order of preference can still hide some.
func EnumerateGroups(ctx context.Context, dial Dial, version uint16, o Options) (groups []uint16, complete bool) {
	if version < VersionTLS10 {
		return nil, false
	}
	e := elimination{
		hello: func(offer []uint16) ClientHello { return groupHello(version, offer, o) },
		choice: func(f Flight) uint16 {
			if f.Negotiated() != version {
				return 0
			}
			return f.Group()
		},
		until: UntilKeyExchange,
		left:  o.limit(),
	}
	if version == VersionTLS13 {
		complete = e.run(ctx, dial, o, offerGroups13)
		return e.found, complete
	}
	curves := slices.DeleteFunc(slices.Clone(offerGroups), func(g uint16) bool { return g >= 0x100 })
	complete = e.run(ctx, dial, o, curves)
	if complete && len(e.found) > 0 {
		e.tail = slices.Clone(e.found)
		complete = e.run(ctx, dial, o, curves)
	}
	return e.found, complete
}

func groupHello(version uint16, offer []uint16, o Options) ClientHello {
	h := BroadHello(version, o.ServerName)
	h.Groups = offer
	if version == VersionTLS13 {
		h.KeyShares = []uint16{} // none: the server must name one
	} else {
		h.Suites = SuiteIDs(Suites(version), func(s Suite) bool { return s.Kx == "ECDHE" && ordinary(s) })
	}
	return h
}

// elimination is one enumeration.
type elimination struct {
	hello  func(offer []uint16) ClientHello
	choice func(Flight) uint16 // 0 = the flight has none
	until  Until
	left   int // connections that may still be made

	found []uint16
	tail  []uint16 // found ones that are offered all the same, last
}

// run eliminates among candidates until the server refuses. It reports false when it
// could not come to an end.
func (e *elimination) run(ctx context.Context, dial Dial, o Options, candidates []uint16) bool {
	for {
		rest := slices.DeleteFunc(slices.Clone(candidates), func(id uint16) bool { return slices.Contains(e.found, id) })
		if len(rest) == 0 {
			return true
		}
		if e.left == 0 {
			return false
		}
		e.left--
		flight, outcome, err := o.ask(ctx, dial, e.hello(append(rest, e.tail...)), e.until)
		if err != nil {
			return false
		}
		chosen := e.choice(flight)
		switch {
		case chosen == 0:
			return refused(flight, outcome)
		case slices.Contains(e.tail, chosen):
			return true
		case !slices.Contains(rest, chosen):
			return false
		}
		e.found = append(e.found, chosen)
	}
}
