package login_test

import (
	"context"
	"encoding/base64"
	"net"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
	"mongotls/probe/login"
	"mongotls/probe/wire"
)

// answering serves hello, with these fields in it, and what a case answers to everything after
// it.
func answering(t *testing.T, answer func(command bson.Raw) bson.D, fields ...bson.E) login.Connect {
	t.Helper()
	s, err := server.Start(func(_ context.Context, conn net.Conn) {
		for {
			m, err := wire.ReadMessage(conn, wire.MaxReply)
			if err != nil {
				return
			}
			reply := wire.Message{RequestID: 1, ResponseTo: m.RequestID, Op: wire.OpMsg}
			var doc bson.D
			if m.Op != wire.OpQuery {
				doc = answer(m.Doc)
			} else {
				reply.Op = wire.OpReply
				doc = bson.D{{Key: "maxWireVersion", Value: 25}, {Key: "saslSupportedMechs", Value: bson.A{"PLAIN", "SCRAM-SHA-256"}}, {Key: "ok", Value: 1}}
				doc = append(doc, fields...)
			}
			if doc == nil {
				return
			}
			if reply.Doc, err = bson.Marshal(doc); err != nil {
				return
			}
			conn.Write(reply.Append(nil))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return dial(s)
}

func sasl(payload string, done bool) bson.D {
	return bson.D{{Key: "conversationId", Value: 1}, {Key: "done", Value: done}, {Key: "payload", Value: []byte(payload)}, {Key: "ok", Value: 1}}
}

// nonceOf is the client's nonce in a saslStart.
func nonceOf(command bson.Raw) string {
	_, first, _ := command.Lookup("payload").BinaryOK()
	_, nonce, _ := strings.Cut(string(first), "r=")
	return nonce
}

func TestHostileLogin(t *testing.T) {
	salt := base64.StdEncoding.EncodeToString([]byte("0123456789abcdef"))
	challenge := func(iterations string) func(bson.Raw) bson.D {
		return func(c bson.Raw) bson.D { return sasl("r="+nonceOf(c)+"more,s="+salt+",i="+iterations, false) }
	}
	cases := map[string]struct {
		answer  func(bson.Raw) bson.D
		outcome evidence.Outcome
		error   string
	}{
		"too few iterations":      {challenge("4095"), evidence.Malformed, "too few iterations"},
		"too many":                {challenge("1000001"), evidence.Other, "more than 1000000"},
		"far too many":            {challenge("99999999999999999999"), evidence.Other, "more than 1000000"},
		"too many, with a sign":   {challenge("+2000000000"), evidence.Other, "more than 1000000"},
		"another nonce":           {func(bson.Raw) bson.D { return sasl("r=other,s="+salt+",i=4096", false) }, evidence.Malformed, "nonce"},
		"no challenge":            {func(bson.Raw) bson.D { return sasl("", false) }, evidence.Malformed, "SCRAM"},
		"done before any proof":   {func(bson.Raw) bson.D { return sasl("", true) }, evidence.Malformed, "SCRAM"},
		"done without its proof":  {func(c bson.Raw) bson.D { return sasl("r="+nonceOf(c)+"x,s="+salt+",i=4096", true) }, evidence.Malformed, "has not proved"},
		"a proof that is wrong":   {conversation(salt, "v="+base64.StdEncoding.EncodeToString(make([]byte, 32))), evidence.Malformed, "proof that it knows the user is wrong"},
		"an error in the payload": {conversation(salt, "e=other-error"), evidence.Refused, "other-error"},
		"an echo of all": {func(bson.Raw) bson.D {
			return bson.D{{Key: "ok", Value: 0}, {Key: "errmsg", Value: "no: " + password}}
		}, evidence.Refused, "<redacted: it holds a secret>"},
		"an echo of the proof": {func(c bson.Raw) bson.D {
			if _, payload, ok := c.Lookup("payload").BinaryOK(); ok && strings.Contains(string(payload), ",p=") {
				return bson.D{{Key: "ok", Value: 0}, {Key: "errmsg", Value: "no: " + string(payload)}}
			}
			return challenge("4096")(c)
		}, evidence.Refused, "<redacted: it holds a secret>"},
		"the end":            {func(bson.Raw) bson.D { return nil }, evidence.Closed, ""},
		"a reply of nothing": {func(bson.Raw) bson.D { return bson.D{} }, evidence.Refused, "does not say ok"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			got := login.Run(t.Context(), given(t, app), "a", verified, answering(t, c.answer), wire.Options{})
			if got.Mechanism != login.SCRAMSHA256 || got.Outcome != c.outcome || got.Asked != nil {
				t.Fatalf("%+v", got)
			}
			if !strings.Contains(got.Error, c.error) || strings.Contains(got.Error, password) {
				t.Errorf("error %q, want %q", got.Error, c.error)
			}
		})
	}
}

// conversation answers the first message as it should be, and the second with final.
func conversation(salt, final string) func(bson.Raw) bson.D {
	return func(c bson.Raw) bson.D {
		if _, err := c.LookupErr("saslContinue"); err == nil {
			return sasl(final, true)
		}
		return sasl("r="+nonceOf(c)+"x,s="+salt+",i=4096", false)
	}
}

// TestEndlessLogin: an empty exchange that never ends is ended here.
func TestEndlessLogin(t *testing.T) {
	asked := 0
	connect := answering(t, func(bson.Raw) bson.D { asked++; return sasl("", false) })
	c := given(t, app+"?authMechanism=PLAIN")
	got := login.Run(t.Context(), c, "a", verified, connect, wire.Options{})
	if got.Outcome == evidence.OK || asked > 10 {
		t.Errorf("%d questions, %+v", asked, got)
	}
}

// TestSilence: who answers hello and no more costs the time that was given.
func TestSilence(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	connect := answering(t, func(bson.Raw) bson.D { <-ctx.Done(); return nil })
	if got := login.Run(ctx, given(t, app), "a", verified, connect, wire.Options{}); got.Outcome != evidence.Timeout {
		t.Errorf("%+v", got)
	}
}

// TestHugeAnswers: what comes after a login is bounded, too.
func TestHugeAnswers(t *testing.T) {
	nested := bson.D{{Key: "mode", Value: "requireTLS"}}
	for range 90 {
		nested = bson.D{{Key: "tls", Value: nested}}
	}
	many := bson.D{}
	for i := range 5000 {
		many = append(many, bson.E{Key: strings.Repeat("x", 1+i%7) + string(rune('0'+i%10)) + strings.Repeat("y", i%301), Value: strings.Repeat("v", 3000)})
	}
	lines := bson.A{}
	for range 5000 {
		lines = append(lines, "SSL peer certificate validation failed: "+strings.Repeat("é", 900))
	}
	replies := map[string]bson.D{
		"getParameter":   {{Key: "tlsMode", Value: strings.Repeat("x", 10_000)}},
		"getCmdLineOpts": {{Key: "parsed", Value: bson.D{{Key: "net", Value: nested}, {Key: "setParameter", Value: many[:2000]}}}},
		"getLog":         {{Key: "log", Value: lines[:3000]}},
	}
	connect := answering(t, func(command bson.Raw) bson.D {
		elements, err := command.Elements()
		if err != nil {
			return nil
		}
		return append(replies[elements[0].Key()], bson.E{Key: "done", Value: true}, bson.E{Key: "ok", Value: 1})
	})
	got := login.Run(t.Context(), given(t, app+"?authMechanism=PLAIN"), "a", verified, connect, wire.Options{})
	if got.Outcome != evidence.OK || len(got.Asked) != 6 {
		t.Fatalf("outcome %s, %s, asked %v", got.Outcome, got.Error, got.Asked)
	}
	if len(got.Mode) > 4096 || len(got.Options) > 200 || len(got.Refusals) != 20 || len(got.Refusals[0]) > 1024 {
		t.Errorf("mode %d, options %d, refusals %d", len(got.Mode), len(got.Options), len(got.Refusals))
	}
}
