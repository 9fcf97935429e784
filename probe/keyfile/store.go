package keyfile

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
)

// Store is a set of trust anchors that parses only those asked for: a process that
// verifies one chain needs one of a system's 140. It is safe for concurrent use.
type Store struct {
	// Notes are about places that could not be read.
	Notes []string

	mu      sync.Mutex
	anchors []*anchor
	seen    map[[32]byte]bool
	sources []string
	dirs    []string // not read yet
}

// anchor is one certificate, parsed when it is needed.
type anchor struct {
	der, subject []byte
	cert         *cert.Cert
}

// maxDirFiles bounds the files read of one directory.
const maxDirFiles = 10000

// BySubject returns the anchors of that encoded subject; where none has these very
// bytes, those whose subject is equal under OpenSSL's rules (cert.Name.Equal).
func (s *Store) BySubject(raw []byte) []*cert.Cert {
	s.mu.Lock()
	defer s.mu.Unlock()
	exact := func(a *anchor) bool { return bytes.Equal(a.subject, raw) }
	if found := s.find(exact); len(found) > 0 {
		return found
	}
	s.readDirs()
	if found := s.find(exact); len(found) > 0 {
		return found
	}
	name, err := cert.ParseName(raw)
	if err != nil {
		return nil
	}
	return s.find(func(a *anchor) bool {
		subject, err := cert.ParseName(a.subject)
		return err == nil && subject.Equal(name)
	})
}

// Relatives are the anchors that share a name with a chain, as its issuers or itself, at
// most evidence.MaxAnchors.
func (s *Store) Relatives(chain []*cert.Cert) []*cert.Cert {
	var out []*cert.Cert
	seen := map[[32]byte]bool{}
	for _, c := range chain {
		for _, name := range [][]byte{c.Issuer.Raw, c.Subject.Raw} {
			for _, anchor := range s.BySubject(name) {
				if !seen[anchor.SHA256] && len(out) < evidence.MaxAnchors {
					seen[anchor.SHA256] = true
					out = append(out, anchor)
				}
			}
		}
	}
	return out
}

// Len is the number of different certificates in the store.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readDirs()
	return len(s.anchors)
}

// All parses the whole store; those that cannot be parsed at all are left out.
func (s *Store) All() []*cert.Cert {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readDirs()
	return s.find(func(*anchor) bool { return true })
}

// Source names the file and the directories that certificates were found in.
func (s *Store) Source() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.sources, ", ")
}

func (s *Store) find(wanted func(*anchor) bool) []*cert.Cert {
	var found []*cert.Cert
	for _, a := range s.anchors {
		if !wanted(a) {
			continue
		}
		if a.cert == nil {
			parsed, err := cert.Parse(a.der)
			if err != nil {
				continue
			}
			a.cert = parsed
		}
		found = append(found, a.cert)
	}
	return found
}

// addFile adds what a bundle holds up to its first damage.
func (s *Store) addFile(path string) error {
	data, err := caRole().read(path)
	if err != nil {
		return err
	}
	blocks, bad := scanPEM(data)
	if !s.addBlocks(blocks) && bad == nil {
		return caRole().notPEM(path, data)
	}
	s.sources = append(s.sources, path)
	if bad != nil {
		return caRole().damaged(path, bad)
	}
	return nil
}

// addBlocks tells whether there was any certificate, new or not.
func (s *Store) addBlocks(blocks []block) bool {
	if s.seen == nil {
		s.seen = map[[32]byte]bool{}
	}
	any := false
	for _, b := range blocks {
		subject := rawSubject(b.Bytes)
		if subject == nil || !strings.HasSuffix(b.Type, "CERTIFICATE") {
			continue
		}
		any = true
		if sum := sha256.Sum256(b.Bytes); !s.seen[sum] {
			s.seen[sum] = true
			s.anchors = append(s.anchors, &anchor{der: b.Bytes, subject: subject})
		}
	}
	return any
}

// readDirs reads the directories, once. They are read late because they mostly
// repeat the bundle, file by file.
func (s *Store) readDirs() {
	dirs := s.dirs
	s.dirs = nil
	for _, dir := range dirs {
		s.readDir(dir)
	}
}

func (s *Store) readDir(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	entries = entries[:min(len(entries), maxDirFiles)]
	names := map[string]bool{}
	for _, entry := range entries {
		names[entry.Name()] = true
	}
	before := len(s.anchors)
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		if link, err := os.Readlink(path); err == nil && names[link] {
			continue // OpenSSL's links by hash lead to other files of the directory
		}
		if data, err := caRole().read(path); err == nil {
			blocks, _ := scanPEM(data)
			s.addBlocks(blocks)
		}
	}
	if len(s.anchors) > before {
		s.sources = append(s.sources, dir)
	}
}
