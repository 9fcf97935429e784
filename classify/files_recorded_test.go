package classify_test

import (
	"testing"

	"mongotls/classify"
	"mongotls/probe/evidence"
)

// asFile is the chain that a recorded server sent, as a file that is held against the same CA
// file and name.
func asFile(e *evidence.Evidence) *evidence.Evidence {
	m := e.Members[0]
	client := e.Client
	client.Certificate = nil
	return &evidence.Evidence{At: e.At, Client: client, File: &evidence.File{
		Path: "chain.pem", Role: evidence.RoleChain, Use: evidence.UseServer, Content: "PEM", Chain: &m.Chain, Names: []string{m.Name},
	}}
}

// aboutChain tells whether a cause can be known from the chain, the CA file and the name: all
// but what takes the server's clock, or a signature with its key.
func aboutChain(w classify.Word) bool {
	c, _ := classify.Find(w)
	return w != "clock-skew" && w != "server-key-mismatch" && c.Layer >= classify.LayerParse && c.Layer <= classify.LayerHost
}

// TestChainFileAgreesWithTheServer: nothing about a chain is known only online. What the
// doctor says of a server's chain, check-files says of the same chain in a file, driver by
// driver, and it refuses none that the doctor does not.
func TestChainFileAgreesWithTheServer(t *testing.T) {
	compared := 0
	for name, e := range recorded(t) {
		m := e.Members[0]
		if len(m.Chain.Presented) == 0 || e.Client.CASource == evidence.SystemStore || e.Client.AllowInvalidCertificates ||
			e.Client.AllowInvalidHostnames || e.Client.Insecure {
			continue
		}
		online, file := classify.Classify(e, options()), classify.Classify(asFile(e), options())
		for i, o := range online.Drivers {
			f := file.Drivers[i]
			if o.Outcome == "fails" && aboutChain(o.Cause) {
				compared++
				if f.Outcome != "fails" || f.Cause != o.Cause {
					t.Errorf("%s, %s: the server %s (%s), the file %s (%s)", name, o.Driver, o.Outcome, o.Cause, f.Outcome, f.Cause)
				}
			}
			if f.Outcome == "fails" && o.Outcome == "connects" {
				t.Errorf("%s, %s: the file fails (%s), and the server connects", name, o.Driver, f.Cause)
			}
		}
	}
	if compared < 100 {
		t.Errorf("%d outcomes were compared: too few to mean anything", compared)
	}
}
