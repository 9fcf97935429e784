package classify

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mongotls/probe/evidence"
)

func contains(set []int, i int) bool { return slices.Contains(set, i) }

func port(host string) string { return host[strings.LastIndexByte(host, ':')+1:] }

// isIP tells whether a member's name is an address, which is matched against iPAddress.
func isIP(name string) bool {
	_, err := netip.ParseAddr(name)
	return err == nil
}

// sanFor is the subjectAltName entry that a certificate needs for a name, as OpenSSL's
// configuration spells it.
func sanFor(name string) string {
	if isIP(name) {
		return "IP:" + name
	}
	return "DNS:" + name
}

func alertText(a *evidence.Alert) string { return fmt.Sprintf("alert %d %s", a.Code, a.Name) }

// text is the string behind a pointer that is nil where there is none.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// bindIP is what net.bindIp has to name for clients that dial name.
func bindIP(name string) string {
	if isLoopback(name) {
		return "localhost"
	}
	return "localhost," + name
}

// isLoopback tells whether a name or address stands for the machine that it is used on.
func isLoopback(name string) bool {
	addr, err := netip.ParseAddr(name)
	return strings.EqualFold(name, "localhost") || err == nil && addr.Unmap().IsLoopback()
}
