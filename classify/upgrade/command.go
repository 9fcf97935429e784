package upgrade

import "strings"

// Commands and lines under the names that a release knows: those with "ssl" before MongoDB
// 4.2, those with "tls" since (server manual, net.tls and net.ssl).

// modeName is a mode as the member's release spells it.
func (m *member) modeName(s Stage) string {
	if m.ssl {
		return strings.Replace(string(s), "TLS", "SSL", 1)
	}
	return string(s)
}

func (m *member) parameter() string {
	if m.ssl {
		return "sslMode"
	}
	return "tlsMode"
}

// shell is the one that speaks with the release: mongosh knows none before MongoDB 4.2.
func (m *member) shell() string {
	if m.ssl {
		return "the mongo shell"
	}
	return "mongosh"
}

// set changes the mode at run time. mongod refuses to be set to the mode that it is in, so
// where that is not known it is asked first.
func (m *member) set(to Stage) Action {
	name, mode := m.parameter(), m.modeName(to)
	command := "db.adminCommand({ setParameter: 1, " + name + `: "` + mode + `" })`
	a := Action{On: m.Name, Text: "In " + m.shell() + ", connected to this member:", Run: []string{command}}
	if m.Mode == Either && to == PreferTLS {
		a.Text = "In " + m.shell() + ", connected to this member. It may be in " + mode + " already, which mongod refuses to be set to again, so ask first:"
		a.Run = []string{
			"was = db.adminCommand({ getParameter: 1, " + name + ": 1 })." + name,
			`if (was == "` + m.modeName(AllowTLS) + `") {`, "  " + command, "}",
		}
	}
	return a
}

// write is the lines that keep a mode over restarts.
func (m *member) write(to Stage, why string) Action {
	section, key := "tls", "certificateKeyFile"
	if m.ssl {
		section, key = "ssl", "PEMKeyFile"
	}
	lines := []string{"net:", "  " + section + ":", "    mode: " + m.modeName(to)}
	if to == AllowTLS && m.option("net.tls.certificateKeyFile", "net.ssl.PEMKeyFile") == "" {
		lines = append(lines, "    "+key+": /etc/ssl/mongodb.pem", "    CAFile: /etc/ssl/ca.pem", "    allowConnectionsWithoutCertificates: true")
	}
	if m.Role == "mongos" {
		why = strings.Replace(why, "mongod.conf", "mongos.conf", 1)
	}
	if !m.named {
		why += " Before MongoDB 4.2 the names are net.ssl.mode (allowSSL, preferSSL, requireSSL) and PEMKeyFile."
	}
	return Action{On: m.Name, Text: why, Run: lines}
}

// restart makes a mode that cannot be reached at run time. Why is told of servers that run as
// mongod.
func (m *member) restart(why string) Action {
	switch {
	case m.Role == "mongos":
		return Action{On: m.Name, Text: "Restart it.", Run: []string{"sudo systemctl restart mongos"}}
	case m.seen.Hello != nil && m.seen.Hello.SetName != "":
		why += " Go on when rs.status() has it healthy again."
	}
	return Action{On: m.Name, Text: why, Run: []string{"sudo systemctl restart mongod"}}
}
