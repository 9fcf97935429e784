package login

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
	"mongotls/probe/wire"
)

// choose settles the mechanism: the one asked for, else of those that the server has for the
// user SCRAM-SHA-256, and else SCRAM-SHA-1 (driver specifications, "auth"). Nothing that the
// server says leads to a mechanism that shows the password.
func (s *session) choose() {
	switch {
	case s.out.Mechanism != "":
	case slices.Contains(s.out.Offered, SCRAMSHA256):
		s.out.Mechanism = SCRAMSHA256
	default:
		s.out.Mechanism = SCRAMSHA1
	}
}

// authenticate makes the one attempt.
func (s *session) authenticate(ctx context.Context) {
	if s.out.Mechanism == X509 {
		s.note(s.x509(ctx))
		return
	}
	c, err := mechanisms[s.out.Mechanism](s.Credentials)
	if err != nil {
		s.out.Outcome, s.out.Error = evidence.Unsupported, err.Error()
		return
	}
	s.note(s.sasl(ctx, c))
}

// x509 lets the server take the user from the client certificate, unless one is named.
func (s *session) x509(ctx context.Context) error {
	command := bson.D{{Key: "authenticate", Value: int32(1)}, {Key: "mechanism", Value: X509}}
	if s.User != "" {
		command = append(command, bson.E{Key: "user", Value: s.User})
	}
	_, err := s.run(ctx, s.Source, command)
	return err
}

// maxSteps bounds a SASL conversation: SCRAM has two, and old servers add an empty one.
const maxSteps = 5

// sasl has a conversation with the server (driver specifications, "auth").
func (s *session) sasl(ctx context.Context, c conversation) error {
	answer, err := s.step(c, "")
	if err != nil {
		return err
	}
	command := bson.D{
		{Key: "saslStart", Value: int32(1)}, {Key: "mechanism", Value: s.out.Mechanism}, payload(answer),
		{Key: "autoAuthorize", Value: int32(1)}, {Key: "options", Value: bson.D{{Key: "skipEmptyExchange", Value: true}}},
	}
	for range maxSteps {
		reply, err := s.run(ctx, s.Source, command)
		if err != nil {
			return err
		}
		answer = ""
		if !c.Valid() {
			if answer, err = s.step(c, string(reply.Bytes("payload"))); err != nil {
				return err
			}
		}
		switch done, _ := reply.Is("done"); {
		case done && c.Valid():
			return nil
		case done:
			return brokenRule{"the server says that the login is done, and has not proved that it knows the user"}
		}
		command = bson.D{{Key: "saslContinue", Value: int32(1)}, {Key: "conversationId", Value: int32(reply.Number("conversationId"))}, payload(answer)}
	}
	return brokenRule{"the server does not come to an end of the login"}
}

// step takes what the server said, and returns the answer. What that proves the password with
// (RFC 5802, section 7, attribute p) is a secret, too: with the salt it lets passwords be tried.
func (s *session) step(c conversation, challenge string) (string, error) {
	answer, err := c.Step(challenge)
	if _, proof, ok := strings.Cut(answer, ",p="); ok || s.out.Mechanism == Plain {
		s.proved = true
		s.secrets = append(s.secrets, proof, base64.StdEncoding.EncodeToString([]byte(answer)))
	}
	return answer, err
}

// brokenRule is a server that does what the mechanism does not allow.
type brokenRule struct{ text string }

func (b brokenRule) Error() string { return b.text }

func payload(text string) bson.E {
	return bson.E{Key: "payload", Value: bson.Binary{Data: []byte(text)}}
}

// refusal is the answer of a server that refuses a command.
type refusal struct {
	code     int
	codeName string
	message  string
}

func (r refusal) Error() string { return fmt.Sprintf("code %d: %s", r.code, r.message) }

// run runs one command; a refusal is an error.
func (s *session) run(ctx context.Context, database string, command bson.D) (wire.Reply, error) {
	reply, err := s.dialog.Run(ctx, database, command)
	if err != nil {
		return reply, err
	}
	if message := reply.Failed(); message != "" {
		return reply, refusal{reply.Code(), reply.Text("codeName"), message}
	}
	return reply, nil
}

// note records how the login ended.
func (s *session) note(err error) {
	var refused refusal
	var broken brokenRule
	switch {
	case err == nil:
		s.out.Outcome = evidence.OK
	case errors.As(err, &refused):
		s.out.Outcome = evidence.Refused
		s.out.Code, s.out.CodeName, s.out.Error = refused.code, s.scrub(refused.codeName), s.scrub(refused.message)
	case errors.As(err, &broken):
		s.out.Outcome, s.out.Error = evidence.Malformed, s.scrub(broken.text)
	default:
		s.out.Outcome, s.out.Error = wire.OutcomeOf(err), s.scrub(err.Error())
	}
}

// maxText bounds a text that is kept, in bytes.
const maxText = 1024

// redacted stands for a whole text: to cut a secret out of words that are well known would
// show it.
const redacted = "<redacted: it holds a secret>"

// scrub withholds a text that a peer may have echoed a secret into, and bounds it.
func (s *session) scrub(text string) string {
	for _, secret := range s.secrets {
		if secret != "" && strings.Contains(text, secret) {
			return redacted
		}
	}
	return strings.ToValidUTF8(text[:min(len(text), maxText)], "\uFFFD")
}
