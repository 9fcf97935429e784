package probe_test

import (
	"context"
	"net"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"mongotls/fixtures/cluster"
	"mongotls/fixtures/server"
	"mongotls/probe"
	"mongotls/probe/cert"
	"mongotls/probe/srv"
	"mongotls/probe/target"
)

// roundTrip is what a connection of the benchmark waits for each answer.
const roundTrip = 200 * time.Millisecond

// far delays a connection as a distant server would: connecting and the first read after a
// write each cost a round trip.
type far struct {
	net.Conn
	mu    sync.Mutex
	wrote bool
}

func (f *far) Write(b []byte) (int, error) {
	f.mu.Lock()
	f.wrote = true
	f.mu.Unlock()
	return f.Conn.Write(b)
}

func (f *far) Read(b []byte) (int, error) {
	n, err := f.Conn.Read(b)
	f.mu.Lock()
	waits := f.wrote
	f.wrote = false
	f.mu.Unlock()
	if waits {
		<-time.After(roundTrip)
	}
	return n, err
}

func dialFar(ctx context.Context, network, address string) (net.Conn, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(roundTrip):
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &far{Conn: conn}, nil
}

// BenchmarkNineMembers measures a set of nine against one member alone: all given, and found
// from one seed. The members behind a seed wait for its hello, which is as many round trips
// as the rest of an examination, so that from one seed the ratio is 2 at best.
func BenchmarkNineMembers(b *testing.B) {
	spec := cluster.Spec{Set: "rs0"}
	for i := range 9 {
		m := cluster.Member{Name: "db" + strconv.Itoa(i) + ".example.com", Role: server.Secondary}
		if i == 0 {
			m.Role = server.Primary
		}
		spec.Members = append(spec.Members, m)
	}
	c, err := cluster.Start(b.Context(), spec, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	pem, err := os.ReadFile(c.CAFile)
	if err != nil {
		b.Fatal(err)
	}
	roots, _ := cert.FromPEM(pem)
	resolver, err := srv.Server(c.DNS())
	if err != nil {
		b.Fatal(err)
	}
	config := probe.Config{Resolver: resolver, Records: resolver, Dial: dialFar, Now: time.Now, At: time.Now(), Random: zeros{},
		Version: "test", Timeout: 20 * time.Second, Anchors: anchors(roots)}
	var all []target.HostPort
	for _, m := range c.Members() {
		all = append(all, target.HostPort{Host: m.Name, Port: m.Port})
	}
	run := func(discover bool, seeds []target.HostPort, members int) float64 {
		config.NoDiscover = !discover
		begin := time.Now()
		if e := probe.Run(b.Context(), config, target.Target{Hosts: seeds}); len(e.Members) != members {
			b.Fatalf("%d members, want %d", len(e.Members), members)
		}
		return float64(time.Since(begin).Milliseconds())
	}
	var one, given, found float64
	for b.Loop() {
		one += run(false, all[:1], 1)
		given += run(true, all, 9)
		found += run(true, all[:1], 9)
	}
	b.ReportMetric(one/float64(b.N), "ms/one")
	b.ReportMetric(given/one, "given/one")
	b.ReportMetric(found/one, "found/one")
}
