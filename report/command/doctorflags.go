package command

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/probe"
	"mongotls/probe/evidence"
	"mongotls/probe/srv"
	"mongotls/probe/target"
)

// doctorFlags is the contract's table of flags, in the order of the help.
func doctorFlags() []cli.Flag {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "host", Usage: "`NAME` of the server, instead of TARGET", Category: groupTarget},
		&cli.StringFlag{Name: "port", Usage: "`PORT` of --host, or of a TARGET without one", Category: groupTarget},
		&cli.StringFlag{Name: "uri", Usage: "connection string `URI`, instead of TARGET", Category: groupTarget},
	}
	for _, spec := range target.Flags() {
		flags = append(flags, optionFlag(spec, spec.Name, spec.Short, false))
		for _, old := range spec.Old {
			flags = append(flags, optionFlag(spec, old, nil, true))
		}
	}
	flags = append(flags,
		&cli.StringSliceFlag{Name: "driver", Usage: "judge as the client `NAME[@VERSION][/VARIANT]` does; repeatable (default: the five families)", Category: groupJudge},
		&cli.StringFlag{Name: "fail-on", Value: "error", Usage: "`LEVEL` that makes the exit status other than 0: error (the default) or warning", Category: groupJudge},
		&cli.StringFlag{Name: "expires-within", Value: "30d", Usage: "warn this `DURATION` before a certificate on the path ends (default: 30d)", Category: groupJudge},
		&cli.StringFlag{Name: "at", Usage: "judge as of another `TIME`: 2026-12-31, RFC 3339, or +30d", Category: groupJudge},
		&cli.StringFlag{Name: "timeout", Value: "10s", Usage: "`DURATION` that bounds one target's whole diagnosis (default: 10s)", Category: groupProbe},
		&cli.BoolFlag{Name: "offline", Usage: "contact nothing but the target: no responder, no download", Category: groupProbe},
		&cli.BoolFlag{Name: "any-address", Usage: "let URLs in certificates and names in hello lead to loopback and private addresses", Category: groupProbe},
		&cli.StringSliceFlag{Name: "resolve", Usage: "dial another address: `name:port:addr`; repeatable", Category: groupProbe},
		&cli.StringFlag{Name: "dns-server", Usage: "look names up at `HOST[:PORT]` instead of the system's resolver", Category: groupProbe},
		&cli.BoolFlag{Name: "no-discover", Usage: "only the given endpoint, not the members that it names", Category: groupProbe},
		&cli.BoolFlag{Name: "ciphers", Usage: "list every cipher suite and group that the server accepts", Category: groupProbe},
		&cli.BoolFlag{Name: "simulate", Usage: "replay the ClientHellos of real clients, and judge by the answers", Category: groupProbe},
		&cli.BoolFlag{Name: "local", Usage: "examine this machine as a client; TARGET may then be left out", Category: groupProbe},
		&cli.StringFlag{Name: "write-chain", Usage: "write the chain that the server should send to `FILE`", Category: groupOutput},
	)
	return slices.Concat(flags, compareFlags(), repeatFlags(), outputFlags(outputUsage), styleFlags(), foreignFlags())
}

// optionFlag is a flag that is an option of the endpoint. A hidden one has an old name.
func optionFlag(spec target.FlagSpec, name string, short []string, hidden bool) cli.Flag {
	group := optionGroup(spec.Name)
	if spec.Kind == target.Bool {
		return &cli.BoolFlag{Name: name, Aliases: short, Usage: spec.Usage, Category: group, Hidden: hidden}
	}
	f := &cli.StringFlag{Name: name, Aliases: short, Usage: spec.Usage, Category: group, Hidden: hidden}
	if spec.Kind == target.Password {
		return secretFlag{f}
	}
	return f
}

func optionGroup(name string) string {
	switch {
	case strings.HasPrefix(name, "tls"):
		return groupTLS
	case name == "servername":
		return groupProbe
	}
	return groupLogin
}

// judgement reads the flags that say who judges and what counts.
func judgement(c *cli.Context) (classify.Options, error) {
	o := classify.Options{FailOn: classify.Severity(c.String("fail-on"))}
	if showsProfiles(c) {
		o.Profiles = driver.Known()
	}
	if o.FailOn != classify.Error && o.FailOn != classify.Warning {
		return o, usagef("--fail-on is %s: error or warning is expected", target.Show(string(o.FailOn)))
	}
	var err error
	if o.Judges, err = judges(c); err != nil {
		return o, err
	}
	o.PeerCheck = c.Bool("peer-check")
	o.ExpiresWithin, err = target.ParseDuration(c.String("expires-within"))
	return o, flagError("expires-within", err)
}

