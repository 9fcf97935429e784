package local

import (
	"path/filepath"
	"strconv"
	"strings"
)

// readJava reads the properties that java -XshowSettings:properties lists, and its version.
func readJava(output string, a *answer) {
	names := map[string]*string{"java.home": &a.Home, "java.version": &a.Version}
	for line := range strings.Lines(output) {
		name, value, found := strings.Cut(line, " = ")
		if to := names[strings.TrimSpace(name)]; found && to != nil && *to == "" {
			*to = strings.TrimSpace(value)
		}
	}
	if a.Version != "" {
		a.Library = "JSSE"
	}
	if filepath.IsAbs(a.Home) {
		a.Executable = filepath.Join(a.Home, "bin", "java")
	}
}

// readOpenSSL reads openssl version -a, and openssl list -providers.
func readOpenSSL(output string, a *answer) {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		switch {
		case a.Library == "" && libraryText.MatchString(line):
			a.Library, _, _ = strings.Cut(line, " (")
			a.Version = strings.Fields(a.Library)[1]
		case strings.HasPrefix(line, "OPENSSLDIR:"):
			a.setConfigDir(strings.Trim(strings.TrimPrefix(line, "OPENSSLDIR:"), ` "`))
		case strings.HasPrefix(line, "compiler:"):
			a.SecurityLevel = builtLevel(line)
		case line == "fips":
			yes := true
			a.FIPS = &yes
		}
	}
}

func (a *answer) setConfigDir(dir string) {
	if filepath.IsAbs(dir) {
		a.ConfigDir = dir
		a.CAFile, a.CADir = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "certs")
	}
}

// builtLevel is the security level that the library was built with.
func builtLevel(line string) *int {
	const option = "-DOPENSSL_TLS_SECURITY_LEVEL="
	for word := range strings.FieldsSeq(line) {
		if text, found := strings.CutPrefix(word, option); found {
			if level, err := strconv.Atoi(text); err == nil && level >= 0 && level <= 5 {
				return &level
			}
		}
	}
	return nil
}
