package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/classify/upgrade"
	"mongotls/probe/target"
	"mongotls/report"
)

const (
	upgradeUsage       = "`FORMAT`: text (the default) or json"
	upgradeDescription = `TARGET is one host, host:port or connection string of the deployment; its
members are found from there. Nothing is changed: the commands are printed.
Without a login allowTLS and preferTLS cannot be told apart, and nobody knows
who connects without TLS; -u and -p of a user with clusterMonitor tell both.

Exit status: 0 the next step is safe, or nothing is left to do, 1 that is not
known, 2 usage; it is blocked by 3 connection, 4 verify-failed,
5 protocol-version, 6 revocation.`
)

// withoutUse are the flags of doctor that have no meaning for the upgrade.
var withoutUse = []string{"fail-on", "expires-within", "ciphers", "simulate", "local", "write-chain", "compare-file", "peer-check", "wait", "watch", "output"}

func upgradeFlags() []cli.Flag {
	flags := slices.DeleteFunc(doctorFlags(), func(f cli.Flag) bool { return slices.Contains(withoutUse, f.Names()[0]) })
	return append(flags,
		&cli.StringFlag{Name: "to", Usage: "print the whole plan up to `MODE`: allowTLS, preferTLS or requireTLS (default: the next step)", Category: groupJudge},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "text", Usage: upgradeUsage, Category: groupOutput},
	)
}

// upgrade says where one deployment stands on the way to TLS, and what comes next.
func (p *program) upgrade(c *cli.Context) error {
	st, err := p.style(c)
	if err != nil {
		return err
	}
	form, err := format(c)
	if err != nil {
		return err
	}
	if form != "text" && form != "json" {
		return usagef("unknown output format %s: expected text or json", target.Show(form))
	}
	to, err := destination(c.String("to"))
	if err != nil {
		return err
	}
	judge, err := upgradeJudgement(c)
	if err != nil {
		return err
	}
	j, err := p.deployment(c)
	if err != nil {
		return err
	}
	found := p.diagnose(c.Context, []job{j}, localJob{}, judge)
	if err := misusedFiles([]job{j}, found); err != nil {
		return err
	}
	p.tellDefects(found)
	plan := upgrade.Plan(&found.Targets[0].Evidence, found.Targets[0].Result, to)
	doc := report.UpgradeDocument{Schema: report.UpgradeSchema, Target: found.Targets[0].Target, Upgrade: plan, ExitCode: plan.ExitStatus()}
	if form == "json" {
		err = report.UpgradeJSON(p.Out, doc)
	} else {
		err = report.Upgrade(p.Out, doc, found.Targets[0], st)
	}
	if err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return status(doc.ExitCode)
}

// destination reads --to; "" is the next step.
func destination(text string) (upgrade.Stage, error) {
	to := upgrade.Stage(text)
	if text != "" && !slices.Contains(upgrade.Stages(), to) {
		return "", usagef("--to is %s: allowTLS, preferTLS or requireTLS is expected%s", target.Show(text),
			didYouMean(target.Nearest(strings.Replace(text, "SSL", "TLS", 1), []string{"allowTLS", "preferTLS", "requireTLS"})))
	}
	return to, nil
}

// upgradeJudgement has, beside the clients, the other members judge: mongod as a client, and
// each certificate as that of one.
func upgradeJudgement(c *cli.Context) (classify.Options, error) {
	all, err := judges(c)
	if err != nil {
		return classify.Options{}, err
	}
	mongod, err := driver.Find("mongod")
	if err != nil {
		return classify.Options{}, err
	}
	return classify.Options{Judges: driver.Distinct(append(all, mongod)), FailOn: classify.Error, PeerCheck: true}, nil
}

// deployment is the one target of the command line.
func (p *program) deployment(c *cli.Context) (job, error) {
	if !c.Args().Present() && !c.IsSet("host") && !c.IsSet("uri") && !c.IsSet("port") {
		return job{}, usagef("upgrade needs a target, for example: mongotls upgrade --tlsCAFile ca.pem db1.example.com:27017")
	}
	jobs, err := p.jobs(c)
	if err != nil {
		return job{}, err
	}
	if len(jobs) != 1 {
		return job{}, usagef("upgrade looks at one deployment, and %d targets are given; one member is enough, the others are found from there", len(jobs))
	}
	return jobs[0], nil
}
