// Package login logs in to a MongoDB server and asks it what only a user may know of its TLS
// set-up. It promises that a wrong password is sent to one member of a deployment, and there
// once, that it gets into no fact, error or log, that nothing is written, and that whatever the
// server answers, the exchange is bounded in bytes, steps and time.
package login

import (
	"context"
	"net"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
	"mongotls/probe/wire"
)

// session is one login and the commands after it.
type session struct {
	*Credentials
	dialog *wire.Dialog
	role   string // of the hello on this connection
	out    *evidence.Login
	// secrets are what no text may hold, and proved tells whether the password was used.
	secrets []string
	proved  bool
}

// Skip is the login that was not tried, and why.
func (c *Credentials) Skip(why string) *evidence.Login {
	return &evidence.Login{Mechanism: c.Mechanism, User: c.User, Source: c.Source, Outcome: evidence.Skipped, Skipped: why}
}

// Connect opens the connection for a login, with TLS and as its server the one that was
// judged.
type Connect func(ctx context.Context) (net.Conn, error)

// Run logs in at the server of an address and asks what it tells. Where something speaks
// against a login, no connection is made: see Withheld. A login by password that did not
// succeed is not made again: what it showed is returned.
func Run(ctx context.Context, c *Credentials, address string, s Server, connect Connect, o wire.Options) *evidence.Login {
	if why := c.Withheld(s); why != "" {
		return c.Skip(why)
	}
	if !c.byPassword() {
		return c.attempt(ctx, s, connect, o, func(*session) {}).out
	}
	who := account{c.Mechanism, c.Source, c.User, c.Password.Reveal()}
	before, end, ok := c.attempts.begin(ctx, serverKey{address, who})
	switch {
	case !ok:
		return c.Skip("no time was left")
	case before != nil:
		return before
	}
	var spent *evidence.Login
	defer func() { end(spent) }()
	untried, leave := c.attempts.pass(ctx, gateKey{c.deployment, who})
	if untried != nil {
		return untried
	}
	a := c.attempt(ctx, s, connect, o, func(a *session) { leave(a.out, a.role, s.Name) })
	if a.weighed() {
		spent = new(*a.out)
	}
	return a.out
}

// attempt is one login on a connection of its own, and what is asked after it. Ended is called
// between the two.
func (c *Credentials) attempt(ctx context.Context, s Server, connect Connect, o wire.Options, ended func(*session)) *session {
	a := &session{Credentials: c, out: c.Skip(""), secrets: []string{c.Password.Reveal()}}
	conn, err := connect(ctx)
	if err != nil {
		a.out.Skipped = err.Error()
		ended(a)
		return a
	}
	defer conn.Close()
	a.out.Unverified, a.out.Subject = !s.Verified, s.Subject
	a.logIn(ctx, conn, o)
	ended(a)
	if a.out.Outcome == evidence.OK {
		a.ask(ctx)
	}
	return a
}

// weighed tells whether the server may have counted a wrong password.
func (s *session) weighed() bool {
	switch s.out.Outcome {
	case evidence.OK, evidence.Skipped:
		return false
	case evidence.Refused:
		return s.out.Denied()
	}
	return s.proved
}

// maxMechanisms bounds the names that are kept; there are six in MongoDB.
const maxMechanisms = 16

// wellNamed are the mechanisms of a list that are named as RFC 4422, section 3.1 has it; never nil.
func wellNamed(names []string) []string {
	out := []string{}
	for _, name := range names {
		odd := strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != ""
		if name != "" && len(name) <= 20 && !odd && len(out) < maxMechanisms {
			out = append(out, name)
		}
	}
	return out
}

// logIn says hello, which tells the mechanisms, and authenticates.
func (s *session) logIn(ctx context.Context, conn net.Conn, o wire.Options) {
	var fields []bson.E
	if s.byPassword() && s.Mechanism != Plain {
		fields = append(fields, bson.E{Key: "saslSupportedMechs", Value: s.Source + "." + s.User})
	}
	dialog, hello, err := wire.Open(ctx, conn, o, fields...)
	if err == nil && hello.Failed() != "" {
		err = refusal{hello.Code(), hello.Text("codeName"), hello.Failed()}
	}
	if err != nil {
		s.out.Skipped = "hello on the connection for the login: " + s.scrub(err.Error())
		return
	}
	s.dialog, s.role = dialog, hello.Role()
	if s.role == arbiter {
		s.out.Skipped = withoutUsers
		return
	}
	if fields != nil {
		s.out.Offered = wellNamed(hello.Texts("saslSupportedMechs"))
	}
	s.choose()
	s.authenticate(ctx)
}
