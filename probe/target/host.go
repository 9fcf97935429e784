package target

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// DefaultPort is MongoDB's.
const DefaultPort = 27017

// HostPort is one host as a driver would dial it. Host has no brackets.
type HostPort struct {
	Host string
	Port int
}

func (h HostPort) String() string { return net.JoinHostPort(h.Host, strconv.Itoa(h.Port)) }

// parseHostPort reads host, host:port or [IPv6]:port. What follows the first colon
// of a name may be a piece of a password, so messages never repeat it.
func parseHostPort(text string) (HostPort, error) {
	if strings.HasPrefix(text, "[") {
		return parseBracketed(text)
	}
	host, port, hasPort := strings.Cut(text, ":")
	if strings.Contains(port, ":") {
		return HostPort{}, tooManyColons(text, host)
	}
	if host == "" {
		return HostPort{}, usage(exampleHost, "a host is missing before the port")
	}
	if err := checkHostName(host); err != nil {
		return HostPort{}, err
	}
	if !hasPort {
		return HostPort{Host: host, Port: DefaultPort}, nil
	}
	number, err := parsePort(host, port)
	return HostPort{Host: host, Port: number}, err
}

func parseBracketed(text string) (HostPort, error) {
	literal, after, closed := strings.Cut(text[1:], "]")
	addr, err := netip.ParseAddr(literal)
	if !closed || err != nil || !addr.Is6() {
		return HostPort{}, usage("[2001:db8::10]:27017", "brackets hold an IPv6 address and nothing else, and are closed before the port")
	}
	if after == "" {
		return HostPort{Host: literal, Port: DefaultPort}, nil
	}
	port, found := strings.CutPrefix(after, ":")
	if !found {
		return HostPort{}, usage("["+literal+"]:27017", "after the closing bracket a colon and a port are expected")
	}
	number, err := parsePort("["+literal+"]", port)
	return HostPort{Host: literal, Port: number}, err
}

// tooManyColons tells an IPv6 address without brackets from a plain mistake.
func tooManyColons(text, host string) error {
	cut := strings.LastIndex(text, ":")
	if isAddr(text) {
		return usage("["+text+"]:27017", "an IPv6 address needs brackets")
	}
	if isAddr(text[:cut]) {
		return usage("["+text[:cut]+"]:27017", "an IPv6 address needs brackets before its port")
	}
	if host == "" || checkHostName(host) != nil {
		host = "db1.example.com"
	}
	return usage(host+":27017", "a host has more than one colon: host:port is expected")
}

func isAddr(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

func parsePort(host, text string) (int, error) {
	example := host + ":27017"
	if text == "" {
		return 0, usage(example, "the port is missing after the colon")
	}
	if strings.TrimLeft(text, "0123456789") != "" {
		if len(text) > 1 && text[0] == '-' && strings.TrimLeft(text[1:], "0123456789") == "" {
			return 0, usage(example, "a port cannot be negative: 1 to 65535 is expected")
		}
		return 0, usage(example, "what follows %s is not a port: a number from 1 to 65535 is expected", Show(host+":"))
	}
	port, err := strconv.ParseUint(text, 10, 16)
	switch {
	case err != nil:
		return 0, usage(example, "the port of %s is above 65535: 1 to 65535 is expected", Show(host))
	case port == 0:
		return 0, usage(example, "port 0 cannot be connected to: 1 to 65535 is expected")
	}
	return int(port), nil
}

// checkHostName refuses what no resolver could look up. Underscores and names that
// are not ASCII pass: resolvers take them.
func checkHostName(host string) error {
	if !utf8.ValidString(host) {
		return usage(exampleHost, "a host name is not valid UTF-8")
	}
	if at := strings.IndexFunc(host, notInHostName); at >= 0 {
		bad, _ := utf8.DecodeRuneInString(host[at:])
		if unicode.IsSpace(bad) {
			return usage(exampleHost, "the host %s holds a space", Show(host))
		}
		return usage(exampleHost, "the host %s holds %s, which no host name has", Show(host), strconv.QuoteRune(bad))
	}
	if strings.Trim(host, "0123456789") == "" {
		return usage("localhost:27017", "%s is a number, not a host; a port follows a host and a colon", Show(host))
	}
	name := strings.TrimSuffix(host, ".")
	if len(name) > 253 {
		return usage(exampleHost, "a host name is longer than the 253 characters that DNS allows")
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 {
			return usage(exampleHost, "the host %s has a part between dots that is empty or longer than 63 characters", Show(host))
		}
		if strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return usage(exampleHost, "the host %s has a part that begins or ends with a dash, which no host name has", Show(host))
		}
	}
	return nil
}

func notInHostName(r rune) bool {
	if r >= utf8.RuneSelf {
		return !unicode.In(r, unicode.L, unicode.M, unicode.N)
	}
	return r != '-' && r != '.' && r != '_' && !('0' <= r && r <= '9') && !('a' <= r && r <= 'z') && !('A' <= r && r <= 'Z')
}

// isASCII tells whether a name can be looked up and matched as it stands.
func isASCII(host string) bool {
	return !strings.ContainsFunc(host, func(r rune) bool { return r >= utf8.RuneSelf })
}
