package local

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"mongotls/probe/cert"
	"mongotls/probe/evidence"
	"mongotls/probe/inspection"
)

// Bounds on trust stores.
const (
	maxStores     = 40
	maxStoreDirs  = 8
	maxStoreFiles = 2000    // of one directory
	maxHashedFile = 1 << 20 // bytes, of one file in a directory
	publicStore   = 50      // a store with so many anchors is one of public CAs
)

// storeBook reads each trust store once.
type storeBook struct {
	at     time.Time
	stores []evidence.TrustStore
}

// storeVariables are those that name trust stores.
var storeVariables = []string{"SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}

func (b *storeBook) addVariables(getenv func(string) string) {
	for _, name := range storeVariables {
		paths := []string{getenv(name)}
		if name == "SSL_CERT_DIR" {
			paths = filepath.SplitList(getenv(name))
		}
		for _, path := range paths[:min(len(paths), maxStoreDirs)] {
			if path != "" {
				b.add(path)
			}
		}
	}
}

// add reads a store that was not read before.
func (b *storeBook) add(path string) evidence.TrustStore {
	if i := slices.IndexFunc(b.stores, func(s evidence.TrustStore) bool { return s.Path == bounded(path) }); i >= 0 {
		return b.stores[i]
	}
	s := b.read(path)
	s.Path = bounded(path)
	if len(b.stores) < maxStores {
		b.stores = append(b.stores, s)
	}
	return s
}

func (b *storeBook) read(path string) evidence.TrustStore {
	info, err := os.Stat(path)
	if err != nil {
		return failed(err)
	}
	modified := info.ModTime().UTC()
	s := evidence.TrustStore{State: evidence.StoreRead, Modified: &modified}
	if info.IsDir() {
		s.Form = "directory"
		return b.directory(s, path)
	}
	data, err := readFile(path)
	if err != nil {
		return failed(err)
	}
	return b.file(s, data)
}

// failed is a store that could not be read.
func failed(err error) evidence.TrustStore {
	s := evidence.TrustStore{State: evidence.StoreUnreadable, Detail: bounded(err.Error())}
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		s.Detail = bounded(pathErr.Err.Error())
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.State = evidence.StoreAbsent
	case errors.Is(err, fs.ErrPermission):
		s.State = evidence.StoreForbidden
	}
	return s
}

// file reads a bundle in PEM, or one of Java's forms.
func (b *storeBook) file(s evidence.TrustStore, data []byte) evidence.TrustStore {
	for _, form := range storeForms {
		if !form.is(data) {
			continue
		}
		ders, err := form.read(data)
		if s.Form = form.name; err != nil {
			s.State, s.Detail = evidence.StoreUnreadable, err.Error()
		}
		var certs []*cert.Cert
		for _, der := range ders {
			if c, err := cert.Parse(der); err == nil {
				certs = append(certs, c)
			}
		}
		return b.describe(s, certs)
	}
	certs, errs := cert.FromPEM(data)
	s.Form = "PEM"
	switch {
	case len(certs) == 0 && len(data) == 0:
		s.State, s.Form, s.Detail = evidence.StoreUnreadable, "", "it is empty"
	case len(certs) == 0:
		s.State, s.Form, s.Detail = evidence.StoreUnreadable, "", "no certificate in PEM is in it"
	case len(errs) > 0:
		s.Detail = bounded(errs[0].Error())
	}
	return b.describe(s, certs)
}

// hashed is the name of a file that OpenSSL looks for in a directory: the hash of the subject,
// and a number (X509_LOOKUP_hash_dir(3)).
var hashed = regexp.MustCompile(`^[0-9a-f]{8}\.[0-9]{1,4}$`)

// directory reads the files that OpenSSL finds, and counts the others that look like
// certificates.
func (b *storeBook) directory(s evidence.TrustStore, path string) evidence.TrustStore {
	entries, err := os.ReadDir(path)
	if err != nil && len(entries) == 0 {
		return failed(err)
	}
	var certs []*cert.Cert
	read := 0
	for _, e := range entries {
		switch ext := strings.ToLower(filepath.Ext(e.Name())); {
		case hashed.MatchString(e.Name()) && read < maxStoreFiles:
			read++
			if data, err := readBounded(filepath.Join(path, e.Name()), maxHashedFile); err == nil {
				found, _ := cert.FromPEM(data) // a file that is none counts nothing
				certs = append(certs, found...)
			}
		case ext == ".pem" || ext == ".crt" || ext == ".cer":
			s.Unhashed++
		}
	}
	return b.describe(s, certs)
}

// describe counts the certificates of a store and says what stands out among them.
func (b *storeBook) describe(s evidence.TrustStore, certs []*cert.Cert) evidence.TrustStore {
	seen := map[[sha256.Size]byte]bool{}
	names := map[string]bool{}
	for _, c := range certs {
		if seen[c.SHA256] {
			continue
		}
		seen[c.SHA256] = true
		s.Anchors++
		if b.at.After(c.NotAfter) {
			s.Expired++
		}
		names[commonName(c.Subject.Text)] = true
		if product := inspection.Product(c.Subject.Text); product != "" && len(s.Inspection) < maxInspection {
			s.Inspection = append(s.Inspection, evidence.InspectionCA{Subject: bounded(c.Subject.Text), Product: product})
		}
	}
	if s.Anchors >= publicStore {
		s.Lacks = slices.DeleteFunc(slices.Clone(atlasRoots), func(name string) bool { return names[name] })
	}
	return s
}

// maxInspection bounds the CAs of one store that are told.
const maxInspection = 10

// atlasRoots are the roots that certificates of Atlas chain to: Let's Encrypt's, and since
// June 2025 Google's (MongoDB Atlas, FAQ: Security). R2 and R3 of Google are left out: they
// issue nothing in use, and stores of 2026 begin to drop them.
var atlasRoots = []string{"ISRG Root X1", "GTS Root R1", "GTS Root R4"}

// commonName is the CN of a subject (RFC 4514) whose values have no comma, as those of
// atlasRoots; "" where there is none.
func commonName(subject string) string {
	for part := range strings.SplitSeq(subject, ",") {
		if name, found := strings.CutPrefix(part, "CN="); found {
			return name
		}
	}
	return ""
}
