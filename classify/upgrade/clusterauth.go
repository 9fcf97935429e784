package upgrade

import (
	"slices"

	"mongotls/classify"
)

// loginModes are what members of a clusterAuthMode show to each other and take, in the order of
// the upgrade from the key file to X.509 (server manual, "Upgrade from Keyfile Authentication
// to x.509 Authentication"), and what there is to say where all members are in it.
var loginModes = []struct {
	name, sends string
	takes       []string
	next        string
}{
	{"keyFile", "keyFile", []string{"keyFile"},
		"Members log in to each other by key file, which TLS does not change. X.509 instead is an upgrade of its own, each step on all members: " +
			"clusterAuthMode sendKeyFile by a restart, and from preferTLS on sendX509 and x509 by setParameter."},
	{"sendKeyFile", "keyFile", []string{"keyFile", "x509"},
		"clusterAuthMode is sendKeyFile, on the way to X.509 between members. From preferTLS on, and with the same O, OU and DC in all certificates, " +
			"sendX509 follows on each, by setParameter and in mongod.conf."},
	{"sendX509", "x509", []string{"keyFile", "x509"},
		"clusterAuthMode is sendX509, on the way to X.509 between members. The last step is x509 on each, by setParameter and in mongod.conf."},
	{"x509", "x509", []string{"x509"}, ""},
}

func (m *member) clusterAuthMode() string {
	if l := m.seen.Login; l != nil && l.ClusterAuthMode != "" {
		return l.ClusterAuthMode
	}
	return m.option("security.clusterAuthMode")
}

// loginLevel is how far the member is on the way to X.509; -1 where that is not known.
func (m *member) loginLevel() int {
	mode := m.clusterAuthMode()
	for i, l := range loginModes {
		if l.name == mode {
			return i
		}
	}
	return -1
}

// knownByCertificate tells whether others know the member by its certificate's O, OU and DC.
// One in sendKeyFile shows its key file still.
func (m *member) knownByCertificate() bool {
	level := m.loginLevel()
	return level >= 0 && loginModes[level].sends == "x509"
}

// internalLogin: members that show each other what the other does not take.
func internalLogin(p *plan, _ step) []classify.Diagnosis {
	for _, a := range p.members {
		for _, b := range p.members {
			from, to := a.loginLevel(), b.loginLevel()
			if from < 0 || to < 0 || slices.Contains(loginModes[to].takes, loginModes[from].sends) {
				continue
			}
			behind, ahead := a, b
			if from > to {
				behind, ahead = b, a
			}
			return []classify.Diagnosis{own("conflicting-options", "Members log in to each other by ways that exclude each other",
				"A member in x509 takes certificates only, one in keyFile the key file only: between them are sendKeyFile and sendX509, one step at a time on all members.",
				[]*member{a, b}, []classify.Fact{{Label: a.Name, Value: a.clusterAuthMode()}, {Label: b.Name, Value: b.clusterAuthMode()}},
				behind.catchUp(ahead))}
		}
	}
	return nil
}

// catchUp brings a member on until it and one that is ahead take what the other shows. At
// run time mongod goes from sendKeyFile to sendX509 and from there to x509, and to neither
// while its own connections are without TLS (server: util/net/ssl_parameters.cpp).
func (m *member) catchUp(ahead *member) classify.Fix {
	to := "sendX509"
	if ahead.clusterAuthMode() == "sendX509" {
		to = "sendKeyFile"
	}
	if m.clusterAuthMode() == "keyFile" {
		return classify.Fix{On: classify.OnServer, Text: "Bring " + m.Name + " on: it leaves keyFile by a restart. Write this into its mongod.conf, and restart it.",
			Run: []string{"security:", "  clusterAuthMode: " + to}}
	}
	set := `clusterAuthMode: "` + to + `" })`
	if m.Mode == AllowTLS || m.Mode == Either {
		set = m.parameter() + `: "` + m.modeName(PreferTLS) + `", ` + set
	}
	return classify.Fix{On: classify.OnServer, Text: "Bring " + m.Name + " on, in mongosh connected to it, and write it into its mongod.conf.",
		Run: []string{"db.adminCommand({ setParameter: 1, " + set}}
}

// towardsX509 is how members get from the key file to certificates among themselves, which is
// an upgrade of its own.
func towardsX509(p *plan) string {
	told := p.with(func(m *member) bool { return m.loginLevel() >= 0 })
	if len(told) == 0 || slices.ContainsFunc(told, func(m *member) bool { return m.loginLevel() != told[0].loginLevel() }) {
		return mixedLogins(told)
	}
	if len(p.steps) == 0 && told[0].clusterAuthMode() == "keyFile" {
		return ""
	}
	return loginModes[told[0].loginLevel()].next
}

// mixedLogins are members on both sides of a step of clusterAuthMode.
func mixedLogins(told []*member) string {
	if len(told) == 0 {
		return ""
	}
	parts := make([]string, len(told))
	for i, m := range told {
		parts[i] = m.Name + " " + m.clusterAuthMode()
	}
	return "clusterAuthMode differs: " + list(parts) + ". Bring the last ones on before the step after."
}
