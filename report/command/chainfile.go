package command

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"mongotls/classify"
	"mongotls/probe/setup"
	"mongotls/probe/target"
	"mongotls/report"
)

// misusedFiles is the usage error for a CA file that holds no CA and nothing of the
// server's chain either: the wrong file was given. A file with the server's own
// certificate is a diagnosis (ca-file-lacks-root).
func misusedFiles(jobs []job, doc report.Document) error {
	for i, t := range doc.Targets[:len(jobs)] {
		lacksRoot := slices.ContainsFunc(t.Result.Diagnoses, func(d classify.Diagnosis) bool { return d.Cause == "ca-file-lacks-root" })
		file := jobs[i].target.Options.CAFile
		if file == "" || lacksRoot || !setup.NoAnchor(jobs[i].config.Anchors) {
			continue
		}
		return &target.UsageError{
			Msg:     "--tlsCAFile " + target.ShowPath(file) + " holds no CA certificate, only end-entity certificates; the certificate of the CA that issued the server's is expected",
			Example: "--tlsCAFile ca.pem",
		}
	}
	return nil
}

// writeChain writes the chain that the first server with a missing intermediate should
// send, and notes in the document what became of it.
func writeChain(file string, doc report.Document) error {
	for i := range doc.Targets {
		t := &doc.Targets[i]
		chain := classify.ServerChain(&t.Evidence)
		if chain == "" {
			continue
		}
		if err := os.WriteFile(file, []byte(chain), 0o644); err != nil {
			return usagef("--write-chain %s: %w", target.ShowPath(file), reason(err))
		}
		t.Notes = append(t.Notes, fmt.Sprintf("the chain that the server should send is in %s: %d certificates", target.ShowPath(file), strings.Count(chain, "-----BEGIN ")))
		return nil
	}
	doc.Targets[0].Notes = append(doc.Targets[0].Notes, "--write-chain wrote nothing: no server lacks an intermediate that could be found")
	return nil
}
