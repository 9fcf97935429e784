package login

import (
	"context"
	"sync"
)

// Attempts remembers where a login was tried, so that a wrong password is sent once to each
// server, under whatever names it is known and however often the diagnosis is repeated:
// accounts lock. It is safe for concurrent use.
type Attempts struct {
	mu      sync.Mutex
	servers map[key]*attempt
}

// key is one user at one server; a password that was typed anew is another key.
type key struct{ address, mechanism, source, user, password string }

// NewAttempts remembers nothing yet.
func NewAttempts() *Attempts { return &Attempts{servers: map[key]*attempt{}} }

type attempt struct {
	turn  chan struct{} // holds a token while nobody logs in
	spent bool          // an attempt was made that did not succeed
}

// begin waits for its turn of a user at a server. It returns false when an attempt there did not
// succeed, or when ctx ends before; end must be called otherwise.
func (a *Attempts) begin(ctx context.Context, k key) (end func(succeeded bool), ok bool) {
	t := a.at(k)
	select {
	case <-t.turn:
	case <-ctx.Done():
		return nil, false
	}
	if t.spent {
		t.turn <- struct{}{}
		return nil, false
	}
	return func(succeeded bool) {
		t.spent = !succeeded
		t.turn <- struct{}{}
	}, true
}

func (a *Attempts) at(k key) *attempt {
	a.mu.Lock()
	defer a.mu.Unlock()
	t := a.servers[k]
	if t == nil {
		t = &attempt{turn: make(chan struct{}, 1)}
		t.turn <- struct{}{}
		a.servers[k] = t
	}
	return t
}
