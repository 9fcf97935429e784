package command_test

import (
	"bytes"
	"strings"
	"testing"

	"mongotls/fixtures/cluster"
	"mongotls/fixtures/nameserver"
	"mongotls/fixtures/server"
	"mongotls/report/command"
)

// TestDoctorOfDeployment runs the command over a set of three that DNS lists.
func TestDoctorOfDeployment(t *testing.T) {
	c, err := cluster.Start(t.Context(), cluster.Spec{
		Set: "rs0",
		Members: []cluster.Member{
			{Name: "db1.example.com"}, {Name: "db2.example.com", Role: server.Secondary},
			{Name: "db3.example.com", Role: server.Secondary, Advertised: cluster.AddressName},
		},
		Records: nameserver.Zone{
			Services: map[string][]nameserver.Service{
				"_mongodb._tcp.cluster0.example.com": {{Target: "db1.example.com", Port: 27017}},
				"_mongodb._tcp.evil.example.com":     {{Target: "db1.evil.com", Port: 27017}},
			},
			Texts: map[string][][]string{"cluster0.example.com": {{"replicaSet=rs0"}}},
		},
	}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	seeds := "mongodb://db1.example.com,db3.example.com/?replicaSet=rs0"
	cases := map[string]struct {
		args   string
		status int
		want   []string
	}{
		"by SRV": {"mongodb+srv://alice:s3cret@cluster0.example.com/?authSource=admin", 4, []string{
			"rs0, 3 members", "named by hello", "SRV ", "TXT ", "replicaSet=rs0", "error member-name-not-in-san", `m.host = "db3.example.com:27017"`,
			"mongodb://<credentials>@db1.example.com:27017/?tls=true&authSource=admin&replicaSet=rs0"}},
		"by a seed under another name": {seeds, 4, []string{"drivers will not use this name", "error member-name-not-in-san", "2 of 3 members, the primary among them"}},
		"without discovery":            {"--no-discover " + seeds, 0, []string{"rs0, 2 members"}},
		"short":                        {"-o short db1.example.com", 4, []string{"db1.example.com: error member-name-not-in-san (verify-failed) on 127."}},
		"as JSON":                      {"-o json mongodb+srv://cluster0.example.com", 4, []string{`"found_by": "hello"`, `"found_by": "srv"`, `"discovery": {`}},
		"outside the domain":           {"mongodb+srv://evil.example.com", 3, []string{"error srv-invalid", "not under example.com"}},
		"mongodb+srv was meant":        {"cluster0.example.com", 3, []string{"mongodb+srv://cluster0.example.com/"}},
		"a bad name server":            {"--dns-server a:b:c db1.example.com", 2, nil},
	}
	for title, tc := range cases {
		t.Run(title, func(t *testing.T) {
			var out, told bytes.Buffer
			args := append([]string{"mongotls", "doctor", "--offline", "--color", "never", "--tlsCAFile", c.CAFile, "--dns-server", c.DNS()}, strings.Fields(tc.args)...)
			if status := command.Run(t.Context(), args, streams(&out, &told), lab{}); status != tc.status {
				t.Fatalf("status %d, want %d: %s%s", status, tc.status, told.String(), out.String())
			}
			for _, w := range tc.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("%q is not in\n%s", w, out.String())
				}
			}
			if strings.Contains(out.String()+told.String(), "s3cret") {
				t.Error("the password is told")
			}
		})
	}
}
