package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// loginRules are about a login and what the server told after it.
var loginRules = []func(*member) []finding{
	passwordRule, untriedLoginRule, certificateLoginRule, privilegeRule, unansweredRule,
	noCARule, plaintextClientsRule, legacyClientsRule,
	persistedRule, contradictionRule, ownViewRule,
}

const x509Login = "MONGODB-X509"

// Error codes of a server that refuses a login. codeUserNotFound is that of X.509 login; newer
// releases say 18, AuthenticationFailed, whatever the reason.
const (
	codeUserNotFound         = 11
	codeMechanismUnavailable = 334
)

// passwordRule: the server refused a login by password, or did not finish it. A member that
// was spared a refused password would refuse it, too.
func passwordRule(m *member) []finding {
	l := m.Login
	if l == nil || l.Mechanism == x509Login || l.Outcome == evidence.OK || l.Outcome == evidence.Skipped && l.RefusedAt == "" {
		return nil
	}
	f := finding{word: "auth-failed", facts: m.loginFacts()}
	if face, ok := loginFaces[l.Outcome]; ok {
		f.title, f.why, f.unsaid, f.fixed, f.fix = face.title, face.why, true, true, []Fix{face.fix}
		f.refused = m.everyone()
		return []finding{f}
	}
	if l.Outcome != evidence.Refused && l.RefusedAt == "" {
		f.mild, f.title = Warning, "The login did not come to an end"
		return []finding{f}
	}
	f.refused, f.why = m.everyone(), aboutPasswords()
	return []finding{m.refusedLogin(f)}
}

// aboutPasswords is what the catalogue explains of a refused login, without what is of X.509.
func aboutPasswords() string {
	c, _ := Find("auth-failed")
	first, _, _ := strings.Cut(c.Explain, "\n\n")
	return first
}

// loginFaces are logins that end for every driver as they do here, and not because of who
// logs in.
var loginFaces = map[evidence.Outcome]struct {
	title, why string
	fix        Fix
}{
	evidence.Malformed: {"The server breaks the rules of the login", `In SCRAM the server proves, too, that it knows the user, and drivers end a login
where it does not: a wrong proof, a nonce that is not theirs, fewer than 4096
iterations. What answers here is not the server that has the user, or something
between alters what passes.`, Fix{On: OnNetwork,
		Text: "Find what answers at this address: a proxy or another program may stand in for mongod.",
		Run:  script(served("-noout -subject -issuer"))}},
	evidence.Unsupported: {"The password cannot be used with SCRAM-SHA-256", `SCRAM-SHA-256 prepares passwords by RFC 4013, which forbids control characters
and some others. Drivers refuse such a password before they send anything.`, Fix{On: OnClient,
		Text: "Give the user a password without control characters and other characters that RFC 4013 forbids."}},
}

// refusedLogin tells the reasons for a refusal apart, as far as the server does.
func (m *member) refusedLogin(f finding) finding {
	l := m.Login
	switch {
	case evidence.NotNow(l.Code):
		f.title, f.unsaid, f.fixed = "The server cannot log anybody in at present", true, true
		f.why = "It answers with an error about its own state, whoever logs in. The password plays no\npart."
		f.fix = []Fix{{On: OnServer, Text: "It starts, stops, elects or waits for other servers. See its log, and look again when it has settled.",
			Run: script("mongotls doctor --wait 2m {host}")}}
	case l.Code == codeMechanismUnavailable:
		f.title, f.why, f.unsaid = "The server does not log in by "+l.Mechanism, mechanismOff, true
		f.fixed, f.fix = true, []Fix{enableMechanism(l.Mechanism)}
	case l.Offered == nil || m.Hello == nil || m.Hello.MaxWireVersion < offersSince || m.service() != nil:
	case len(l.Offered) == 0 && m.Hello.Role == "other":
		f.facts = append(f.facts, fact("its state", "neither primary nor secondary: it may have no users yet", m.ref("hello/role")))
	case len(l.Offered) == 0:
		f.title = "The login was refused: there seems to be no such user"
		f.facts = append(f.facts, fact("its hello", fmt.Sprintf("has no mechanism for %s on %s, as where there is no such user", l.User, l.Source), m.ref("login/offered")))
	case !slices.Contains(l.Offered, l.Mechanism):
		f.title = "The user cannot log in by " + l.Mechanism
		f.facts = append(f.facts, fact("its hello", "has for the user "+strings.Join(l.Offered, ", "), m.ref("login/offered")))
	default:
		f.facts = append(f.facts, fact("its hello", fmt.Sprintf("knows %s on %s: the password is wrong, or the user may not come from here", l.User, l.Source), m.ref("login/offered")))
		f.fixed, f.fix = true, wrongPassword(l)
	}
	return f
}

