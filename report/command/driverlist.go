package command

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mongotls/classify/driver"
	"mongotls/probe/evidence"
	"mongotls/report"
)

// driverRows is a row for each client on each of its runtimes, the families first. Releases of one
// word that come with different runtimes have a row each.
func driverRows() []report.DriverRow {
	var rows []report.DriverRow
	known := driver.Known()
	for len(known) > 0 {
		first := known[0]
		n := slices.IndexFunc(known, func(p driver.Profile) bool {
			return p.Name != first.Name || p.Variant != first.Variant || p.Runtime != first.Runtime
		})
		if n < 0 {
			n = len(known)
		}
		rows = append(rows, driverRow(known[:n]))
		known = known[n:]
	}
	return rows
}

// driverRow tells of the lines of one client on one runtime, the newest first.
func driverRow(lines []driver.Profile) report.DriverRow {
	p := lines[0]
	all := p
	all.First = lines[len(lines)-1].First
	return report.DriverRow{
		Name: p.Name, Title: p.Title, Variant: p.Variant, Version: p.Last, Versions: all.Releases(), Runtime: p.Runtime,
		Family: slices.ContainsFunc(driver.Families(), func(f driver.Profile) bool { return f.Name == p.Name }) && p.Variant == "",
		Source: string(p.Source), Proved: proved(lines),
		Rules: rulesOf(lines), Sources: p.Sources,
	}
}

// proved is "yes", "no", or the lines that were.
func proved(lines []driver.Profile) string {
	var releases []string
	for _, p := range slices.Backward(lines) {
		if p.Proved {
			releases = append(releases, p.Releases())
		}
	}
	switch len(releases) {
	case 0:
		return "no"
	case len(lines):
		return "yes"
	}
	return strings.Join(releases, ", ")
}

// rulesOf are the newest line's rules in words, and what each line asks of the server.
func rulesOf(lines []driver.Profile) []report.Rule {
	p := lines[0]
	rules := []report.Rule{
		{Label: "versions of TLS", Text: versionsText(p)},
		{Label: "cipher suites", Text: fmt.Sprintf("%d up to TLS 1.2, %d of TLS 1.3", len(p.Suites), len(p.Suites13))},
		{Label: "groups", Text: strings.Join(p.Groups, ", ")},
		{Label: "keys of servers", Text: strings.Join(p.KeyTypes, ", ")},
	}
	if p.MinDHBits > 0 {
		rules = append(rules, report.Rule{Label: "smallest DH prime", Text: strconv.Itoa(p.MinDHBits) + " bits"})
	}
	if p.Chain.MinRSABits > 0 {
		rules = append(rules, report.Rule{Label: "smallest RSA key", Text: strconv.Itoa(p.Chain.MinRSABits) + " bits"})
	}
	if len(p.With) > 0 {
		rules = append(rules, report.Rule{Label: "used by", Text: strings.Join(p.With, ", ")})
	}
	return append(rules,
		report.Rule{Label: "signatures refused", Text: orNone(p.Chain.RefusedHashes)},
		report.Rule{Label: "common name", Text: commonName[p.Chain.Names.CNFallback]},
		report.Rule{Label: "trusts", Text: trust(p)},
		report.Rule{Label: "revocation", Text: revocationText(p)},
		report.Rule{Label: "wire version of the server", Text: wireText(lines)},
	)
}

func versionsText(p driver.Profile) string {
	var versions []string
	for _, v := range p.Versions {
		versions = append(versions, string(v))
	}
	if p.OldRSA {
		versions = append(versions, string(evidence.TLS10)+" and 1.1 with RSA key exchange")
	}
	return strings.Join(versions, ", ")
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}

var commonName = map[string]string{
	"never":                "never looked at",
	"no-dns-san":           "counts where the SAN has no dNSName",
	"no-dns-ip-or-uri-san": "counts where the SAN has neither dNSName, iPAddress nor URI",
	"no-dns-or-ip-san":     "counts where the SAN has neither dNSName nor iPAddress",
	"no-san":               "counts where there is no SAN",
}

func trust(p driver.Profile) string {
	if p.OwnStore {
		return "a CA bundle of its own, unless a file is given"
	}
	return "the system's store, unless a file is given"
}

var crlText = map[driver.CRLDepth]string{
	driver.LeafCRL: "a CRL file for the server's certificate", driver.ChainCRL: "a CRL file for the whole chain",
}

func revocationText(p driver.Profile) string {
	var parts []string
	for _, part := range []struct {
		does bool
		text string
	}{
		{p.OCSP != driver.NoOCSP, "reads stapled OCSP responses"},
		{p.Responder, "asks OCSP responders"},
		{p.MustStaple, "refuses a must-staple certificate without a staple"},
		{p.HardRevocation, "refuses what nothing shows not to be revoked"},
		{p.CRLDepth != driver.NoCRL, crlText[p.CRLDepth]},
		{p.RefusesCRLFile, "does not start with a CRL file"},
	} {
		if part.does {
			parts = append(parts, part.text)
		}
	}
	if len(parts) == 0 {
		return "not checked"
	}
	return strings.Join(parts, ", ")
}

// wireText is what each line needs: "8 or newer (4.14 to 4.16), 7 or newer (4.11 to 4.13)".
func wireText(lines []driver.Profile) string {
	var parts []string
	for _, p := range lines {
		least := fmt.Sprintf("%d or newer", p.MinWire)
		if p.MinWire == 0 {
			least = "any"
		}
		parts = append(parts, fmt.Sprintf("%s (%s)", least, p.Releases()))
	}
	return strings.Join(parts, ", ")
}
