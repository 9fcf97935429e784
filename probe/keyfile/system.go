package keyfile

import (
	"os"
	"path/filepath"
	"strings"

	"mongotls/probe/target"
)

// systemFiles are where Linux distributions and macOS keep their bundle, most
// common first; the first that exists is read (crypto/x509 root_linux.go).
func systemFiles() []string {
	return []string{
		"/etc/ssl/certs/ca-certificates.crt",
		"/etc/pki/tls/certs/ca-bundle.crt",
		"/etc/ssl/ca-bundle.pem",
		"/etc/pki/tls/cacert.pem",
		"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
		"/etc/ssl/cert.pem",
	}
}

// systemDirs are directories with one certificate a file.
func systemDirs() []string { return []string{"/etc/ssl/certs", "/etc/pki/tls/certs"} }

// SystemAnchors opens the trust store that OpenSSL and Go use: SSL_CERT_FILE and
// SSL_CERT_DIR replace the system's bundle and directories, each by itself, as in
// both. A place that cannot be read adds a note, never an error. getenv is os.Getenv.
func SystemAnchors(getenv func(string) string) *Store {
	s := &Store{dirs: systemDirs()}
	if list := getenv("SSL_CERT_DIR"); list != "" {
		s.dirs = filepath.SplitList(list)
		for _, dir := range s.dirs {
			if info, err := os.Stat(dir); err != nil || !info.IsDir() {
				s.Notes = append(s.Notes, "SSL_CERT_DIR names "+target.ShowPath(dir)+", which is no directory that can be read")
			}
		}
	}
	if file := getenv("SSL_CERT_FILE"); file != "" {
		if err := s.addFile(file); err != nil {
			s.Notes = append(s.Notes, "SSL_CERT_FILE: "+strings.TrimPrefix(err.Error(), caRole().option+" "))
		}
		return s
	}
	for _, file := range systemFiles() {
		if s.addFile(file) == nil {
			break
		}
	}
	return s
}
