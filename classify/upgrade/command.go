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

// set changes the mode at run time. mongod refuses to be set to the mode that it is in, so
// where that is not known it is asked first.
func (m *member) set(to Stage) Action {
	name, mode := m.parameter(), m.modeName(to)
	command := "db.adminCommand({ setParameter: 1, " + name + `: "` + mode + `" })`
	a := Action{On: m.Name, Text: "In mongosh, connected to this member:", Run: []string{command}}
	if m.Mode == Either && to == PreferTLS {
		a.Text = "In mongosh, connected to this member. It may be in " + mode + " already, which mongod refuses to be set to again, so ask first:"
		a.Run = []string{
			"was = db.adminCommand({ getParameter: 1, " + name + ": 1 })." + name,
			`if (was == "` + m.modeName(AllowTLS) + `") {`, "  " + command, "}",
		}
	}
	if m.Role == "arbiter" {
		a.Text += " An arbiter holds no users: with access control it takes this from its own machine (localhost exception)."
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

// restart makes a mode that cannot be reached at run time.
func (m *member) restart() Action {
	if m.Role == "mongos" {
		return Action{On: m.Name, Text: "Restart it.", Run: []string{"sudo systemctl restart mongos"}}
	}
	return Action{
		On: m.Name, Text: "Restart it: the mode cannot leave disabled while mongod runs. Go on with the next member when rs.status() has this one healthy again.",
		Run: []string{"sudo systemctl restart mongod"},
	}
}
