package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/probe/evidence"
	"mongotls/probe/files"
	"mongotls/probe/serverconf"
	"mongotls/probe/target"
)

// configFlags are those of a server's configuration.
func configFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "config", Usage: "`FILE` of a mongod or mongos; the files that it names are examined as well; repeatable. A command line may follow two dashes: -- mongod --tlsMode requireTLS", Category: groupFiles},
		&cli.StringFlag{Name: "server-version", Usage: "`RELEASE` that the configuration is for, such as 7.0.14 (default: any, and the report says which releases it holds for)", Category: groupFiles},
		&cli.BoolFlag{Name: "fix", Usage: "print the corrected YAML of the configuration and nothing else on standard output; no file is written. The exit status is that of what is left to decide", Category: groupFiles},
	}
}

// serverConfig is one configuration with the text that it was read from.
type serverConfig struct {
	serverconf.Config
	name string // of the target
	file string // with the YAML; "" for none
	text []byte // of the file
}

// configs are the configurations that the command line names: files first, then the
// server's own command line.
func (p *program) configs(c *cli.Context, run fileRun) ([]serverConfig, error) {
	if version := c.String("server-version"); c.IsSet("server-version") {
		if _, err := serverconf.ParseRelease(version); err != nil {
			return nil, usagef("--server-version is %s: %w", target.Show(version), err)
		}
	}
	var out []serverConfig
	for _, name := range c.StringSlice("config") {
		out = append(out, p.configFile(name))
	}
	if len(run.server) == 0 {
		return out, nil
	}
	line := serverconf.ParseArguments(run.server)
	if line.ConfigFile == "" {
		return append(out, serverConfig{Config: line, name: programOf(line)}), nil
	}
	file := p.configFile(line.ConfigFile)
	file.Config = serverconf.Merge(line, file.Config)
	file.name = programOf(line) + " --config " + target.ShowPath(line.ConfigFile)
	return append(out, file), nil
}

// programOf names the target of a command line.
func programOf(line serverconf.Config) string {
	if line.Program == "" {
		return serverconf.CommandLineSource
	}
	return line.Program
}

// configFile reads one file, "-" for standard input. That it cannot be read is evidence.
func (p *program) configFile(name string) serverConfig {
	shown := target.ShowPath(name)
	s := serverConfig{name: shown, file: name}
	var err error
	if s.text, err = p.readBounded(name, serverconf.MaxBytes+1); err != nil {
		s.Config = serverconf.Failed(shown, fmt.Sprintf("it cannot be read: %v", reason(err)))
		return s
	}
	s.Config = serverconf.Parse(shown, s.text)
	return s
}

// readBounded reads at most so many bytes of a file that is no directory and no device.
func (p *program) readBounded(name string, most int64) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(p.In, most))
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// configSubjects are the configurations and the files that they name.
func (p *program) configSubjects(c *cli.Context, run fileRun) ([]subject, error) {
	configs, err := p.configs(c, run)
	if err != nil {
		return nil, err
	}
	var out []subject
	for _, s := range configs {
		out = append(out, s.subject(c.String("server-version"), run.At))
		out = append(out, fileSubjects(run.Examine(p.namedFiles(s, run)))...)
	}
	return out, nil
}

// subject is the configuration for a release as a target of its own.
func (s serverConfig) subject(version string, at time.Time) subject {
	config := s.Evidence(version)
	return subject{text: s.name, notes: relativeNotes(s.Config), evidence: evidence.Evidence{
		At: at.UTC(), Members: []evidence.Member{}, File: &evidence.File{Path: s.name, Role: evidence.RoleConfig, Config: &config},
	}}
}

// namedFiles is the set of files that a configuration names, as its server takes them.
func (p *program) namedFiles(s serverConfig, run fileRun) files.Set {
	path := func(name string) string {
		if setting := s.Effective("net.tls." + name); setting != nil {
			return setting.Value
		}
		return ""
	}
	set := files.Set{NamedBy: s.name, Use: useOf(s.Config), Certificate: path("certificateKeyFile"), Cluster: path("clusterFile"),
		CA: path("CAFile"), ClusterCA: path("clusterCAFile"), CRL: path("CRLFile"), Hosts: run.set.Hosts}
	if set.Certificate != "" {
		set.Peers = run.set.Peers
	}
	ask := askOnce(p.Passphrase)
	set.Passphrase = p.passphrase(s.Secret("net.tls.certificateKeyFilePassword"), ask, set.Certificate)
	set.ClusterPassphrase = p.passphrase(s.Secret("net.tls.clusterPassword"), ask, set.Cluster)
	return set
}

// useOf tells a member by what only members have.
func useOf(c serverconf.Config) evidence.Use {
	for _, name := range []string{"security.clusterAuthMode", "replication.replSetName", "sharding.clusterRole", "sharding.configDB", "replSet", "configdb", "shardsvr", "configsvr"} {
		if c.Has(name) {
			return evidence.UseMember
		}
	}
	if c.Program == "mongos" {
		return evidence.UseMember
	}
	return evidence.UseUnknown
}

// relativeNotes tell how the server finds files without a full path.
func relativeNotes(c serverconf.Config) []string {
	if names := c.RelativeFiles(); len(names) > 0 {
		return []string{fmt.Sprintf("%s is relative: mongod looks for it in the directory that it is started in, mongotls in this one", target.ShowPath(names[0]))}
	}
	return nil
}
