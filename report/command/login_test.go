package command_test

import (
	"bytes"
	"strings"
	"testing"

	"mongotls/fixtures/cluster"
	"mongotls/fixtures/server"
	"mongotls/report/command"
)

// TestWrongPassword: a wrong password costs a set one attempt in a whole run, each diagnosis of
// it fails, and no output has the password.
func TestWrongPassword(t *testing.T) {
	c, err := cluster.Start(t.Context(), cluster.Spec{
		Set:     "rs0",
		Members: []cluster.Member{{Name: "db1.example.com"}, {Name: "db2.example.com", Role: server.Secondary}},
		Users:   []server.User{{Name: "app", Password: "right"}},
	}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	target := "mongodb://app:wr0ngp4ss@db1.example.com/?tls=true"
	for _, form := range []string{"text", "short", "json"} {
		var out, told bytes.Buffer
		args := []string{"mongotls", "doctor", "-v", "--offline", "--tlsCAFile", c.CAFile, "--dns-server", c.DNS(), "-o", form, target, target}
		if status := command.Run(t.Context(), args, streams(&out, &told), lab{}); status != 3 {
			t.Errorf("%s: status %d: %s", form, status, told.String())
		}
		if strings.Contains(out.String()+told.String(), "wr0ngp4ss") {
			t.Errorf("%s: the password is in the output", form)
		}
		if form == "json" && strings.Count(out.String(), `"verdict": "fail"`) != 2 {
			t.Error("a diagnosis of the two did not fail")
		}
	}
	attempts := 0
	for _, m := range c.Members() {
		attempts += len(m.Server.Logins())
	}
	if attempts != 3 {
		t.Errorf("%d attempts in 3 runs", attempts)
	}
}
