package login

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xdg-go/scram"
	"github.com/xdg-go/stringprep"
)

// Bounds on the iterations that a server may ask for. Drivers refuse fewer than 4096 (driver
// specifications, "auth"); the upper one keeps a peer from costing more than about a second.
// MongoDB's own are 10,000 and 15,000 (scramIterationCount, scramSHA256IterationCount).
const (
	minIterations = 4096
	maxIterations = 1_000_000
)

// conversation is the client's side of a SASL mechanism.
type conversation interface {
	// Step takes what the server said, "" at first, and returns what to answer.
	Step(challenge string) (string, error)
	// Valid tells whether the server has proved that it knows the user, where the mechanism
	// asks for that.
	Valid() bool
}

// mechanisms begin a conversation. Errors never repeat the password.
var mechanisms = map[string]func(*Credentials) (conversation, error){
	SCRAMSHA1: func(c *Credentials) (conversation, error) {
		client, err := scram.SHA1.NewClientUnprepped(c.User, digest(c.User, c.Password.Reveal()), "")
		return bounded(client), err
	},
	SCRAMSHA256: func(c *Credentials) (conversation, error) {
		prepared, err := stringprep.SASLprep.Prepare(c.Password.Reveal())
		if err != nil { // its text shows the character
			return nil, errors.New("the password holds a character that SCRAM-SHA-256 does not allow (RFC 4013)")
		}
		client, err := scram.SHA256.NewClientUnprepped(c.User, prepared, "")
		return bounded(client), err
	},
	Plain: func(c *Credentials) (conversation, error) {
		return plain("\x00" + c.User + "\x00" + c.Password.Reveal()), nil
	},
}

// digest stands for the password in SCRAM-SHA-1 (driver specifications, "auth").
func digest(user, password string) string {
	sum := md5.Sum([]byte(user + ":mongo:" + password))
	return hex.EncodeToString(sum[:])
}

// boundedScram is SCRAM that computes no more than it should.
type boundedScram struct{ *scram.ClientConversation }

func bounded(c *scram.Client) conversation {
	return boundedScram{c.WithMinIterations(minIterations).NewConversation()}
}

// Step implements conversation.
func (b boundedScram) Step(challenge string) (string, error) {
	for field := range strings.SplitSeq(challenge, ",") {
		count, ok := strings.CutPrefix(field, "i=")
		if n, err := strconv.Atoi(count); ok && (err != nil || n > maxIterations) {
			return "", fmt.Errorf("the server asks for more than %d iterations of the hash", maxIterations)
		}
	}
	answer, err := b.ClientConversation.Step(challenge)
	switch says, refused := strings.CutPrefix(challenge, "e="); {
	case err == nil:
		return answer, nil
	case refused:
		return "", refusal{message: "SCRAM: " + says}
	case strings.HasPrefix(challenge, "v="):
		return "", brokenRule{"the server's proof that it knows the user is wrong"}
	}
	return "", brokenRule{"SCRAM: " + err.Error()}
}

// plain is the one message of PLAIN (RFC 4616), after which the server has nothing to prove.
type plain string

func (p plain) Step(challenge string) (string, error) {
	if challenge != "" {
		return "", brokenRule{"PLAIN: the server asks for more than the password"}
	}
	return string(p), nil
}

func (plain) Valid() bool { return true }
