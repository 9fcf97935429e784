// Package login logs in to a MongoDB server and asks it what only a user may know of its TLS
// set-up. It promises that a password is tried once at each server, that it gets into no
// fact, error or log, that nothing is written, and that whatever the server answers, the
// exchange is bounded in bytes, steps and time.
package login

import (
	"context"
	"net"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
	"mongotls/probe/wire"
)

// session is one login and the commands after it.
type session struct {
	*Credentials
	dialog *wire.Dialog
	role   string // of the hello on this connection
	out    evidence.Login
}

// Skip is the login that was not tried, and why.
func (c *Credentials) Skip(why string) *evidence.Login {
	return &evidence.Login{Mechanism: c.Mechanism, User: c.User, Source: c.Source, Outcome: evidence.Skipped, Skipped: why}
}

// Connect opens the connection for a login, with TLS and as its server the one that was
// judged.
type Connect func(ctx context.Context) (net.Conn, error)

// Run logs in at the server of an address and asks what it tells. Where something speaks
// against a login, no connection is made: see Withheld.
func Run(ctx context.Context, c *Credentials, address string, s Server, connect Connect, o wire.Options) *evidence.Login {
	if why := c.Withheld(s); why != "" {
		return c.Skip(why)
	}
	end, ok := c.attempts.begin(ctx, key{address, c.Mechanism, c.Source, c.User, c.Password.Reveal()})
	switch {
	case !ok && ctx.Err() != nil:
		return c.Skip("no time was left")
	case !ok:
		return c.Skip("a login at this server was refused before, and is not repeated")
	}
	attempt := session{Credentials: c, out: *c.Skip("")}
	defer func() { end(!attempt.tried() || attempt.out.Outcome == evidence.OK) }()
	conn, err := connect(ctx)
	if err != nil {
		attempt.out.Skipped = err.Error()
		return &attempt.out
	}
	defer conn.Close()
	attempt.out.Unverified, attempt.out.Subject = !s.Verified, s.Subject
	attempt.logIn(ctx, conn, o)
	if attempt.out.Outcome == evidence.OK {
		attempt.ask(ctx)
	}
	return &attempt.out
}

// tried tells whether the server may have seen an attempt.
func (s *session) tried() bool { return s.out.Outcome != evidence.Skipped }

// logIn says hello, which tells the mechanisms, and authenticates.
func (s *session) logIn(ctx context.Context, conn net.Conn, o wire.Options) {
	var fields []bson.E
	if s.Mechanism == "" {
		fields = append(fields, bson.E{Key: "saslSupportedMechs", Value: s.Source + "." + s.User})
	}
	dialog, hello, err := wire.Open(ctx, conn, o, fields...)
	if err == nil && hello.Failed() != "" {
		err = refusal{hello.Code(), hello.Text("codeName"), hello.Failed()}
	}
	if err != nil {
		s.out.Skipped = "hello on the connection for the login: " + scrub(err.Error(), s.Password)
		return
	}
	s.dialog, s.role = dialog, hello.Role()
	s.choose(hello)
	s.authenticate(ctx)
}
