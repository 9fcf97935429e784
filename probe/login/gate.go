package login

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"mongotls/probe/evidence"
)

// gate lets one member of a deployment judge an account before the others are asked.
type gate struct {
	turn   chan struct{} // holds a token while nobody logs in
	open   chan struct{} // closed once a login succeeded
	opened sync.Once

	mu      sync.Mutex
	refused *evidence.Login // what the member that refused the account showed; nil if none
	at      string          // that member
}

// patience is the share of the time left for a login that it waits for that of another member:
// one that hangs must not take the time of all.
const patience = 0.4

// pass waits until a login of the account is due. It returns the login that is not tried
// because another member refused the account, else nil, and then leave must be called with how
// the login ended.
func (a *Attempts) pass(ctx context.Context, k gateKey) (untried *evidence.Login, leave func(l *evidence.Login, role, member string)) {
	g := entry(a, a.gates, k, func() *gate { return &gate{turn: token(), open: make(chan struct{})} })
	held := g.wait(ctx)
	release := func() {
		if held {
			g.turn <- struct{}{}
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refused != nil {
		release()
		return untriedAfter(*g.refused, g.at), nil
	}
	return nil, func(l *evidence.Login, role, member string) {
		defer release()
		switch {
		case l.Outcome == evidence.OK:
			g.opened.Do(func() { close(g.open) })
		case rejects(l, role):
			g.mu.Lock()
			defer g.mu.Unlock()
			g.refused, g.at = new(*l), member
		}
	}
}

// untriedAfter is the login at a member that is spared what another one refused.
func untriedAfter(refused evidence.Login, at string) *evidence.Login {
	refused.Outcome, refused.RefusedAt = evidence.Skipped, at
	refused.Skipped = at + " refused it, and a wrong password is sent to one member: accounts lock"
	return &refused
}

// wait tells whether it took the turn, which then is to be given back.
func (g *gate) wait(ctx context.Context) (held bool) {
	wait := time.Duration(math.MaxInt64)
	if end, ok := ctx.Deadline(); ok {
		wait = time.Duration(patience * float64(time.Until(end)))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-g.turn:
		return true
	case <-g.open:
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

// synced are the roles of servers that hold the users: a member in its initial sync knows none
// yet.
var synced = []string{"primary", "secondary", "mongos", "standalone", "load-balanced"}

// rejects tells whether a server judged the account, and the others would judge the same.
func rejects(l *evidence.Login, role string) bool {
	return l.Denied() && slices.Contains(synced, role)
}