// judges are the clients of --driver, or the five families.
func judges(c *cli.Context) ([]driver.Profile, error) {
	names := c.StringSlice("driver")
	if len(names) == 0 {
		return driver.Families(), nil
	}
	var out []driver.Profile
	for _, name := range names {
		profile, err := driver.Find(name)
		if err != nil {
			return nil, usageError{err}
		}
		out = append(out, profile)
	}
	return driver.Distinct(out), nil
}

// showsProfiles tells whether the output has what every known client makes of a server, or its
// ClientHello is to be replayed. To judge them all takes some milliseconds, which a screen that
// does not show them need not wait for.
func showsProfiles(c *cli.Context) bool {
	name, err := format(c)
	brief := err == nil && slices.Contains([]string{"text", "short"}, name)
	return !brief || c.Bool("verbose") || c.Bool("simulate")
}

func flagError(flag string, err error) error {
	if err == nil {
		return nil
	}
	return usagef("--%s: %w", flag, err)
}

// settings are the flags that are the same for every target.
type settings struct {
	at                           time.Time
	timeout                      time.Duration
	resolve                      []target.Resolve
	offline, anyAddress, ciphers bool
	simulate                     bool // replay hellos even where nothing makes it necessary
	noDiscover                   bool
	compared                     []evidence.ComparedFile
	dnsServer                    string
	resolver                     *net.Resolver // that of dnsServer; nil = the system's
}

func settingsOf(c *cli.Context) (settings, error) {
	s := settings{at: time.Now(), offline: c.Bool("offline"), anyAddress: c.Bool("any-address"), ciphers: c.Bool("ciphers"),
		simulate: c.Bool("simulate"), noDiscover: c.Bool("no-discover"), dnsServer: c.String("dns-server")}
	var err error
	if s.dnsServer != "" {
		if s.resolver, err = srv.Server(s.dnsServer); err != nil {
			return s, flagError("dns-server", err)
		}
	}
	if s.compared, err = comparedFiles(c); err != nil {
		return s, err
	}
	if s.timeout, err = target.ParseDuration(c.String("timeout")); err != nil {
		return s, flagError("timeout", err)
	}
	if s.timeout == 0 {
		return s, usagef("--timeout is 0: a duration above zero is expected, for example: --timeout 10s")
	}
	if c.IsSet("at") {
		if s.at, err = target.ParseTime(c.String("at"), s.at); err != nil {
			return s, flagError("at", err)
		}
	}
	for _, text := range c.StringSlice("resolve") {
		r, err := target.ParseResolve(text)
		if err != nil {
			return s, err
		}
		s.resolve = append(s.resolve, r)
	}
	return s, nil
}

func (s settings) apply(c *probe.Config) {
	c.Version, c.At, c.Timeout, c.Resolve = version(), s.at, s.timeout, s.resolve
	c.Offline, c.AnyAddress, c.Ciphers, c.Simulate = s.offline, s.anyAddress, s.ciphers, s.simulate
	c.NoDiscover, c.Compared = s.noDiscover, s.compared
	if s.resolver != nil {
		c.Resolver, c.Records, c.DNSServer = s.resolver, s.resolver, s.dnsServer
	}
}

// options collects the flags that are options of the endpoint, with notes about old
// names. A current name wins over an old one beside it.
func options(c *cli.Context) (target.Options, []string, error) {
	var o target.Options
	notes := foreignNotes(c)
	for _, spec := range target.Flags() {
		for _, name := range append(append([]string{}, spec.Old...), spec.Name) {
			if !c.IsSet(name) {
				continue
			}
			if name != spec.Name && c.IsSet(spec.Name) {
				notes = append(notes, fmt.Sprintf("--%s is an old name of --%s, which is given as well; it is ignored", name, spec.Name))
				continue
			}
			more, err := o.Set(name, fmt.Sprint(c.Value(name)))
			if err != nil {
				return o, nil, err
			}
			for _, n := range more {
				notes = append(notes, n.Text)
			}
		}
	}
	return o, notes, nil
}
