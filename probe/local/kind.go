package local

import (
	_ "embed"
	"path/filepath"
	"regexp"
	"runtime"
)

// kind is one sort of runtime: how its programs are called, and how they are asked.
type kind struct {
	name  string
	names *regexp.Regexp
	// args are the command lines of the questions; the first has to be answered.
	args [][]string
	read func(output string, a *answer)
	// homes are where programs lie that are not on the path.
	homes []home
}

// home is a directory that a variable names, and a pattern for the places of programs in it.
type home struct{ variable, below string }

var (
	//go:embed ask/python.py
	askPython string
	//go:embed ask/node.js
	askNode string
	//go:embed ask/php.php
	askPHP string
	//go:embed ask/ruby.rb
	askRuby string
)

// kinds in the order of the report.
func kinds() []kind {
	return []kind{
		{name: "python3", names: pythonNames(), read: readAnswer,
			args:  [][]string{{"-I", "-c", askPython}},
			homes: []home{{"PYENV_ROOT", "versions/*/bin"}, {"HOME", ".pyenv/versions/*/bin"}}},
		{name: "node", names: regexp.MustCompile(`^node(js)?$`), read: readAnswer,
			args: [][]string{{"-e", askNode}}},
		{name: "php", names: regexp.MustCompile(`^php([0-9](\.[0-9]+)?)?$`), read: readAnswer,
			args: [][]string{{"-d", "display_errors=stderr", "-r", askPHP}}},
		{name: "ruby", names: regexp.MustCompile(`^ruby([0-9](\.[0-9]+)?)?$`), read: readAnswer,
			args: [][]string{{"-e", askRuby}}},
		{name: "java", names: regexp.MustCompile(`^java$`), read: readJava,
			args:  [][]string{{"-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XshowSettings:properties", "-version"}},
			homes: []home{{"JAVA_HOME", "bin"}}},
		{name: "openssl", names: regexp.MustCompile(`^openssl([0-9.]+)?$`), read: readOpenSSL,
			args: [][]string{{"version", "-a"}, {"list", "-providers"}}},
	}
}

// pythonNames are those of Python 3, which on Windows has no number.
func pythonNames() *regexp.Regexp {
	if runtime.GOOS == "windows" {
		return regexp.MustCompile(`^python(3(\.[0-9]+)?)?$`)
	}
	return regexp.MustCompile(`^python3(\.[0-9]+)?$`)
}

// extraDirs are the directories beside those of the path.
func (k kind) extraDirs(getenv func(string) string) []string {
	var out []string
	for _, h := range k.homes {
		root := getenv(h.variable)
		if !filepath.IsAbs(root) {
			continue
		}
		found, err := filepath.Glob(filepath.Join(root, h.below))
		if err == nil {
			out = append(out, found[:min(len(found), maxOfKind)]...)
		}
	}
	return out
}

// inherited are the variables that a program gets: where it and its libraries lie, and those
// that are examined. Others may hold secrets, or name code to load.
var inherited = []string{
	"HOME", "USER", "TMPDIR", "SystemRoot", "SYSTEMROOT", "PATHEXT",
	"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_FORCE_FIPS_MODE",
	"SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "JAVA_HOME",
	"PYENV_ROOT", "PYENV_VERSION", "RBENV_ROOT", "RBENV_VERSION", "ASDF_DIR", "ASDF_DATA_DIR",
	"PHPRC", "PHP_INI_SCAN_DIR", "GEM_HOME", "GEM_PATH",
}

// childEnvironment is the environment of the programs. Their path has the searched
// directories only.
func (env Environment) childEnvironment() []string {
	dirs, _ := searched(env)
	out := []string{"LC_ALL=C", "PWD=/", "PATH=" + joinPath(dirs)}
	for _, name := range inherited {
		if value := env.Getenv(name); value != "" {
			out = append(out, name+"="+value)
		}
	}
	return out
}
