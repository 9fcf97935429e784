package baretls

import (
	"bytes"
	"io"
	"slices"

	"golang.org/x/crypto/cryptobyte"

	"mongotls/probe/tlswire"
)

// Extension codes (IANA "TLS ExtensionType Values").
const (
	extStatusRequest uint16 = 5
	extCookie        uint16 = 44
	extAuthorities   uint16 = 47
	extKeyShare      uint16 = 51
)

// offer is what the hello said, as far as the handshake still needs it.
type offer struct {
	fresh [64]byte // the random, and the session ID of appendix D.4
	keys  []shareKey
}

// shareKey is the private half of a key share.
type shareKey struct {
	group uint16
	key   privateKey
}

// firstShares is how many of groups the first hello has a key share of.
const firstShares = 2

// certificateGroups are curves that are named only because a server of TLS 1.2 shows a
// certificate whose key is on them to nobody else (RFC 8422, section 5.1).
func certificateGroups(broad []uint16) []uint16 {
	return slices.DeleteFunc(slices.Clone(broad), func(g uint16) bool { return slices.Contains(groups, g) })
}

// open sends the first ClientHello.
func (h *handshake) open() error {
	if _, err := io.ReadFull(h.options.Random, h.offer.fresh[:]); err != nil {
		return err
	}
	for _, group := range groups[:firstShares] {
		if err := h.addKey(group); err != nil {
			return err
		}
	}
	return h.sayHello(nil)
}

// addKey makes the private key of a group.
func (h *handshake) addKey(group uint16) error {
	key, err := newKey(group, h.options.Random)
	if err == nil {
		h.offer.keys = append(h.offer.keys, shareKey{group, key})
	}
	return err
}

// sayHello sends a ClientHello with a key share of each key, and the cookie of a
// HelloRetryRequest. The random is the same in both hellos (RFC 8446, section 4.1.2).
func (h *handshake) sayHello(cookie []byte) error {
	hello := tlswire.BroadHello(tlswire.VersionTLS12, h.options.ServerName)
	hello.Versions = []uint16{tlswire.VersionTLS13, tlswire.VersionTLS12}
	hello.Suites = offeredSuites()
	hello.Groups = append(slices.Clone(groups), certificateGroups(hello.Groups)...)
	extra, err := h.helloExtras(cookie)
	if err != nil {
		return err
	}
	hello.Extra = extra
	if len(h.transcript) > 0 {
		hello.RecordVersion = tlswire.VersionTLS12 // of every record but the first (RFC 8446, section 5.1)
	}
	record, err := hello.Bytes(bytes.NewReader(h.offer.fresh[:]))
	if err != nil {
		return err
	}
	h.transcript = append(h.transcript, record[headerSize:]...)
	h.held = append(h.held, record...)
	return nil
}

func (h *handshake) helloExtras(cookie []byte) ([]tlswire.RawExtension, error) {
	var shares cryptobyte.Builder
	shares.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, k := range h.offer.keys {
			b.AddUint16(k.group)
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(k.key.public()) })
		}
	})
	body, err := shares.Bytes()
	extra := []tlswire.RawExtension{{ID: extKeyShare, Body: body}}
	if err != nil || len(cookie) == 0 {
		return extra, err
	}
	var b cryptobyte.Builder
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(cookie) })
	body, err = b.Bytes()
	return append(extra, tlswire.RawExtension{ID: extCookie, Body: body}), err
}

// serverHello reads the ServerHello, after one HelloRetryRequest at most.
func (h *handshake) serverHello() (*tlswire.ServerHello, error) {
	hello, err := h.readHello()
	if err != nil || !hello.Retry {
		return hello, err
	}
	if err := h.retry(hello); err != nil {
		return nil, err
	}
	again, err := h.readHello()
	if err != nil {
		return nil, err
	}
	if again.Retry || again.Version != tlswire.VersionTLS13 || again.Suite != hello.Suite {
		return nil, fault(illegalParameter, "a ServerHello that does not fit the HelloRetryRequest")
	}
	return again, nil
}

// readHello reads one ServerHello or HelloRetryRequest and checks what it chose.
func (h *handshake) readHello() (*tlswire.ServerHello, error) {
	m, err := h.expect(msgServerHello)
	if err != nil {
		return nil, err
	}
	hello, err := tlswire.ParseServerHello(m.body())
	if err != nil {
		return nil, fault(decodeError, "%w", err)
	}
	h.result.Version, h.result.Suite = hello.Version, hello.Suite
	s, ok := findSuite(hello.Version, hello.Suite)
	switch {
	case hello.Version != tlswire.VersionTLS12 && hello.Version != tlswire.VersionTLS13:
		return nil, fault(protocolVersion, "%s, which was not offered", tlswire.VersionName(hello.Version))
	case !ok:
		return nil, fault(handshakeFailure, "cipher suite %s, which was not offered", tlswire.SuiteName(hello.Suite))
	}
	h.suite = s
	return hello, nil
}

// retry answers a HelloRetryRequest (RFC 8446, sections 4.1.4 and 4.4.1).
func (h *handshake) retry(request *tlswire.ServerHello) error {
	first, rest, err := cutMessage(h.transcript)
	if err != nil {
		return err
	}
	sum := h.suite.hash().New()
	sum.Write(first)
	digest, err := newMessage(msgMessageHash, func(b *cryptobyte.Builder) { b.AddBytes(sum.Sum(nil)) })
	if err != nil {
		return err
	}
	h.transcript = slices.Concat(digest, rest)
	if request.Group != 0 {
		h.offer.keys = nil
		if err := h.addKey(request.Group); err != nil {
			return err
		}
	}
	if err := h.changeCipherSpec(); err != nil {
		return err
	}
	return h.sayHello(request.Cookie)
}

// changeCipherSpec makes TLS 1.3 look like a resumption of TLS 1.2 to what stands between
// (RFC 8446, appendix D.4). It is sent once.
func (h *handshake) changeCipherSpec() error {
	if h.changed {
		return nil
	}
	h.changed = true
	return h.write(recordCCS, []byte{1})
}
