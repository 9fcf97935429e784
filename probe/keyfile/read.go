// Package keyfile reads the files that a user brings: CA bundles, client
// certificates with their keys, CRLs, and the system's trust store. It promises
// that whatever cannot be used is told in one line, as a *target.UsageError that
// says what the file is by its content and which command mends it; that no file,
// however large or special, can make it hang; and that no error holds a secret.
package keyfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"mongotls/probe/target"
)

// Bounds on a file, in bytes. CRLs of large CAs are larger than any bundle.
const (
	maxFile = 16 << 20
	maxCRL  = 64 << 20
)

// role is what a file is for: the option that names it, in the words of messages.
type role struct {
	option  string
	cause   string // the contract's word for a file of this role that cannot be read; it has none for CRLs
	expects string // what is expected in it, as the end of a sentence
	limit   int64
	example string
}

func caRole() role {
	return role{"tlsCAFile", "ca-file-unreadable", "CA certificates in PEM are expected", maxFile, "/etc/ssl/mongodb/ca.pem"}
}

func certRole() role {
	return role{"tlsCertificateKeyFile", "cert-file-unreadable", "a certificate and its private key in PEM are expected", maxFile, "/etc/ssl/mongodb/client.pem"}
}

func keyRole() role {
	return role{"tlsKeyFile", "cert-file-unreadable", "a private key in PEM is expected", maxFile, "/etc/ssl/mongodb/client.key"}
}

func crlRole() role {
	return role{"tlsCRLFile", "", "CRLs in PEM are expected", maxCRL, "/etc/ssl/mongodb/crl.pem"}
}

// failf makes the error about one file: "tlsCAFile ca.pem " and the rest.
func (r role) failf(path, format string, args ...any) *target.UsageError {
	return &target.UsageError{
		Msg:   fmt.Sprintf("%s %s %s", r.option, target.ShowPath(path), fmt.Sprintf(format, args...)),
		Cause: r.cause,
	}
}

// read returns the content of a regular file. It opens without blocking, so that a
// FIFO that took the file's place meanwhile cannot hold it up.
func (r role) read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, r.unreadable(path, err)
	}
	if err := r.checkFile(path, info); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, r.unreadable(path, err)
	}
	defer file.Close()
	if info, err = file.Stat(); err == nil {
		err = r.checkFile(path, info)
	}
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(file, r.limit+1))
	if err != nil {
		return nil, r.unreadable(path, err)
	}
	if int64(len(data)) > r.limit {
		return nil, r.tooLarge(path)
	}
	return data, nil
}

func (r role) checkFile(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		wrong := r.failf(path, "is a directory, not a file; %s", r.expects)
		wrong.Example = "--" + r.option + " " + filepath.Join(path, filepath.Base(r.example))
		return wrong
	case !info.Mode().IsRegular():
		return r.failf(path, "is not a regular file but a device, pipe or socket; copy its content to a file first")
	case info.Size() > r.limit:
		return r.tooLarge(path)
	}
	return nil
}

func (r role) tooLarge(path string) error {
	return r.failf(path, "is larger than %d MiB; %s", r.limit>>20, r.expects)
}

// unreadable turns an error of the file system into words.
func (r role) unreadable(path string, err error) error {
	wrong := r.failf(path, "cannot be read: %v", reason(err))
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.HasPrefix(path, "~"):
		wrong.Msg = r.failf(path, `does not exist: only a shell replaces "~", and not inside quotes or a connection string; write the whole path`).Msg
		wrong.Example = "--" + r.option + " " + r.example
	case errors.Is(err, fs.ErrNotExist):
		wrong.Msg = r.failf(path, "does not exist%s", whereLooked(path)).Msg
		wrong.Example = "--" + r.option + " " + r.example
	case errors.Is(err, fs.ErrPermission):
		wrong.Msg = r.failf(path, "cannot be read: permission denied for this user").Msg
		wrong.Run = "ls -l " + shellQuote(path)
	}
	return wrong
}

// whereLooked names the directory of a relative path.
func whereLooked(path string) string {
	if filepath.IsAbs(path) {
		return ""
	}
	directory, err := os.Getwd()
	if err != nil {
		return ""
	}
	return " in " + target.ShowPath(directory)
}

// reason is the innermost error, without the path that the message names already.
func reason(err error) error {
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
