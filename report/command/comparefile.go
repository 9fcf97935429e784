package command

import (
	"github.com/urfave/cli/v2"

	"mongotls/probe/evidence"
	"mongotls/probe/keyfile"
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
