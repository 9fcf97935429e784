package target

import (
	"slices"

	"mongotls/probe/evidence"
)

// Options is everything that one endpoint's diagnosis can be told. The table in
// table.go maps the names of options to these fields.
type Options struct {
	TLS                               bool // meaningful when Given("tls")
	CAFile                            string
	CertificateKeyFile                string
	KeyFile                           string
	KeyPassword                       Secret
	CRLFile                           string
	AllowInvalidCertificates          bool
	AllowInvalidHostnames             bool
	Insecure                          bool
	DisabledProtocols                 []evidence.Version
	DisableOCSPEndpointCheck          bool
	DisableCertificateRevocationCheck bool
	Username                          string
	Password                          Secret
	AuthSource, AuthMechanism         string
	ReplicaSet                        string
	LoadBalanced, DirectConnection    bool
	ServerName                        string
	ConnectTimeoutMS                  int // milliseconds
	SRVServiceName                    string
	SRVMaxHosts                       int // 0 = all
	SRVAllowedHostsSuffix             string

	given []string // canonical names, each once
}

// Given tells whether the option of that canonical name was given, whatever its value.
func (o Options) Given(name string) bool { return slices.Contains(o.given, name) }

func (o *Options) mark(name string) {
	if !o.Given(name) {
		o.given = append(slices.Clip(o.given), name) // clipped: copies of Options share the array
	}
}
