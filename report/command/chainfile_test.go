package command_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mongotls/fixtures"
	"mongotls/report/command"
)

// doctor runs the doctor on a scenario.
func doctor(t *testing.T, scenario string, more ...string) (status int, out, told string) {
	t.Helper()
	s, ok := fixtures.Find(scenario)
	if !ok {
		t.Fatalf("there is no scenario %s", scenario)
	}
	l, err := fixtures.Start(t.Context(), s, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var stdout, stderr bytes.Buffer
	args := slices.Concat([]string{"mongotls", "doctor"}, l.Args, []string{l.Target}, more)
	status = command.Run(t.Context(), args, streams(&stdout, &stderr), lab{})
	return status, stdout.String(), stderr.String()
}

func TestWriteChain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "chain.pem")
	status, out, told := doctor(t, "missing-intermediate-with-aia", "--write-chain", file)
	if status != 4 || !strings.Contains(out, file) || told != "" {
		t.Errorf("status %d, want 4; %s%s", status, told, out)
	}
	chain, err := os.ReadFile(file)
	if n := bytes.Count(chain, []byte("-----BEGIN CERTIFICATE-----")); err != nil || n != 2 {
		t.Errorf("%d certificates, want 2: %v", n, err)
	}
}

func TestWriteChainCannotWrite(t *testing.T) {
	status, out, told := doctor(t, "missing-intermediate-with-aia", "--write-chain", "/nonexistent/chain.pem")
	if status != 2 || out != "" || told != "mongotls: --write-chain /nonexistent/chain.pem: no such file or directory\n" {
		t.Errorf("status %d, want 2; %q; %s", status, told, out)
	}
}

// TestServerLeafInCAFile: the wrong file is a usage error, the server's own certificate in
// it is a diagnosis.
func TestServerLeafInCAFile(t *testing.T) {
	status, out, told := doctor(t, "ca-file-has-leaf")
	if status != 4 || !strings.Contains(out, "ca-file-lacks-root") || told != "" {
		t.Errorf("status %d, want 4; %s%s", status, told, out)
	}
}
