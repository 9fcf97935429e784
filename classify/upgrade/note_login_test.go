package upgrade

import (
	"strings"
	"testing"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// TestUntold: a login that failed is not taken for one that nobody asked for.
func TestUntold(t *testing.T) {
	refused := &evidence.Login{Outcome: evidence.Refused, Code: 18}
	cases := map[string]struct {
		edit func(*evidence.Evidence)
		want string // the note; "" = none
	}{
		"no login asked for": {func(*evidence.Evidence) {}, ""},
		"refused":            {func(e *evidence.Evidence) { e.Members[1].Login = refused }, "No login at db2:27017:"},
		"by an arbiter": {func(e *evidence.Evidence) {
			e.Members[1].Login, e.Members[1].Hello.Role = &evidence.Login{Outcome: evidence.Skipped}, "arbiter"
		}, ""},
		"where there is no TLS": {func(e *evidence.Evidence) {
			e.Members[1] = set(Disabled, Disabled).Members[1]
			e.Members[1].Login = &evidence.Login{Outcome: evidence.Skipped}
		}, ""},
		"without the role": {func(e *evidence.Evidence) {
			e.Members[0].Login = &evidence.Login{Outcome: evidence.OK,
				Asked: []evidence.Command{{Name: "getParameter", Outcome: evidence.Refused, Code: evidence.Unauthorized}}}
		}, "may not ask db1:27017 for the mode: that needs clusterMonitor"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			e := set(RequireTLS, RequireTLS)
			c.edit(e)
			told := strings.Join(Plan(e, classify.Result{}, "").Notes, "\n")
			if !strings.Contains(told, c.want) || c.want == "" && (strings.Contains(told, "No login at") || strings.Contains(told, "may not ask")) {
				t.Errorf("%q lacks %q", told, c.want)
			}
		})
	}
}