// wrongPassword are the remedies where there is the user, and the login is refused.
func wrongPassword(l *evidence.Login) []Fix {
	return []Fix{
		{On: OnClient, Text: "Correct the password. In a URI it is percent-encoded.",
			Run: script("mongosh --tls --tlsCAFile ca.pem --host {host} \\\n    -u "+quote(l.User)+" --authenticationDatabase "+quote(l.Source),
				`python3 -c 'from urllib.parse import *; print(quote_plus(input()))'`)},
		{On: OnServer, Text: "If it is right, see from where the user may log in, and who was refused, and why.",
			Run: script("db.getSiblingDB("+jsString(l.Source)+").getUser("+jsString(l.User)+", { showAuthenticationRestrictions: true })",
				`grep -E '20428|5286307' /var/log/mongodb/mongod.log | tail -n 5`)},
	}
}

// offersSince is the wire version whose hello names the mechanisms of a user: MongoDB 4.0.
const offersSince = 7

const mechanismOff = `A server has the mechanisms of its parameter authenticationMechanisms, as far as
its edition knows them. It refused this one, and did not look at who logs in.`

func enableMechanism(name string) Fix {
	return Fix{On: OnServer, Text: "Log in by a mechanism that the server has, or add this one in mongod.conf, with a restart.",
		Run: script("setParameter:", "  authenticationMechanisms: SCRAM-SHA-256,"+name)}
}

// untriedLoginRule: a login was asked for and not made, for a reason that no other finding
// tells.
func untriedLoginRule(m *member) []finding {
	l := m.Login
	if l == nil || l.Outcome != evidence.Skipped || l.RefusedAt != "" || l.Mechanism == x509Login {
		return nil
	}
	if m.SharedWith != "" || m.Hello == nil || m.Hello.Role == "arbiter" || m.Chain.Verified == nil || !*m.Chain.Verified {
		return nil
	}
	return []finding{{word: "login-not-tried", title: "No login was tried: " + l.Skipped}}
}

// user is the name that was logged in with.
func (m *member) user() string { return cmp.Or(m.Login.User, m.Login.Subject) }

func (m *member) loginFacts() []Fact {
	l := m.Login
	facts := []Fact{fact("you log in as", fmt.Sprintf("%s on %s, by %s", m.user(), l.Source, l.Mechanism), m.ref("login"))}
	if says := m.loginEnd(); says.Value != "" {
		facts = append(facts, says)
	}
	if l.Mechanism == x509Login || evidence.NotNow(l.Code) || l.Outcome != evidence.Refused && l.RefusedAt == "" {
		return facts
	}
	return append(facts, fact("attempts", "one, at "+cmp.Or(l.RefusedAt, m.Host)+"; it is not repeated, as accounts lock", ""))
}

// brokenEnds are logins without an answer that can be quoted.
var brokenEnds = map[evidence.Outcome]string{
	evidence.Timeout: "no answer in time",
	evidence.Closed:  "the server closes the connection",
	evidence.Reset:   "the server resets the connection",
}

// loginEnd is how a login ended that did not succeed.
func (m *member) loginEnd() Fact {
	l := m.Login
	switch ref := m.ref("login/error"); {
	case l.Outcome != evidence.Refused && l.RefusedAt == "":
		return fact("it ended with", cmp.Or(brokenEnds[l.Outcome], l.Error), ref)
	case l.CodeName != "":
		return fact("the server says", fmt.Sprintf("%s (%s, code %d)", l.Error, l.CodeName, l.Code), ref)
	case l.Code != 0:
		return fact("the server says", fmt.Sprintf("%s (code %d)", l.Error, l.Code), ref)
	default:
		return fact("the server says", l.Error, ref)
	}
}
