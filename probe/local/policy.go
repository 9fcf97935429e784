package local

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// policyKeys are the settings of openssl.cnf that restrict TLS (SSL_CONF_cmd(3)).
var policyKeys = []string{"MinProtocol", "MaxProtocol", "CipherString", "Ciphersuites", "Groups", "Curves", "SignatureAlgorithms"}

// maxSettings bounds the settings kept.
const maxSettings = 20

// policy reads what the system prescribes. The files of OpenSSL are those that the answers
// name, and the usual ones.
func (env Environment) policy(answers []answer) evidence.Policy {
	p := evidence.Policy{CryptoPolicy: env.cryptoPolicy(), FIPS: env.kernelFIPS()}
	for _, file := range env.configFiles(answers) {
		text, err := readFile(file)
		if err != nil {
			continue
		}
		p.Settings = append(p.Settings, settings(file, string(text))...)
	}
	p.Settings = p.Settings[:min(len(p.Settings), maxSettings)]
	return p
}

// configFiles are the configurations of the OpenSSLs, each real file once: that of the
// variable, which replaces the others, else theirs, and the back end of crypto-policies.
func (env Environment) configFiles(answers []answer) []string {
	files := []string{env.Getenv("OPENSSL_CONF")}
	if files[0] == "" {
		files = nil
		for _, a := range answers {
			if a.ConfigDir != "" {
				files = append(files, filepath.Join(a.ConfigDir, "openssl.cnf"))
			}
		}
		files = append(files, env.system("/etc/ssl/openssl.cnf"), env.system("/etc/pki/tls/openssl.cnf"))
	}
	files = append(files, env.system("/etc/crypto-policies/back-ends/opensslcnf.config"))
	var out []string
	for _, file := range files {
		real, err := filepath.EvalSymlinks(file)
		if err == nil && !slices.Contains(out, real) {
			out = append(out, real)
		}
	}
	return out
}

// settings are the restricting lines of an openssl.cnf, of whatever section.
func settings(file, text string) []evidence.PolicySetting {
	var out []evidence.PolicySetting
	line := 0
	for raw := range strings.Lines(text) {
		line++
		key, value, found := strings.Cut(strings.TrimSpace(raw), "=")
		key = strings.TrimSpace(key)
		for _, command := range []string{"", "TLS.", "system_default."} {
			if name := strings.TrimPrefix(key, command); found && slices.Contains(policyKeys, name) {
				value, _, _ = strings.Cut(value, "#")
				out = append(out, evidence.PolicySetting{File: bounded(file), Line: line, Key: name, Value: bounded(value)})
				break
			}
		}
	}
	return out[:min(len(out), maxSettings)]
}

// cryptoPolicy is the policy in force (update-crypto-policies(8)): the state file, which the
// tool writes, before the configuration.
func (env Environment) cryptoPolicy() string {
	for _, file := range []string{"/etc/crypto-policies/state/current", "/etc/crypto-policies/config"} {
		text, err := readFile(env.system(file))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				return bounded(line)
			}
		}
	}
	return ""
}

func (env Environment) kernelFIPS() *bool {
	text, err := readFile(env.system("/proc/sys/crypto/fips_enabled"))
	if err != nil {
		return nil
	}
	on := strings.TrimSpace(string(text)) == "1"
	return &on
}

// system is a file of the system.
func (env Environment) system(path string) string { return filepath.Join(cmp.Or(env.Root, "/"), path) }

// release is PRETTY_NAME of os-release(5).
func release(root string) string {
	for _, file := range []string{"/etc/os-release", "/usr/lib/os-release"} {
		text, err := readFile(filepath.Join(cmp.Or(root, "/"), file))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			if name, found := strings.CutPrefix(line, "PRETTY_NAME="); found {
				return bounded(strings.Trim(strings.TrimSpace(name), `"'`))
			}
		}
	}
	return ""
}
