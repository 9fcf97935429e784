package login

import (
	"context"
	"sync"

	"mongotls/probe/evidence"
)

// Attempts remembers how logins by password ended, so that a wrong one is sent once to each
// server, under whatever names it is known and however often the diagnosis is repeated, and to
// no further member of a deployment: accounts lock. It is safe for concurrent use.
type Attempts struct {
	mu      sync.Mutex
	servers map[serverKey]*attempt
	gates   map[gateKey]*gate
}

// account is one user; a password that was typed anew is another.
type account struct{ mechanism, source, user, password string }

type serverKey struct {
	address string
	account
}

type gateKey struct {
	deployment string
	account
}

// NewAttempts remembers nothing yet.
func NewAttempts() *Attempts {
	return &Attempts{servers: map[serverKey]*attempt{}, gates: map[gateKey]*gate{}}
}

// attempt is an account at a server.
type attempt struct {
	turn  chan struct{} // holds a token while nobody logs in
	spent *evidence.Login
}

// begin waits for its turn of an account at a server; ok is false when ctx ends before. Before
// is the login that is not to be repeated, else nil, and then end must be called with the new
// one.
func (a *Attempts) begin(ctx context.Context, k serverKey) (before *evidence.Login, end func(spent *evidence.Login), ok bool) {
	t := entry(a, a.servers, k, func() *attempt { return &attempt{turn: token()} })
	select {
	case <-t.turn:
	case <-ctx.Done():
		return nil, nil, false
	}
	if t.spent != nil {
		before = new(*t.spent)
		t.turn <- struct{}{}
		return before, nil, true
	}
	return nil, func(spent *evidence.Login) {
		t.spent = spent
		t.turn <- struct{}{}
	}, true
}

// entry is the value of a key, which it makes where there is none.
func entry[K comparable, V any](a *Attempts, m map[K]*V, k K, make func() *V) *V {
	a.mu.Lock()
	defer a.mu.Unlock()
	if m[k] == nil {
		m[k] = make()
	}
	return m[k]
}

func token() chan struct{} {
	c := make(chan struct{}, 1)
	c <- struct{}{}
	return c
}
