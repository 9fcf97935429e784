//go:build unix

package keyfile

import (
	"os"
	"syscall"
	"testing"
)

func TestSpecialFiles(t *testing.T) {
	p := newPKI(t)
	if err := syscall.Mkfifo(p.path("fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	huge, err := os.Create(p.path("huge"))
	if err != nil {
		t.Fatal(err)
	}
	if err := huge.Truncate(maxFile + 1); err != nil {
		t.Fatal(err)
	}
	huge.Close()
	for name, want := range map[string]string{
		"fifo": `tlsCAFile DIR/fifo is not a regular file but a device, pipe or socket; copy its content to a file first`,
		"huge": `tlsCAFile DIR/huge is larger than 16 MiB; CA certificates in PEM are expected`,
		".":    `tlsCAFile DIR is a directory, not a file; CA certificates in PEM are expected; for example: --tlsCAFile DIR/ca.pem`,
	} {
		_, err := LoadCA(p.path(name))
		p.wantError(err, "ca-file-unreadable", want)
	}
	_, err = LoadCA("~/ca.pem")
	p.wantError(err, "ca-file-unreadable", `tlsCAFile ~/ca.pem does not exist: only a shell replaces "~", and not inside quotes or a connection string; write the whole path; for example: --tlsCAFile /etc/ssl/mongodb/ca.pem`)
}

func TestPermissionDenied(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read every file")
	}
	p := newPKI(t)
	if err := os.Chmod(p.path("ca.pem"), 0); err != nil {
		t.Fatal(err)
	}
	_, err := LoadCA(p.path("ca.pem"))
	p.wantError(err, "ca-file-unreadable", `tlsCAFile DIR/ca.pem cannot be read: permission denied for this user; run: ls -l DIR/ca.pem`)
}
