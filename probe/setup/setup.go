// Package setup reads the user's files into what a probe is given. It is the only part
// of probe that opens files and asks for passphrases.
package setup

import (
	"cmp"
	"crypto/rand"
	"net"
	"slices"
	"time"

	"mongotls/probe"
	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/keyfile"
	"mongotls/probe/revocation"
	"mongotls/probe/target"
)

// Environment is what the process around gives.
type Environment struct {
	Getenv func(string) string
	// Passphrase asks for the passphrase of a key on a terminal. It returns an unset
	// Secret where there is none to ask.
	Passphrase func(file string) (target.Secret, error)
}

// KeyPasswordVariable is the environment variable that may hold the key's passphrase.
const KeyPasswordVariable = "MONGOTLS_KEY_PASSWORD"

// Load reads the files that the options name. The notes are for the user; an error is
// a *target.UsageError.
func Load(o target.Options, env Environment) (probe.Config, []string, error) {
	c := probe.Config{
		Resolver: net.DefaultResolver,
		Records:  net.DefaultResolver,
		Dial:     (&net.Dialer{}).DialContext,
		Now:      time.Now,
		Random:   rand.Reader,
	}
	var notes []string
	anchors, more, err := loadAnchors(o, env)
	if err != nil {
		return c, nil, err
	}
	c.Anchors, notes = anchors, append(notes, more...)
	if o.CAFile == "" {
		c.StoreFrom = StoreVariable(env.Getenv)
	}
	if o.CertificateKeyFile != "" || o.KeyFile != "" {
		identity, more, err := loadIdentity(o, env)
		if err != nil {
			return c, nil, err
		}
		c.Client, notes = identity, append(notes, more...)
	}
	if o.CRLFile != "" {
		lists, err := keyfile.LoadCRLs(o.CRLFile)
		if err != nil {
			return c, nil, err
		}
		c.CRLFile = o.CRLFile
		for _, der := range lists.DER {
			crls, errs := revocation.ParseCRLs(der)
			if len(errs) > 0 {
				return c, nil, &target.UsageError{Msg: "--tlsCRLFile " + target.ShowPath(o.CRLFile) + ": " + errs[0].Error(), Run: "openssl crl -in " + target.ShowPath(o.CRLFile) + " -noout -text"}
			}
			c.CRLs = append(c.CRLs, crls...)
		}
	}
	return c, notes, nil
}

func loadIdentity(o target.Options, env Environment) (*probe.Identity, []string, error) {
	id, err := keyfile.LoadClient(o.CertificateKeyFile, o.KeyFile, func() (target.Secret, error) {
		if o.KeyPassword.IsSet() {
			return o.KeyPassword, nil
		}
		if v := env.Getenv(KeyPasswordVariable); v != "" {
			return target.NewSecret(v), nil
		}
		return env.Passphrase(cmp.Or(o.KeyFile, o.CertificateKeyFile))
	})
	if err != nil {
		return nil, nil, err
	}
	return &probe.Identity{Source: o.CertificateKeyFile, TLS: id.Certificate(), Chain: id.Chain}, id.Notes, nil
}

func loadAnchors(o target.Options, env Environment) (probe.Anchors, []string, error) {
	if o.CAFile == "" {
		store := keyfile.SystemAnchors(env.Getenv)
		return systemAnchors{store}, store.Notes, nil
	}
	ca, err := keyfile.LoadCA(o.CAFile)
	if err != nil {
		return nil, nil, err
	}
	return fileAnchors{ca}, ca.Notes, nil
}

// StoreVariable names the variable that replaces the system's store; "" if none does.
func StoreVariable(getenv func(string) string) string {
	for _, name := range []string{"SSL_CERT_FILE", "SSL_CERT_DIR"} {
		if getenv(name) != "" {
			return name
		}
	}
	return ""
}

// fileAnchors are those of a CA file: all of them matter.
type fileAnchors struct{ *keyfile.CA }

func (a fileAnchors) Source() string { return a.Path }
func (a fileAnchors) Len() int       { return len(a.Certs) }
func (a fileAnchors) For([]*cert.Cert) []*cert.Cert {
	return a.Certs[:min(len(a.Certs), evidence.MaxAnchors)]
}

// systemAnchors are those of the system's store: only relatives of a chain matter.
type systemAnchors struct{ *keyfile.Store }

func (a systemAnchors) Source() string { return evidence.SystemStore }

func (a systemAnchors) For(chain []*cert.Cert) []*cert.Cert {
	return a.Relatives(chain)
}

// NoAnchor tells whether a CA file holds nothing that could be an anchor: no CA
// certificate and no self-signed one.
func NoAnchor(a probe.Anchors) bool {
	file, ok := a.(fileAnchors)
	return ok && !slices.ContainsFunc(file.Certs, func(c *cert.Cert) bool { return c.IsCA() || c.SelfIssued() })
}
