package local

import (
	"cmp"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

// answer is what a program says of itself. The scripts in ask print it as JSON; what other
// programs print is read into it.
type answer struct {
	Executable string `json:"executable"`
	Version    string `json:"version"`
	Library    string `json:"library"`
	Oldest     string `json:"oldest"`
	Newest     string `json:"newest"`
	// CAFile and CADir are the places that the library was built with.
	CAFile        string            `json:"ca_file"`
	CADir         string            `json:"ca_dir"`
	Anchors       *int              `json:"anchors"`
	BuiltIn       bool              `json:"built_in"`
	SecurityLevel *int              `json:"security_level"`
	FIPS          *bool             `json:"fips"`
	Packages      map[string]string `json:"packages"`
	Certifi       string            `json:"certifi"`
	OCSPWorks     *bool             `json:"ocsp_works"`
	OCSPError     string            `json:"ocsp_error"`
	OCSPLibrary   string            `json:"ocsp_library"`
	Problem       string            `json:"problem"`
	// Home is Java's, ConfigDir OpenSSL's.
	Home      string `json:"-"`
	ConfigDir string `json:"-"`
	absent    bool
}

// readAnswer reads the last line that is an answer: a program may print before and after it.
func readAnswer(output string, a *answer) {
	lines := strings.Split(output, "\n")
	for _, line := range slices.Backward(lines) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, `{"executable":`) && json.Unmarshal([]byte(line), a) == nil {
			return
		}
	}
}

// maxPackages bounds the packages of one answer; the scripts ask for fewer.
const maxPackages = 10

// bounded is the answer with every text short.
func (a answer) bounded() answer {
	for _, text := range []*string{
		&a.Executable, &a.Version, &a.Library, &a.Oldest, &a.Newest, &a.CAFile, &a.CADir,
		&a.Certifi, &a.OCSPError, &a.OCSPLibrary, &a.Problem, &a.Home, &a.ConfigDir,
	} {
		*text = bounded(*text)
	}
	if len(a.Packages) > maxPackages {
		a.Packages = nil
	}
	return a
}

// identity is the real file of the interpreter, where a wrapper of a version manager was run.
func (a answer) identity(path string) string {
	if !filepath.IsAbs(a.Executable) {
		return path
	}
	real, err := filepath.EvalSymlinks(a.Executable)
	if err != nil {
		return path
	}
	return real
}

// packages are those of the answer, by name.
func (a answer) packages() []evidence.Package {
	var out []evidence.Package
	for name, version := range a.Packages {
		p := evidence.Package{Name: bounded(name), Version: bounded(version)}
		if name == "certifi" {
			p.Store = a.Certifi
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y evidence.Package) int { return cmp.Compare(x.Name, y.Name) })
	return out
}

// ocspNeeds are the packages of PyMongo's extra ocsp on every platform (requirements/ocsp.txt
// of mongo-python-driver).
var ocspNeeds = []string{"cryptography", "pyopenssl", "requests", "service-identity"}

// ocsp is whether PyMongo can check OCSP; nil where there is no PyMongo.
func (a answer) ocsp() *evidence.OCSPExtra {
	if a.OCSPWorks == nil {
		return nil
	}
	out := &evidence.OCSPExtra{Works: *a.OCSPWorks, Library: a.OCSPLibrary}
	if out.Works {
		return out
	}
	for _, name := range ocspNeeds {
		if a.Packages[name] == "" {
			out.Missing = append(out.Missing, name)
		}
	}
	if len(out.Missing) == 0 {
		out.Error = a.OCSPError
	}
	return out
}
