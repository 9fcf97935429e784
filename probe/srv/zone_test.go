package srv_test

import (
	"context"
	"net"
	"strings"
)

// zone answers from a table, as a name server would. A name that is not in it does not exist.
type zone struct {
	srv map[string][]*net.SRV
	txt map[string][]string
	err map[string]error // by the name asked, in place of an answer
}

func (z zone) LookupSRV(_ context.Context, service, proto, name string) (string, []*net.SRV, error) {
	asked := "_" + service + "._" + proto + "." + name
	if err := z.err[asked]; err != nil {
		return "", z.srv[asked], err
	}
	if len(z.srv[asked]) == 0 {
		return "", nil, absent(asked)
	}
	return asked, z.srv[asked], nil
}

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	if err := z.err[name]; err != nil {
		return nil, err
	}
	if len(z.txt[name]) == 0 {
		return nil, absent(name)
	}
	return z.txt[name], nil
}

func absent(name string) error {
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// service is an entry of a zone: the name with its targets, "host:port" each.
func service(targets ...string) []*net.SRV {
	var out []*net.SRV
	for _, t := range targets {
		host, port, _ := strings.Cut(t, ":")
		number, _ := net.LookupPort("tcp", port)
		out = append(out, &net.SRV{Target: host + ".", Port: uint16(number)})
	}
	return out
}

// specZone is the zone of the specification's tests (shared/spec-tests/README.md).
func specZone() zone {
	z := zone{srv: map[string][]*net.SRV{}, txt: map[string][]string{}}
	const domain = "test.build.10gen.cc"
	for name, targets := range map[string]string{
		"test1": "localhost.test.build.10gen.cc:27017 localhost.test.build.10gen.cc:27018",
		"test2": "localhost.test.build.10gen.cc:27018 localhost.test.build.10gen.cc:27019",
		"test3": "localhost.test.build.10gen.cc:27017", "test5": "localhost.test.build.10gen.cc:27017",
		"test6": "localhost.test.build.10gen.cc:27017", "test7": "localhost.test.build.10gen.cc:27017",
		"test8": "localhost.test.build.10gen.cc:27017", "test10": "localhost.test.build.10gen.cc:27017",
		"test11": "localhost.test.build.10gen.cc:27017",
		"test12": "localhost.build.10gen.cc:27017", "test13": "test.build.10gen.cc:27017",
		"test14": "localhost.not-test.build.10gen.cc:27017", "test15": "localhost.test.not-build.10gen.cc:27017",
		"test16": "localhost.test.build.not-10gen.cc:27017", "test17": "localhost.test.build.10gen.not-cc:27017",
		"test18": "localhost.sub.test.build.10gen.cc:27017",
		"test19": "localhost.evil.build.10gen.cc:27017 localhost.test.build.10gen.cc:27017",
		"test20": "localhost.test.build.10gen.cc:27017", "test21": "localhost.test.build.10gen.cc:27017",
		"test23": "localhost.test.build.10gen.cc:8000", "test24": "localhost.test.build.10gen.cc:8000",
	} {
		z.srv["_mongodb._tcp."+name+"."+domain] = service(strings.Fields(targets)...)
	}
	z.srv["_customname._tcp.test22."+domain] = service("localhost.test.build.10gen.cc:27017", "localhost.test.build.10gen.cc:27018")
	for name, records := range map[string][]string{
		"test5": {"replicaSet=repl0&authSource=thisDB"}, "test6": {"replicaSet=repl0", "authSource=otherDB"},
		"test7": {"ssl=false"}, "test8": {"authSource"}, "test10": {"socketTimeoutMS=500"}, "test11": {"replicaSet=repl0"},
		"test20": {"loadBalanced=true"}, "test21": {"loadBalanced=false"}, "test24": {"loadBalanced=true"},
	} {
		z.txt[name+"."+domain] = records
	}
	return z
}
