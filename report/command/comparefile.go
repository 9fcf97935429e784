package command

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/probe/evidence"
	"mongotls/probe/keyfile"
	"mongotls/probe/target"
)

// compareFlags ask what only a comparison shows.
func compareFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "compare-file", Usage: "tell whether the certificate of `FILE` is the one that is served; repeatable", Category: groupProbe},
		&cli.BoolFlag{Name: "peer-check", Usage: "judge each member's certificate as the other members do", Category: groupJudge},
	}
}

// comparedFiles reads the files of --compare-file. One that cannot be read is a usage error.
func comparedFiles(c *cli.Context) ([]evidence.ComparedFile, error) {
	var out []evidence.ComparedFile
	for _, path := range c.StringSlice("compare-file") {
		certs, err := keyfile.LoadCompared(path)
		if err != nil {
			return nil, err
		}
		f := evidence.ComparedFile{Path: path, Certificates: []evidence.Certificate{}}
		for _, x := range certs[:min(len(certs), maxComparedCertificates)] {
			f.Certificates = append(f.Certificates, x.Evidence())
		}
		out = append(out, f)
	}
	return out, nil
}

// maxComparedCertificates bounds what is kept of one file: a chain.
const maxComparedCertificates = 20

// servedFiles notes which of several members serves what a file has first. Of a single one its
// check says so.
func servedFiles(e evidence.Evidence) []string {
	if e.Deployment == nil || len(e.Members) < 2 {
		return nil
	}
	var notes []string
	for _, f := range e.Deployment.Compared {
		var by []string
		for _, m := range e.Members {
			if len(f.Certificates) > 0 && len(m.Chain.Presented) > 0 && m.Chain.Presented[0].SHA256 == f.Certificates[0].SHA256 {
				by = append(by, m.Host)
			}
		}
		if more := len(by) - maxServing; more > 0 {
			by = append(by[:maxServing], fmt.Sprintf("%d more", more))
		}
		if len(by) > 0 {
			notes = append(notes, fmt.Sprintf("%s is what %s serves", target.ShowPath(f.Path), strings.Join(by, ", ")))
		}
	}
	return notes
}

// maxServing bounds the members that a note names.
const maxServing = 5
