package classify_test

import (
	"crypto/tls"
	"slices"
	"strings"
	"testing"
	"time"

	"mongotls/classify"
	"mongotls/fixtures/cluster"
	"mongotls/fixtures/pki"
	"mongotls/fixtures/server"
)

// TestLiveContrasts: running deployments, and what only their comparison tells.
func TestLiveContrasts(t *testing.T) {
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		edit func([]cluster.Member)
		want []string
	}{
		"healthy": {nil, nil},
		"one in preferTLS": {func(m []cluster.Member) { m[1].Mode = server.PreferTLS },
			[]string{"info The members are in different TLS modes: db2"}},
		"one without TLS 1.3": {func(m []cluster.Member) {
			m[2].TLS = func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }
		}, []string{"warning The members accept different TLS versions: db3"}},
		"one that demands client certificates": {func(m []cluster.Member) { m[2].Clients = cluster.Required },
			[]string{"warning The members treat client certificates differently: db3"}},
		"one without a CA file": {func(m []cluster.Member) { m[2].Clients = cluster.NotAsked },
			[]string{"warning The members treat client certificates differently: db3"}},
		"one that was not renewed": {func(m []cluster.Member) {
			m[1].Certificate.Options = []pki.Option{pki.NotBefore(time.Now().Add(-350 * day)), pki.NotAfter(time.Now().Add(15 * day))}
		}, []string{"warning A certificate was renewed on some members only: db2"}},
		"one of another CA": {func(m []cluster.Member) { m[2].Certificate.CA = "Other Root" },
			[]string{"info Other members do not take certificates of this member's CA: db1 db2 db3", "warning The members take client certificates of different CAs: db3", "warning The members' certificates come from different CAs: db3"}},
		"one for servers only": {func(m []cluster.Member) {
			m[0].Certificate.Options = []pki.Option{pki.EKU(pki.ServerAuth)}
		}, []string{"warning The certificate lacks clientAuth, which members need: db1"}},
		"one of another department": {func(m []cluster.Member) {
			m[2].Certificate.Subject = []pki.Attribute{pki.O("Example"), pki.OU("Web")}
		}, []string{"info O, OU or DC differ among the members' certificates: db3"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := examined(t, set(c.edit), "mongodb://db1.example.com/?tls=true")
			r := classify.Classify(e, options())
			var got []string
			for _, d := range r.Diagnoses {
				if slices.Contains([]classify.Word{"members-differ", "member-cert-mismatch", "wrong-eku", "certificate-by-sni"}, d.Cause) {
					got = append(got, string(d.Severity)+" "+d.Headline+": "+strings.ReplaceAll(strings.Join(d.Members, " "), ".example.com:27017", ""))
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
