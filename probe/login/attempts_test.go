package login_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/fixtures/server"
	"mongotls/probe/evidence"
	"mongotls/probe/login"
	"mongotls/probe/wire"
)

const wrong = "mongodb://app:wrong@db1.example.com/"

// TestOneAttempt: a refusal stays one however often the diagnosis is repeated, and costs the
// server nothing more.
func TestOneAttempt(t *testing.T) {
	instance := &server.Instance{Users: []server.User{monitor()}}
	s := start(t, server.Mongod{Instance: instance, Hello: primary()})
	c, right := given(t, wrong), given(t, app)
	first := run(t, c, s, verified)
	if first.Outcome != evidence.Refused || first.Code != 18 {
		t.Fatalf("%+v", first)
	}
	for range 3 {
		if again := run(t, c, s, verified); !reflect.DeepEqual(again, first) {
			t.Errorf("again %+v", again)
		}
	}
	if n := len(instance.Logins()); n != 1 {
		t.Errorf("%d attempts with a wrong password", n)
	}
	for range 2 {
		if got := run(t, right, s, verified); got.Outcome != evidence.OK {
			t.Errorf("%+v", got)
		}
	}
}

// TestNewRound: each repetition reads the credentials anew from the same target.
func TestNewRound(t *testing.T) {
	instance := &server.Instance{Users: []server.User{monitor()}}
	s := start(t, server.Mongod{Instance: instance, Hello: primary()})
	attempts := login.NewAttempts()
	for range 3 {
		c := login.Given(parsed(t, wrong), attempts)
		if got := run(t, c, s, verified); got.Outcome != evidence.Refused {
			t.Errorf("%+v", got)
		}
	}
	if n := len(instance.Logins()); n != 1 {
		t.Errorf("%d attempts", n)
	}
}

// TestOneMember: of the members of a deployment one weighs a wrong password, and all a right one.
func TestOneMember(t *testing.T) {
	for uri, want := range map[string]int{wrong: 1, app: 5} {
		c := given(t, uri)
		instances := make([]*server.Instance, 5)
		got := make([]*evidence.Login, len(instances))
		var wg sync.WaitGroup
		for i := range instances {
			instances[i] = &server.Instance{Users: []server.User{monitor()}}
			s := start(t, server.Mongod{Instance: instances[i], Hello: primary()})
			judged := verified
			judged.Name = fmt.Sprintf("db%d.example.com:27017", i)
			wg.Go(func() { got[i] = run(t, c, s, judged) })
		}
		wg.Wait()
		attempts, refusedAt := 0, ""
		for i, instance := range instances {
			attempts += len(instance.Logins())
			if got[i].Outcome == evidence.Refused {
				refusedAt = fmt.Sprintf("db%d.example.com:27017", i)
			}
		}
		if attempts != want {
			t.Errorf("%s: %d attempts, want %d", uri, attempts, want)
		}
		for _, l := range got {
			if uri == wrong && l.Outcome != evidence.Refused && (l.RefusedAt != refusedAt || !strings.Contains(l.Skipped, refusedAt)) {
				t.Errorf("%+v", l)
			}
		}
	}
}

// TestUndecided: what is no judgement of the password leaves the other members to be asked,
// and may be asked again.
func TestUndecided(t *testing.T) {
	salt := base64.StdEncoding.EncodeToString([]byte("0123456789abcdef"))
	none := bson.E{Key: "secondary", Value: false}
	cases := map[string]struct {
		hello  bson.E
		answer func(bson.Raw) bson.D
		again  bool // the server is asked again
	}{
		"a member without users yet": {bson.E{Key: "isreplicaset", Value: true}, func(bson.Raw) bson.D { return failed(18) }, false},
		"it shuts down":              {none, func(bson.Raw) bson.D { return failed(91) }, true},
		"it has no primary to ask":   {bson.E{Key: "msg", Value: "isdbgrid"}, func(bson.Raw) bson.D { return failed(133) }, true},
		"it ends before the proof":   {none, func(bson.Raw) bson.D { return nil }, true},
		"it ends after the proof": {none, func(c bson.Raw) bson.D {
			if _, err := c.LookupErr("saslContinue"); err == nil {
				return nil
			}
			return sasl("r="+nonceOf(c)+"x,s="+salt+",i=4096", false)
		}, false},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			credentials, dials := given(t, app), 0
			inner := answering(t, c.answer, c.hello)
			connect := func(ctx context.Context) (net.Conn, error) { dials++; return inner(ctx) }
			for range 2 {
				login.Run(t.Context(), credentials, "a", login.Server{Verified: true}, connect, wire.Options{})
			}
			if (dials == 2) != c.again {
				t.Errorf("%d connections", dials)
			}
			good := start(t, server.Mongod{Instance: &server.Instance{Users: []server.User{monitor()}}, Hello: primary()})
			if got := run(t, credentials, good, verified); got.Outcome != evidence.OK {
				t.Errorf("another member: %+v", got)
			}
		})
	}
}

// TestArbiterFoundLate: of some servers the role is known only on the connection for the login.
func TestArbiterFoundLate(t *testing.T) {
	connect := answering(t, func(bson.Raw) bson.D { t.Error("a login was tried"); return nil },
		bson.E{Key: "setName", Value: "rs0"}, bson.E{Key: "arbiterOnly", Value: true})
	got := login.Run(t.Context(), given(t, app), "a", login.Server{Verified: true}, connect, wire.Options{})
	if got.Outcome != evidence.Skipped || !strings.Contains(got.Skipped, "arbiter") {
		t.Errorf("%+v", got)
	}
}

func failed(code int) bson.D {
	return bson.D{{Key: "ok", Value: 0}, {Key: "errmsg", Value: "no"}, {Key: "code", Value: code}}
}

// TestCertificateIsRepeated: a certificate locks no account, and its user may be created
// while somebody waits for that.
func TestCertificateIsRepeated(t *testing.T) {
	asked := 0
	connect := answering(t, func(bson.Raw) bson.D { asked++; return failed(11) })
	c := given(t, "mongodb://db1.example.com/?authMechanism=MONGODB-X509")
	for range 2 {
		login.Run(t.Context(), c, "a", login.Server{Role: "primary", Verified: true, Subject: "CN=app"}, connect, wire.Options{})
	}
	if asked != 2 {
		t.Errorf("%d attempts", asked)
	}
}

// TestHangingMember: a member that hangs does not take the time of the others.
func TestHangingMember(t *testing.T) {
	c := given(t, app)
	hanging := make(chan struct{})
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	connect := answering(t, func(bson.Raw) bson.D { close(hanging); <-ctx.Done(); return nil })
	var wg sync.WaitGroup
	wg.Go(func() { login.Run(ctx, c, "a", verified, connect, wire.Options{}) })
	<-hanging
	good := start(t, server.Mongod{Instance: &server.Instance{Users: []server.User{monitor()}}, Hello: primary()})
	got := login.Run(ctx, c, good.Address(), verified, dial(good), wire.Options{})
	if got.Outcome != evidence.OK {
		t.Errorf("%+v", got)
	}
	wg.Wait()
}
