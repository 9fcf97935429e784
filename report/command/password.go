package command

import (
	"mongotls/probe/login"
	"mongotls/probe/target"
)

// logins gives targets what a login needs beside their options: the password that is typed
// where a user is named without one, as in mongosh, and the attempts of the whole run, so
// that no server sees a wrong password twice.
type logins struct {
	ask      func(user string) (target.Secret, error)
	attempts *login.Attempts
}

func (p *program) logins() logins {
	return logins{ask: askOnce(p.Password), attempts: login.NewAttempts()}
}

// complete asks for a missing password. Without a terminal to ask on there is none, and no
// login is tried.
func (l logins) complete(t target.Target) (target.Target, error) {
	if c := login.Given(t, l.attempts); c == nil || !c.NeedsPassword() {
		return t, nil
	}
	typed, err := l.ask(t.Options.Username)
	t.Options.Password = typed
	return t, err
}
