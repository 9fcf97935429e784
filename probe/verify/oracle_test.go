package verify

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"mongotls/fixtures/need"
	"mongotls/probe/cert"
)

// TestOpenSSL compares the verdict on every case with that of openssl verify, and the
// causes with what the case was made for.
func TestOpenSSL(t *testing.T) {
	for _, tc := range chainCases() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			in := tc.input(&mint{t: t})
			in.At, in.Client = at(), tc.client
			report := Chain(in, tc.rules())
			if got := causes(report.Problems); !slices.Equal(got, tc.causes) {
				t.Errorf("causes %q, want %q\n%s", got, tc.causes, details(report))
			}
			if ok, says := opensslVerify(t, in, tc); ok != report.Verified {
				t.Errorf("openssl verify says %v:\n%s\nwe say %v: %s", ok, says, report.Verified, details(report))
			}
		})
	}
}

// TestGo compares the verdict under GoRules with that of crypto/x509 on the same cases.
func TestGo(t *testing.T) {
	for _, tc := range chainCases() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			in := tc.input(&mint{t: t})
			in.At, in.Client = at(), tc.client
			if tc.goDiffers != "" {
				t.Skip(tc.goDiffers)
			}
			report := Chain(in, GoRules())
			if err := goVerify(in); (err == nil) != report.Verified {
				t.Errorf("crypto/x509 says %v, we say %s", err, details(report))
			}
		})
	}
}

// rules are the OpenSSL rules with the switches of the case.
func (tc chainCase) rules() Rules {
	r := OpenSSLRules().WithLevel(tc.level)
	r.PartialChain, r.Strict = tc.partial, tc.strict
	return r
}

func causes(problems []Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.Cause+"@"+strconv.Itoa(p.Depth))
	}
	return out
}

func details(r Report) string {
	var b bytes.Buffer
	for _, p := range r.Problems {
		b.WriteString("  " + p.Cause + "@" + strconv.Itoa(p.Depth) + ": " + p.Detail + "\n")
	}
	for _, n := range r.Notes {
		b.WriteString("  note: " + n + "\n")
	}
	return b.String()
}

func opensslVerify(t *testing.T, in Input, tc chainCase) (bool, string) {
	t.Helper()
	dir := t.TempDir()
	args := []string{"verify", "-no-CApath", "-no-CAstore", "-attime", strconv.FormatInt(in.At.Unix(), 10),
		"-auth_level", strconv.Itoa(tc.level), "-purpose", "sslserver"}
	if in.Client {
		args[len(args)-1] = "sslclient"
	}
	if len(in.Anchors) > 0 {
		args = append(args, "-CAfile", writePEM(t, dir, "anchors", in.Anchors))
	} else {
		args = append(args, "-no-CAfile")
	}
	if len(in.Presented) > 1 {
		args = append(args, "-untrusted", writePEM(t, dir, "untrusted", in.Presented[1:]))
	}
	if tc.partial {
		args = append(args, "-partial_chain")
	}
	if tc.strict {
		args = append(args, "-x509_strict")
	}
	if _, err := netip.ParseAddr(in.Host); err == nil {
		args = append(args, "-verify_ip", in.Host)
	} else if in.Host != "" {
		args = append(args, "-verify_hostname", in.Host)
	}
	args = append(args, writePEM(t, dir, "leaf", in.Presented[:1]))
	need.OpenSSL(t)
	out, err := exec.Command("openssl", args...).CombinedOutput()
	return err == nil, string(out)
}

func writePEM(t *testing.T, dir, name string, certs []*cert.Cert) string {
	t.Helper()
	var b bytes.Buffer
	for _, c := range certs {
		if err := pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, name+".pem")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func goVerify(in Input) error {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range in.Anchors {
		if std, err := x509.ParseCertificate(c.Raw); err == nil {
			roots.AddCert(std)
		}
	}
	var chain []*x509.Certificate
	for _, c := range in.Presented {
		std, err := x509.ParseCertificate(c.Raw)
		if err != nil {
			return err
		}
		chain = append(chain, std)
	}
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	use := x509.ExtKeyUsageServerAuth
	if in.Client {
		use = x509.ExtKeyUsageClientAuth
	}
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: in.At,
		DNSName: in.Host, KeyUsages: []x509.ExtKeyUsage{use}})
	return err
}
