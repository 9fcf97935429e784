package keyfile

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"mongotls/probe/cert"
	"mongotls/probe/target"
)

// Inspection is all that can be learnt of one file, whatever is wrong with it.
type Inspection struct {
	Path string
	// Info is nil where the file system tells nothing.
	Info fs.FileInfo
	// Content is what the file is by its content: "PEM", "a certificate in DER"; "" where
	// it could not be read.
	Content string
	// Mixed says which programs read the file otherwise than others do, and Unmix is the
	// command that mends it; "" where all agree.
	Mixed, Unmix string
	Certs        []*cert.Cert
	Keys         []Key
	CRLs         [][]byte // DER
	// Wrong is why the file cannot be used, or not whole, the first reason first.
	Wrong []Fault
}

// maxKeys bounds the private keys told of one file.
const maxKeys = 10

// Fault is one reason. Cause is the contract's word; Run the command that mends it, or "".
type Fault struct{ Cause, Detail, Run string }

// Key is one private key of a file. It prints as its type; the key is reached by Fits only.
type Key struct {
	Type      string // "RSA 2048"; "" where it could not be opened
	Encrypted bool
	signer    crypto.Signer
}

// Opened tells whether the key could be read.
func (k Key) Opened() bool { return k.signer != nil }

// Fits tells whether the key belongs to the certificate.
func (k Key) Fits(c *cert.Cert) bool { return k.signer != nil && samePublicKey(k.signer, c.RawSPKI) }

// Inspect reads a file as what it is to be. It asks for the passphrase at most once, and
// only where a key is encrypted.
func Inspect(as Kind, path string, passphrase Passphrase) Inspection {
	i := &inspector{Inspection: Inspection{Path: path}, kind: as.spec(), ask: askOnce(path, passphrase)}
	i.Info, _ = os.Stat(path)
	data, err := i.read(path)
	if err != nil {
		i.wrong(err)
		return i.Inspection
	}
	i.data(data)
	return i.Inspection
}

// inspector fills an Inspection.
type inspector struct {
	Inspection
	kind
	ask func() (string, error)
}

// wrong notes a fault. The option of the file is left out of its text: who examines a file
// knows what it is.
func (i *inspector) wrong(err error) {
	f := Fault{Cause: i.cause, Detail: err.Error()}
	var usage *target.UsageError
	if errors.As(err, &usage) {
		_, text, _ := strings.Cut(usage.Msg, " ")
		f = Fault{Cause: usage.Cause, Detail: text, Run: usage.Run}
	}
	i.Wrong = append(i.Wrong, f)
}

// data sorts what was read.
func (i *inspector) data(data []byte) {
	blocks, bad := scanPEM(data)
	if len(blocks) == 0 && bad == nil {
		i.notPEM(data)
		return
	}
	i.Content = "PEM"
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		i.Content = "PEM behind a byte order mark"
		i.Mixed = "the file begins with a byte order mark: OpenSSL skips it, and Go misses the first block of such a file"
		i.Unmix = command(`sed '1s/^\xef\xbb\xbf//' {in} > {out}`, i.Path)
	}
	if bytes.Contains(data, []byte("\r\n")) {
		i.Content += ", lines end in CR LF"
	}
	if bad != nil {
		i.wrong(i.damaged(i.Path, bad))
	}
	c := &contents{path: i.Path, data: data}
	for _, b := range blocks {
		c.add(b)
	}
	i.sorted(c, bad != nil)
}

// sorted reads the blocks of a PEM file. What a damaged file lacks may be in the damage.
func (i *inspector) sorted(c *contents, damaged bool) {
	if c.certificates > 0 {
		certs, errs := cert.FromPEM(c.data)
		i.Certs = certs
		for _, err := range errs {
			if !damaged {
				i.wrong(i.failf(i.Path, "is damaged: %v", err))
			}
		}
	}
	for _, b := range c.keys[:min(len(c.keys), maxKeys)] {
		i.key(b)
	}
	for _, b := range c.crls {
		i.CRLs = append(i.CRLs, b.Bytes)
	}
	if damaged {
		return
	}
	switch {
	case i.certificate && c.certificates == 0:
		i.wrong(i.lacks(c, "certificate"))
	case i.kind.key && len(c.keys) == 0:
		i.wrong(i.lacks(c, "private key"))
	case i.crl && len(c.crls) == 0:
		i.wrong(i.lacks(c, "CRL"))
	}
}

// key opens a private key, where the file is one that a key is used of: the first, which is
// the one that programs take (PEM_read_bio_PrivateKey). So a file full of slow keys costs no
// more than one.
func (i *inspector) key(b block) {
	k := Key{Encrypted: encrypted(b)}
	if i.kind.key && len(i.Keys) == 0 {
		signer, err := i.readKey(i.Path, b, i.ask)
		if err != nil {
			i.wrong(err)
		} else {
			k.signer, k.Type = signer, keyText(signer)
		}
	}
	i.Keys = append(i.Keys, k)
}

// keyText names a key as evidence names those of certificates.
func keyText(key crypto.Signer) string {
	switch public := key.Public().(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", public.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA " + public.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return fmt.Sprintf("%T", key.Public())
}

// notPEM names a file without any PEM block, and looks into it where that is possible:
// what it holds can be judged although no program would read it.
func (i *inspector) notPEM(data []byte) {
	err := i.role.notPEM(i.Path, data)
	if i.crl && derShape(isCRL)(data) {
		err = &target.UsageError{Cause: i.cause, Msg: i.option + " " + target.ShowPath(i.Path) + " is a CRL in DER, and drivers read PEM only",
			Run: command("openssl crl -inform DER -in {in} -out {out}", i.Path)}
	}
	i.wrong(err)
	for _, f := range formats() {
		if f.matches(data) {
			i.Content = f.name
			break
		}
	}
	switch {
	case derShape(isCertificate)(data):
		if c, err := cert.Parse(data); err == nil {
			i.Certs = []*cert.Cert{c}
		}
	case derShape(isCRL)(data):
		i.CRLs = [][]byte{data}
	case derShape(isPKCS12)(data):
		i.pkcs12(data)
	}
}

// pkcs12 looks into a PKCS#12 file; what it cannot open adds no fault to that of the format.
func (i *inspector) pkcs12(data []byte) {
	if slowKDF(data, maxIterations, maxDERDepth) {
		return
	}
	key, leaf, others, err := pkcs12.DecodeChain(data, "")
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		text, asked := i.ask()
		if asked != nil {
			return
		}
		key, leaf, others, err = pkcs12.DecodeChain(data, text)
	}
	if err != nil {
		return
	}
	if certs, err := reparse(append([]*x509.Certificate{leaf}, others...)); err == nil {
		i.Certs = certs
	}
	if signer, ok := key.(crypto.Signer); ok {
		i.Keys = []Key{{signer: signer, Type: keyText(signer), Encrypted: true}}
	}
}
