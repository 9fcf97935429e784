package classify

import (
	"cmp"
	"slices"
	"strings"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

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
	if reason := m.toldReason(); reason != nil {
		f.word, f.title, f.why, f.unsaid = cmp.Or(reason.word, "auth-failed"), reason.title, reason.why, reason.unsaid
		if reason.fix.Text != "" {
			f.fixed, f.fix = true, []Fix{reason.fix}
		}
		return f
	}
	switch {
	case evidence.NotNow(l.Code):
		return m.refusedLogin(finding{word: "auth-failed", refused: f.refused, facts: f.facts})
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
	f.fixed, f.fix = true, []Fix{createUserFor(l.Subject)}
	if l.User != "" {
		f.fix = append(f.fix, m.leaveOut())
	}
	return f
}

// toldReason is a reason that a server gives in words.
type toldReason struct {
	text, title, why string
	word             Word // "" = auth-failed
	unsaid           bool
	fix              Fix
}

// toldReasons are what mongod tells the client of a refused X.509 login before 7.0, and in some
// cases later (db/auth/authentication_commands.cpp, authenticateX509).
var toldReasons = []toldReason{
	{text: "can only be used for cluster authentication", word: "x509-subject-is-member"},
	{text: "No verified subject name", title: "The server saw no client certificate that it trusts", fix: Fix{On: OnNetwork,
		Text: "Let what stands before mongod pass TLS through. A mongod with allowInvalidCertificates lets in a certificate that it does not trust, and then knows no subject: check its CAFile."}},
	{text: "SSL support is required", title: "mongod itself speaks no TLS: something before it ends TLS", unsaid: true, fix: Fix{On: OnNetwork,
		Text: "Let what stands before mongod pass TLS through, or log in by password."}},
	{text: "no CA has been provided", word: "server-missing-ca", title: "The server has no CA to verify a client certificate with"},
	{text: "authentication is disabled", title: "The server does not log in by MONGODB-X509", why: mechanismOff, unsaid: true, fix: enableMechanism(x509Login)},
	{text: "nsupported mechanism", title: "The server does not log in by MONGODB-X509", why: mechanismOff, unsaid: true, fix: enableMechanism(x509Login)},
}

// toldReason is what the server's words say of a refused X.509 login; nil where they do not.
func (m *member) toldReason() *toldReason {
	for i, r := range toldReasons {
		if strings.Contains(m.Login.Error, r.text) {
			return &toldReasons[i]
		}
	}
	return nil
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
