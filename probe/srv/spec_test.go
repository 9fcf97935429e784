package srv_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"mongotls/probe/srv"
	"mongotls/probe/target"
)

// specDir is where the drivers' specification tests lie beside the repository. They are not
// part of it: their licence does not allow that.
const specDir = "../../../shared/spec-tests/initial-dns-seedlist-discovery"

type specCase struct {
	URI      string         `json:"uri"`
	Seeds    []string       `json:"seeds"`
	NumSeeds *int           `json:"numSeeds"`
	Options  map[string]any `json:"options"`
	Error    bool           `json:"error"`
}

func TestSpecification(t *testing.T) {
	files, err := filepath.Glob(specDir + "/*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the specification's tests are not beside the repository")
	}
	for _, file := range files {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var c specCase
			if err := json.Unmarshal(data, &c); err != nil {
				t.Fatal(err)
			}
			c.run(t)
		})
	}
}

func (c specCase) run(t *testing.T) {
	parsed, err := target.Parse(c.URI)
	if err != nil {
		if !c.Error {
			t.Errorf("%s: %v", c.URI, err)
		}
		return
	}
	got, found := srv.Find(t.Context(), specZone(), parsed)
	if refused := len(got.Hosts) == 0; refused != c.Error {
		t.Fatalf("%s: refused %t, want %t: %+v", c.URI, refused, c.Error, found)
	}
	if c.Error {
		return
	}
	if want := c.Seeds; want != nil && !slices.Equal(seeds(got), want) {
		t.Errorf("%s: seeds %v, want %v", c.URI, seeds(got), want)
	}
	// Which hosts a driver picks for srvMaxHosts is chance: all of them are examined.
	if c.NumSeeds != nil && (len(got.Hosts) < *c.NumSeeds || found.MaxHosts != *c.NumSeeds) {
		t.Errorf("%s: %d hosts, %d to be picked, want %d", c.URI, len(got.Hosts), found.MaxHosts, *c.NumSeeds)
	}
	c.checkOptions(t, got.Options)
}

func (c specCase) checkOptions(t *testing.T, o target.Options) {
	tls := !o.Given("tls") || o.TLS
	for name, got := range map[string]any{"replicaSet": o.ReplicaSet, "authSource": o.AuthSource, "loadBalanced": o.LoadBalanced, "ssl": tls} {
		if want, named := c.Options[name]; named && want != got {
			t.Errorf("%s: %s is %v, want %v", c.URI, name, got, want)
		}
	}
}

func seeds(t target.Target) []string {
	out := make([]string, len(t.Hosts))
	for i, h := range t.Hosts {
		out[i] = h.String()
	}
	return out
}
