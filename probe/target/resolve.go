package target

import (
	"net/netip"
	"strings"
)

// Resolve is one --resolve: dial Addr where Name and Port are meant.
type Resolve struct {
	Name string
	Port int
	Addr netip.Addr
}

const exampleResolve = "--resolve db1.example.com:27017:203.0.113.10"

// ParseResolve reads name:port:addr. An IPv6 address may stand in brackets or bare.
func ParseResolve(text string) (Resolve, error) {
	fields := strings.SplitN(text, ":", 3)
	if len(fields) != 3 || fields[0] == "" {
		return Resolve{}, usage(exampleResolve, "--resolve %s: name:port:address is expected", Show(text))
	}
	if checkHostName(fields[0]) != nil {
		return Resolve{}, usage(exampleResolve, "--resolve %s: %s is not a host name", Show(text), Show(fields[0]))
	}
	port, err := parsePort(fields[0], fields[1])
	if err != nil {
		return Resolve{}, usage(exampleResolve, "--resolve %s: %s is not a port: 1 to 65535 is expected", Show(text), Show(fields[1]))
	}
	literal := fields[2]
	if strings.HasPrefix(literal, "[") && strings.HasSuffix(literal, "]") {
		literal = literal[1 : len(literal)-1]
	}
	addr, err := netip.ParseAddr(literal)
	if err != nil {
		return Resolve{}, usage(exampleResolve, "--resolve %s: %s is not an IP address", Show(text), Show(fields[2]))
	}
	return Resolve{Name: fields[0], Port: port, Addr: addr}, nil
}
