// Package srv looks up what a mongodb+srv connection string stands for: the SRV records
// that name the hosts and the TXT record that sets options (Initial DNS Seedlist Discovery
// specification). It promises that the lookup ends with its context, that no more than
// [MaxRecords] are kept whatever the name server sends, and that both lookups are told
// apart: a failure is a fact, never an error.
package srv

import (
	"cmp"
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/idna"

	"mongotls/probe/evidence"
	"mongotls/probe/target"
)

// Resolver asks for records; *net.Resolver is one.
type Resolver interface {
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

const (
	// MaxRecords bounds the SRV records that are kept.
	MaxRecords = 64
	// maxTXT bounds the TXT records that are kept, and maxText the bytes of each.
	maxTXT, maxText = 8, 1024

	defaultService = "mongodb"
)

// Find looks up the records of t.SRVName, both kinds at once, and returns t with the hosts
// and options that they give. It has no hosts where all drivers refuse any of the records;
// the lookup then says why. That the TXT lookup fails stops some drivers only.
func Find(ctx context.Context, r Resolver, t target.Target) (target.Target, evidence.SRVLookup) {
	start := time.Now()
	found := evidence.SRVLookup{
		Name: asked(t.SRVName), Service: cmp.Or(t.Options.SRVServiceName, defaultService),
		Records: []evidence.SRVRecord{}, TXT: []string{}, MaxHosts: t.Options.SRVMaxHosts,
		Suffix: suffix(t.Options.SRVAllowedHostsSuffix),
	}
	if found.Name != t.SRVName {
		found.Given = t.SRVName
	}
	var both sync.WaitGroup
	both.Go(func() {
		found.Records, found.Truncated, found.Kind, found.Error = hosts(ctx, r, found.Service, found.Name, found.Suffix)
	})
	both.Go(func() { found.TXT, found.TXTKind, found.TXTError = options(ctx, r, found.Name) })
	both.Wait()
	found.MS = float64(time.Since(start).Microseconds()) / 1000
	if found.Kind != "" {
		return t, found
	}
	return apply(t, found)
}

// apply gives the target what was found, where drivers take all of it.
func apply(t target.Target, found evidence.SRVLookup) (target.Target, evidence.SRVLookup) {
	taken := make([]target.HostPort, 0, len(found.Records))
	for _, r := range found.Records {
		if r.Refused == "" {
			taken = append(taken, target.HostPort{Host: r.Host, Port: r.Port})
		}
	}
	with, set, err := t.WithRecords(taken, found.TXT)
	misuse := (*target.UsageError)(nil)
	switch {
	case errors.As(err, &misuse) && misuse.Cause != "":
		found.Conflict = misuse.Msg
	case errors.As(err, &misuse):
		found.TXTRefused = misuse.Msg
	}
	if len(taken) < len(found.Records) || found.Conflict != "" {
		return t, found
	}
	if err != nil {
		plain := t
		plain.Hosts = taken
		found.URI = plain.WithoutSRV()
		return t, found
	}
	if found.TXTSets = set; found.TXTKind == "" && found.Truncated == 0 {
		found.URI = with.WithoutSRV()
	}
	return with, found
}

// Records are those of a name under the default service, for a name that was used without
// mongodb+srv; none where there are none, or the lookup fails.
func Records(ctx context.Context, r Resolver, name string) []evidence.SRVRecord {
	records, _, _, _ := hosts(ctx, r, defaultService, asked(name), "")
	return records
}

// hosts are the SRV records. Priority and weight mean nothing to drivers, so the records
// stand in the order of their names, refused ones first: they are never among those that
// are not kept. A name server may send some that are malformed beside good ones; the good
// ones count then.
func hosts(ctx context.Context, r Resolver, service, name, suffix string) (records []evidence.SRVRecord, more int, kind, text string) {
	records = []evidence.SRVRecord{}
	_, answer, err := r.LookupSRV(ctx, service, "tcp", name)
	for _, a := range answer {
		record := evidence.SRVRecord{Host: bare(a.Target), Port: int(a.Port)}
		if spelled := strings.TrimSuffix(a.Target, "."); spelled != record.Host {
			record.Spelled = spelled
		}
		record.Refused = refused(name, suffix, record)
		record.Outside = record.Refused == "" && !under(record.Host, parent(name))
		records = append(records, record)
	}
	slices.SortFunc(records, func(a, b evidence.SRVRecord) int {
		return cmp.Or(-cmp.Compare(a.Refused, b.Refused), cmp.Compare(a.Host, b.Host), cmp.Compare(a.Port, b.Port))
	})
	records = slices.CompactFunc(records, func(a, b evidence.SRVRecord) bool { return a.Host == b.Host && a.Port == b.Port })
	more = max(0, len(records)-MaxRecords)
	records = records[:len(records)-more]
	switch {
	case len(records) > 0:
		return records, more, "", ""
	case err != nil:
		kind, text = Failure(err)
		return records, 0, kind, text
	}
	return records, 0, notFound, "no SRV record in the answer"
}

// options are the TXT records; that there are none is no failure.
func options(ctx context.Context, r Resolver, name string) (records []string, kind, text string) {
	records = []string{}
	answer, err := r.LookupTXT(ctx, name)
	for _, record := range answer[:min(len(answer), maxTXT)] {
		records = append(records, strings.ToValidUTF8(record[:min(len(record), maxText)], "\uFFFD"))
	}
	if err != nil {
		kind, text = Failure(err)
	}
	if kind == notFound || len(records) > 0 {
		return records, "", ""
	}
	return records, kind, text
}

// bare is a name in lower case without the dot at its end, as drivers compare names.
func bare(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

// asked is a name as it is looked up: bare, and in its ASCII form (RFC 5891) where it has one.
func asked(name string) string {
	if ascii, err := idna.Lookup.ToASCII(bare(name)); err == nil {
		return ascii
	}
	return bare(name)
}

// suffix is the value of srvAllowedHostsSuffix without the dots that it may have at its ends.
func suffix(option string) string { return asked(strings.Trim(option, ".")) }
