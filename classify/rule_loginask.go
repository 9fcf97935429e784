package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// privilegeRule names what the user may not ask, and the role that lets it.
func privilegeRule(m *member) []finding {
	if m.Login == nil {
		return nil
	}
	f := finding{word: "missing-privilege"}
	var roles []string
	for i, c := range m.Login.Asked {
		if c.Outcome != evidence.Refused || c.Code != evidence.Unauthorized {
			continue
		}
		needs := "a user of the deployment"
		if c.Role != "" {
			needs = c.Role + " on admin"
			roles = append(roles, c.Role)
		}
		f.facts = append(f.facts, fact(c.Name, "needs "+needs, m.ref("login/asked/%d", i)))
	}
	if f.facts == nil {
		return nil
	}
	slices.Sort(roles)
	roles = slices.Compact(roles)
	f.fix, f.fixed = m.askForUser(roles), slices.Equal(roles, []string{manyRights})
	f.fix = append(m.grant(roles), f.fix...)
	if len(roles) > 0 {
		f.title = fmt.Sprintf("The user lacks %s: %s refused", enumerate(roles), were(len(f.facts), "command"))
	}
	return []finding{f}
}

// were counts what something was done to: "1 command was", "2 commands were".
func were(n int, noun string) string {
	if n == 1 {
		return plural(n, noun) + " was"
	}
	return plural(n, noun) + " were"
}

// manyRights is the role that lets its holder give anybody every role, himself included. It is
// named, and not granted for a question.
const manyRights = "userAdminAnyDatabase"

// grant is the command that gives the user the roles. Where somebody else runs the server, its
// users are not managed in mongosh.
func (m *member) grant(roles []string) []Fix {
	roles = slices.DeleteFunc(slices.Clone(roles), func(r string) bool { return r == manyRights })
	if s := m.service(); len(roles) == 0 || s != nil && s.hosted {
		return nil
	}
	grants := make([]string, len(roles))
	for i, r := range roles {
		grants[i] = "{ role: " + jsString(r) + `, db: "admin" }`
	}
	l := m.Login
	return []Fix{{On: OnServer, Text: "Grant them as an administrator of users, in mongosh.",
		Run: script(fmt.Sprintf("db.getSiblingDB(%s).grantRolesToUser(", jsString(l.Source)),
			"  "+jsString(m.user())+", ["+strings.Join(grants, ",\n    ")+"])")}}
}

// askForUser is how an administrator tells whether there is a user for the certificate.
func (m *member) askForUser(roles []string) []Fix {
	if !slices.Contains(roles, manyRights) {
		return nil
	}
	return []Fix{{On: OnServer, Text: "Whether there is a user for the client certificate, let an administrator of users look; null means that there is none.",
		Run: script(`db.getSiblingDB("$external").getUser(`, "  "+jsString(m.Login.Subject)+")")}}
}

// expectedCodes are refusals that say nothing is amiss: the server is in no set
// (NoReplicationEnabled), or its set is not initiated (NotYetInitialized).
var expectedCodes = []int{76, 94}

// unansweredRule names what the server does not answer to a user who may ask it.
func unansweredRule(m *member) []finding {
	if m.Login == nil {
		return nil
	}
	f := finding{word: "login-tells-less"}
	for i, c := range m.Login.Asked {
		if c.Outcome == evidence.OK || c.Outcome == evidence.Refused && (c.Code == evidence.Unauthorized || slices.Contains(expectedCodes, c.Code)) {
			continue
		}
		says := cmp.Or(brokenEnds[c.Outcome], c.Error, string(c.Outcome))
		if c.Code != 0 {
			says += fmt.Sprintf(" (code %d)", c.Code)
		}
		f.facts = append(f.facts, fact(c.Name, says, m.ref("login/asked/%d", i)))
	}
	if f.facts == nil {
		return nil
	}
	return []finding{f}
}
