package hellos

import (
	"errors"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// Offer is what a ClientHello offers, in its order (RFC 8446, section 4.1.2).
type Offer struct {
	// Versions are those of supported_versions; without it, the newest one, legacy_version,
	// stands alone.
	Versions []uint16
	Suites   []uint16
	Groups   []uint16
	// Shares are the groups that have a key share.
	Shares  []uint16
	Schemes []uint16
	// Extensions are the codes of all extensions.
	Extensions []uint16
	ServerName string
}

// Extensions that Offer reads.
const (
	extServerName = 0
	extGroups     = 10
	extSchemes    = 13
	extVersions   = 43
	extKeyShare   = 51
)

var errMalformed = errors.New("the record is no ClientHello")

// Offer reads what the hello offers.
func (h Hello) Offer() (Offer, error) { return readOffer(h.Record) }

func readOffer(record []byte) (Offer, error) {
	s := cryptobyte.String(record)
	var kind, message uint8
	var legacy uint16
	var fragment, body, session, suites, compression, extensions cryptobyte.String
	var o Offer
	ok := s.ReadUint8(&kind) && kind == 22 && s.Skip(2) && s.ReadUint16LengthPrefixed(&fragment) && s.Empty() &&
		fragment.ReadUint8(&message) && message == 1 && fragment.ReadUint24LengthPrefixed(&body) && fragment.Empty() &&
		body.ReadUint16(&legacy) && body.Skip(32) && body.ReadUint8LengthPrefixed(&session) &&
		body.ReadUint16LengthPrefixed(&suites) && readUint16s(suites, &o.Suites) && body.ReadUint8LengthPrefixed(&compression) &&
		(body.Empty() || body.ReadUint16LengthPrefixed(&extensions) && body.Empty())
	if !ok || !o.readExtensions(extensions) {
		return Offer{}, errMalformed
	}
	if o.Versions == nil {
		o.Versions = []uint16{legacy}
	}
	return o, nil
}

func (o *Offer) readExtensions(s cryptobyte.String) bool {
	for !s.Empty() {
		var id uint16
		var body, list cryptobyte.String
		if !s.ReadUint16(&id) || !s.ReadUint16LengthPrefixed(&body) {
			return false
		}
		o.Extensions = append(o.Extensions, id)
		ok := true
		switch id {
		case extServerName:
			var name cryptobyte.String
			ok = body.ReadUint16LengthPrefixed(&list) && list.Skip(1) && list.ReadUint16LengthPrefixed(&name)
			o.ServerName = string(name)
		case extGroups:
			ok = body.ReadUint16LengthPrefixed(&list) && readUint16s(list, &o.Groups)
		case extSchemes:
			ok = body.ReadUint16LengthPrefixed(&list) && readUint16s(list, &o.Schemes)
		case extVersions:
			ok = body.ReadUint8LengthPrefixed(&list) && readUint16s(list, &o.Versions)
		case extKeyShare:
			ok = body.ReadUint16LengthPrefixed(&list) && o.readShares(list)
		}
		if !ok {
			return false
		}
	}
	return true
}

func (o *Offer) readShares(s cryptobyte.String) bool {
	for !s.Empty() {
		var group uint16
		var key cryptobyte.String
		if !s.ReadUint16(&group) || !s.ReadUint16LengthPrefixed(&key) {
			return false
		}
		o.Shares = append(o.Shares, group)
	}
	return true
}

func readUint16s(s cryptobyte.String, out *[]uint16) bool {
	for !s.Empty() {
		var v uint16
		if !s.ReadUint16(&v) {
			return false
		}
		*out = append(*out, v)
	}
	return true
}

// HasVersion tells whether a version is offered. Without supported_versions every version
// from SSL 3.0 up to the newest may be: which of them the client would go on with is not
// in its hello.
func (o Offer) HasVersion(v uint16) bool {
	if slices.Contains(o.Extensions, extVersions) {
		return slices.Contains(o.Versions, v)
	}
	return v <= o.Versions[0]
}

// HasGroup tells whether a server of that version may choose a group; 0 is none. TLS 1.3
// takes one that has a key share, a HelloRetryRequest one that has not (RFC 8446, section
// 4.2.8). A hello without a list of groups leaves the choice to the server (RFC 8422,
// section 4).
func (o Offer) HasGroup(group, version uint16, retry bool) bool {
	shared := slices.Contains(o.Shares, group)
	switch {
	case group == 0 || len(o.Groups) == 0:
		return true
	case version < 0x0304:
		return slices.Contains(o.Groups, group)
	case retry:
		return slices.Contains(o.Groups, group) && !shared
	}
	return shared
}
