package tlswire

import (
	"errors"
	"io"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

var errNoClientHello = errors.New("the captured bytes are no ClientHello in one record")

// Replay is the ClientHello of another client, captured as one record, made fresh: the
// random, the session id, the server name and the key shares of KeyShareGroups are
// replaced in place. All else stays byte for byte, unknown extensions and their order
// included. With serverName "" the server_name extension is left out.
func Replay(captured []byte, serverName string, random io.Reader) ([]byte, error) {
	s := cryptobyte.String(captured)
	var kind, msg uint8
	var version, helloVersion uint16
	var fragment, body, session, suites, compression, block cryptobyte.String
	ok := s.ReadUint8(&kind) && kind == recordHandshake && s.ReadUint16(&version) && s.ReadUint16LengthPrefixed(&fragment) && s.Empty() &&
		fragment.ReadUint8(&msg) && msg == msgClientHello && fragment.ReadUint24LengthPrefixed(&body) && fragment.Empty() &&
		body.ReadUint16(&helloVersion) && body.Skip(32) && body.ReadUint8LengthPrefixed(&session) &&
		body.ReadUint16LengthPrefixed(&suites) && body.ReadUint8LengthPrefixed(&compression) &&
		(body.Empty() || body.ReadUint16LengthPrefixed(&block) && body.Empty())
	if !ok {
		return nil, errNoClientHello
	}
	fresh := make([]byte, 32+len(session))
	if _, err := io.ReadFull(random, fresh); err != nil {
		return nil, err
	}
	extensions, err := replayExtensions(block, serverName, random)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddUint8(recordHandshake)
	b.AddUint16(version)
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		b.AddUint8(msgClientHello)
		b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) {
			b.AddUint16(helloVersion)
			b.AddBytes(fresh[:32])
			b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(fresh[32:]) })
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(suites) })
			b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(compression) })
			if len(block) > 0 {
				addExtensions(b, extensions)
			}
		})
	})
	return b.Bytes()
}

func replayExtensions(block cryptobyte.String, serverName string, random io.Reader) ([]RawExtension, error) {
	var list []RawExtension
	for !block.Empty() {
		var id uint16
		var body cryptobyte.String
		if !block.ReadUint16(&id) || !block.ReadUint16LengthPrefixed(&body) {
			return nil, errNoClientHello
		}
		var b cryptobyte.Builder
		switch {
		case id == extServerName && serverName == "":
			continue
		case id == extServerName:
			ClientHello{ServerName: serverName}.addServerName(&b)
		case id == extKeyShare:
			shares, err := replayShares(body, random)
			if err != nil {
				return nil, err
			}
			addShares(&b, shares)
		default:
			b.AddBytes(body)
		}
		bytes, err := b.Bytes()
		if err != nil {
			return nil, err
		}
		list = append(list, RawExtension{id, bytes})
	}
	return list, nil
}

func replayShares(body cryptobyte.String, random io.Reader) ([]share, error) {
	var list cryptobyte.String
	if !body.ReadUint16LengthPrefixed(&list) || !body.Empty() {
		return nil, errNoClientHello
	}
	var shares []share
	for !list.Empty() {
		var s share
		var key cryptobyte.String
		if !list.ReadUint16(&s.group) || !list.ReadUint16LengthPrefixed(&key) {
			return nil, errNoClientHello
		}
		s.key = key
		if slices.Contains(KeyShareGroups(), s.group) {
			var err error
			if s.key, err = publicKey(s.group, random); err != nil {
				return nil, err
			}
		}
		shares = append(shares, s)
	}
	return shares, nil
}
