package probe_test

import (
	"testing"

	"mongotls/fixtures/cluster"
	"mongotls/fixtures/server"
	"mongotls/probe/login"
)

// TestHiddenMember: a login leads to a member that no hello names, where drivers would follow
// names at all.
func TestHiddenMember(t *testing.T) {
	spec := cluster.Spec{Set: "rs0", Members: append(three(), cluster.Member{Name: "backup.example.com", Role: server.Secondary, Hidden: true}), Users: users()}
	const asUser = "mongodb://app:correct%20horse@db1.example.com/"
	for uri, want := range map[string]string{
		"mongodb://db1.example.com/":      "db1/given db2/hello db3/hello",
		asUser:                            "db1/given db2/hello db3/hello backup/config",
		asUser + "?directConnection=true": "db1/given",
		"mongodb://app:correct%20horse@db1.example.com,backup.example.com/": "db1/given backup/given db2/hello db3/hello",
	} {
		t.Run(uri, func(t *testing.T) {
			s := start(t, spec)
			s.config.Attempts = login.NewAttempts()
			if got := hosts(s.run(uri)); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}
