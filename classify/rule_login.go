package classify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// loginRules are about a login and what the server told after it.
var loginRules = []func(*member) []finding{
	passwordRule, certificateLoginRule, privilegeRule,
	noCARule, plaintextClientsRule, legacyClientsRule,
	persistedRule, contradictionRule, ownViewRule,
}

const x509Login = "MONGODB-X509"

// codeUserNotFound is the server's error where X.509 login finds no user; newer releases
// say 18, AuthenticationFailed, whatever the reason.
const codeUserNotFound = 11

// passwordRule: the server refused a login by password, or did not finish it.
func passwordRule(m *member) []finding {
	l := m.Login
	if l == nil || l.Mechanism == x509Login || l.Outcome == evidence.OK || l.Outcome == evidence.Skipped {
		return nil
	}
	f := finding{word: "auth-failed", facts: m.loginFacts()}
	if l.Outcome != evidence.Refused {
		f.mild, f.title = Warning, "The login did not come to an end"
		return []finding{f}
	}
	f.refused = m.everyone()
	return []finding{f}
}

// user is the name that was logged in with.
func (m *member) user() string { return cmp.Or(m.Login.User, m.Login.Subject) }

func (m *member) loginFacts() []Fact {
	l := m.Login
	facts := []Fact{fact("you log in as", fmt.Sprintf("%s on %s, by %s", m.user(), l.Source, l.Mechanism), m.ref("login"))}
	switch {
	case l.Outcome == evidence.Refused && l.CodeName != "":
		facts = append(facts, fact("the server says", fmt.Sprintf("%s (%s, code %d)", l.Error, l.CodeName, l.Code), m.ref("login/error")))
	case l.Outcome == evidence.Refused:
		facts = append(facts, fact("the server says", fmt.Sprintf("%s (code %d)", l.Error, l.Code), m.ref("login/error")))
	case l.Error != "":
		facts = append(facts, fact("it ended with", l.Error, m.ref("login/error")))
	}
	return append(facts, fact("attempts", "one; it is not repeated, as accounts lock", ""))
}

// certificateLoginRule: X.509 login, and why it does not work where it does not.
func certificateLoginRule(m *member) []finding {
	l := m.Login
	if l == nil || l.Mechanism != x509Login {
		return nil
	}
	switch l.Outcome {
	case evidence.Skipped:
		return m.noCertificateLogin()
	case evidence.OK:
		return m.loggedInAsMember()
	case evidence.Refused:
		return []finding{m.certificateLoginRefused()}
	}
	return []finding{{word: "auth-failed", mild: Warning, title: "The login did not come to an end", facts: m.loginFacts()}}
}

// noCertificateLogin: there is no certificate to log in with.
func (m *member) noCertificateLogin() []finding {
	switch {
	case m.client.Certificate == nil:
		return []finding{{word: "auth-failed", looksLike: "x509-user-missing", refused: m.everyone(),
			title:  "X.509 login without a client certificate",
			detail: "MONGODB-X509 logs in with the client certificate, and none was given (--tlsCertificateKeyFile)",
			fix: []Fix{{On: OnClient, Text: "Give the client its certificate and key in one file, beside the mechanism.",
				Run: script(bringCertificate)}}, fixed: true}}
	case m.Client.Asked && !m.Client.Requested && m.Exchange != nil && m.Exchange.Outcome == evidence.OK:
		return []finding{{word: "server-missing-ca", refused: m.everyone(), title: "The server asks for no client certificate, which X.509 login needs",
			facts: []Fact{
				fact("the server", "sent no CertificateRequest: it has no CA to verify a certificate with", m.ref("client_auth/requested")),
				fact("or", "a proxy or balancer ends TLS before mongod, and takes none", ""),
			}}}
	}
	return nil
}

// loggedInAsMember: the certificate makes its holder the cluster itself.
func (m *member) loggedInAsMember() []finding {
	for _, role := range m.Login.Roles {
		if strings.HasPrefix(role, "__system@") {
			return []finding{{word: "x509-subject-is-member", mild: Warning, facts: m.subjectFacts()}}
		}
	}
	return nil
}

