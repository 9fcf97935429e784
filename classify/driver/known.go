package driver

import (
	"fmt"
	"slices"
	"strings"
)

// Clients are all clients that are known, the five families first.
func Clients() []Client {
	return []Client{
		pymongo(), node(), golang(), java(), c(),
		mongosh(), mongoTools(), php(), ruby(), perl(), dotnet(), rust(), shell(), mongod(),
	}
}

const families = 5

// Families are the five clients that judge when none is named (contract, section 4), in
// their current releases on their usual runtimes.
func Families() []Profile {
	var out []Profile
	for _, c := range Clients()[:families] {
		out = append(out, c.profiles()[0])
	}
	return out
}

// Known are the profiles of all clients. Those of one client stand together, those of one
// runtime too, its newest releases first.
func Known() []Profile {
	var out []Profile
	for _, c := range Clients() {
		out = append(out, c.profiles()...)
	}
	return out
}

// Find returns the profile for NAME[@VERSION][/VARIANT]. Without a version it is the newest
// that runs there, without a variant that of the usual runtime. The Release of the result
// begins with the version asked for. An error is one line that tells what is expected.
func Find(spec string) (Profile, error) {
	client, variant, _ := strings.Cut(strings.ToLower(spec), "/")
	name, version, versioned := strings.Cut(client, "@")
	clients := Clients()
	i := slices.IndexFunc(clients, func(c Client) bool { return c.Name == name })
	if i < 0 {
		return Profile{}, fmt.Errorf("driver %q is not known, expected one of %s: for example --driver go", name, strings.Join(names(clients), ", "))
	}
	profiles, err := clients[i].runtime(variant, strings.HasSuffix(spec, "/"))
	if err != nil || !versioned {
		return first(profiles), err
	}
	return choose(profiles, version)
}

// Distinct returns each profile once, with its release in its label where another one would have
// the same.
func Distinct(of []Profile) []Profile {
	var out []Profile
	for _, p := range of {
		same := func(q Profile) bool { return q.Label() == p.Label() && q.Release == p.Release }
		if !slices.ContainsFunc(out, same) {
			out = append(out, p)
		}
	}
	for i, p := range out {
		alike := func(q Profile) bool { return q.Name == p.Name && q.Variant == p.Variant && q.Release != p.Release }
		out[i].labelled = slices.ContainsFunc(out, alike)
	}
	return out
}

// runtime are the profiles of the runtime with that name; dangling tells of a slash
// without a word after it.
func (c Client) runtime(variant string, dangling bool) ([]Profile, error) {
	for _, v := range c.runtimes() {
		if v.Name == variant && !dangling {
			return c.on(v), nil
		}
	}
	if len(c.Variants) == 0 {
		return nil, fmt.Errorf("driver %s has no variant %q, nor any other: expected --driver %s", c.Name, variant, c.Name)
	}
	known := make([]string, len(c.Variants))
	for i, v := range c.Variants {
		known[i] = v.Name
	}
	return nil, fmt.Errorf("driver %s has no variant %q, expected one of %s: for example --driver %s/%s",
		c.Name, variant, strings.Join(known, ", "), c.Name, known[0])
}

// choose returns the profile whose releases hold the version.
func choose(profiles []Profile, version string) (Profile, error) {
	newest, oldest := profiles[0], profiles[len(profiles)-1]
	if numeric(version) {
		for _, p := range profiles {
			if holds(p.First, p.Last, version) {
				p.Release = longest(p.Release, version)
				return p, nil
			}
		}
	}
	runtime := ""
	if newest.Variant != "" {
		runtime = "/" + newest.Variant
	}
	return Profile{}, fmt.Errorf("driver %s%s has no profile for version %q, expected %s: for example --driver %s@%s%s",
		newest.Name, runtime, version, span(oldest.First, newest.Last), newest.Name, newest.Last, runtime)
}

// longest is the release to tell: "4.16" when 4 was asked for, "4.9.1" when 4.9.1 was.
func longest(release, asked string) string {
	if strings.HasPrefix(release+".", asked+".") {
		return release
	}
	return asked
}

func numeric(version string) bool {
	return version != "" && strings.Trim(version, "0123456789.") == ""
}

func first(profiles []Profile) Profile {
	if len(profiles) == 0 {
		return Profile{}
	}
	return profiles[0]
}

func names(clients []Client) []string {
	out := make([]string, len(clients))
	for i, c := range clients {
		out[i] = c.Name
	}
	return out
}