// certificateLoginRefused says why, as far as is known on this side: the server tells a
// missing user only, and not every release does (server: authentication_commands.cpp).
func (m *member) certificateLoginRefused() finding {
	l := m.Login
	f := finding{word: "x509-user-missing", refused: m.everyone(), facts: append(m.loginFacts(), m.subjectFacts()...)}
	switch {
	case l.Code == codeUserNotFound || strings.Contains(l.Error, "Could not find user"):
	case m.looksLikeMember():
		f.word, f.candidates = "x509-subject-is-member", []Word{"x509-user-missing"}
		return f
	case l.User != "" && l.User != l.Subject:
		f.title = "X.509 login under another name than the certificate's subject"
		f.detail = "the name that is given must be the subject, letter by letter, or be left out"
		return f.otherLogin(m.leaveOut())
	case m.client.LoadBalanced || m.Hello != nil && m.Hello.Role == "load-balanced":
		f.detail = "if the load balancer ends TLS, the server behind it sees no client certificate to log in with"
		return f.otherLogin(Fix{On: OnNetwork, Text: "Let the balancer pass TLS through to mongod, or log in by password."})
	default:
		f.candidates = []Word{"auth-failed"}
	}
	f.fixed, f.fix = true, []Fix{createUserFor(l.Subject), m.leaveOut()}
	return f
}

// otherLogin makes it an X.509 login that fails for another reason than a missing user, but
// looks the same to clients.
func (f finding) otherLogin(fix Fix) finding {
	f.word, f.looksLike, f.candidates = "auth-failed", "x509-user-missing", []Word{"x509-user-missing"}
	f.fixed, f.fix = true, []Fix{fix}
	return f
}

// leaveOut is the remedy of a name that is not the subject.
func (m *member) leaveOut() Fix {
	return Fix{On: OnClient, Text: "Leave the user name out of the connection string: mongod takes it from the certificate.",
		Run: []string{"mongodb://" + quote(m.Host) + "/?tls=true&authMechanism=MONGODB-X509"}}
}

func createUserFor(subject string) Fix {
	return Fix{On: OnServer, Text: "Create the user under the subject as mongod spells it, in mongosh, with the roles that it needs.",
		Run: script(`db.getSiblingDB("$external").runCommand({`, "  createUser: "+jsString(subject)+",", `  roles: [{ role: "readWrite", db: "test" }] })`)}
}

// looksLikeMember tells whether O, OU and DC of our certificate are those of the server's.
func (m *member) looksLikeMember() bool {
	own := m.ownCertificate()
	if own == nil || m.leaf == nil || m.ownMembership() {
		return false
	}
	mine := own.Subject.MemberAttributes()
	return len(mine) > 0 && slices.Equal(mine, m.leaf.Subject.MemberAttributes())
}

// ownCertificate is the client certificate that we brought; nil if none.
func (m *member) ownCertificate() *cert.Cert {
	if m.client.Certificate == nil {
		return nil
	}
	for _, c := range parse(m.client.Certificate.Chain) {
		return c
	}
	return nil
}

func (m *member) subjectFacts() []Fact {
	var facts []Fact
	if l := m.Login; l.Subject != "" {
		facts = append(facts, fact("subject for mongod", l.Subject, m.ref("login/subject")))
	}
	if own := m.ownCertificate(); own != nil && m.leaf != nil {
		facts = append(facts,
			fact("its O, OU and DC", attributes(own.Subject.MemberAttributes()), "/evidence/client/certificate/chain/0/subject"),
			fact("the server's", attributes(m.leaf.Subject.MemberAttributes()), m.certRef(m.leaf, "subject")))
	}
	return facts
}

// jsString is a text as a literal of JavaScript.
func jsString(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		return `"…"`
	}
	return string(quoted)
}

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
	f.fix = m.grant(roles)
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

// grant is the command that gives the user the roles.
func (m *member) grant(roles []string) []Fix {
	if len(roles) == 0 {
		return nil
	}
	grants := make([]string, len(roles))
	for i, r := range roles {
		grants[i] = fmt.Sprintf(`{ role: %q, db: "admin" }`, r)
	}
	l := m.Login
	return []Fix{{On: OnServer, Text: "Grant them as an administrator of users, in mongosh.",
		Run: script(fmt.Sprintf("db.getSiblingDB(%s).grantRolesToUser(", jsString(l.Source)),
			"  "+jsString(m.user())+", ["+strings.Join(grants, ",\n    ")+"])")}}
}
