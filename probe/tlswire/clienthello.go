package tlswire

import (
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"
)

// ClientHello says what to offer. What is empty is left out, so the zero value with a
// Version and Suites is the hello of a client that knows no extension.
type ClientHello struct {
	// RecordVersion is that of the record's header; 0 = TLS 1.0, and SSL 3.0 for an
	// SSL 3.0 hello (RFC 8446, appendix D).
	RecordVersion uint16
	// Version is legacy_version: TLS 1.2 where Versions has TLS 1.3.
	Version uint16
	Suites  []uint16
	// ServerName is the SNI; it must be a DNS name, not an IP address (RFC 6066, section 3).
	ServerName string
	Groups     []uint16
	// KeyShares are groups to send a public key for. An empty, non-nil list sends an
	// empty key_share, which asks for a HelloRetryRequest.
	KeyShares        []uint16
	SignatureSchemes []uint16
	Versions         []uint16 // supported_versions
	ALPN             []string
	PointFormats     []uint8
	StatusRequest    bool
	// ExtendedMasterSecret is RFC 7627.
	ExtendedMasterSecret bool
	// SecureRenegotiation is RFC 5746: the extension, or the SCSV with NoExtensions.
	SecureRenegotiation bool
	// Extra extensions come last, as given.
	Extra []RawExtension
	// NoExtensions leaves the whole block out, as SSL 3.0 does.
	NoExtensions bool
}

// RawExtension is one extension as it stands on the wire.
type RawExtension struct {
	ID   uint16
	Body []byte
}

// Bytes is the hello as one record. Randoms and keys come from random. An error means
// that random failed, that a key share's group is not one of KeyShareGroups, or that
// something is too long for its length field.
func (h ClientHello) Bytes(random io.Reader) ([]byte, error) {
	var fresh [64]byte
	if _, err := io.ReadFull(random, fresh[:]); err != nil {
		return nil, fmt.Errorf("random for a ClientHello: %w", err)
	}
	extensions, err := h.extensions(random)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddUint8(recordHandshake)
	b.AddUint16(h.recordVersion())
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		b.AddUint8(msgClientHello)
		b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) {
			b.AddUint16(h.Version)
			b.AddBytes(fresh[:32])
			b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) {
				if len(h.Versions) > 0 { // middlebox compatibility: RFC 8446, appendix D.4
					b.AddBytes(fresh[32:])
				}
			})
			h.addSuites(b)
			b.AddBytes([]byte{1, 0}) // no compression
			if !h.NoExtensions {
				addExtensions(b, extensions)
			}
		})
	})
	return b.Bytes()
}

func (h ClientHello) recordVersion() uint16 {
	switch {
	case h.RecordVersion != 0:
		return h.RecordVersion
	case h.Version == VersionSSL3:
		return VersionSSL3
	}
	return VersionTLS10
}

func (h ClientHello) addSuites(b *cryptobyte.Builder) {
	suites := h.Suites
	if h.NoExtensions && h.SecureRenegotiation {
		suites = append(suites[:len(suites):len(suites)], RenegotiationSCSV)
	}
	addUint16s(b, suites)
}

func addExtensions(b *cryptobyte.Builder, extensions []RawExtension) {
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, e := range extensions {
			b.AddUint16(e.ID)
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(e.Body) })
		}
	})
}

func addUint16s(b *cryptobyte.Builder, list []uint16) {
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, v := range list {
			b.AddUint16(v)
		}
	})
}

// extensions builds the block in an order that OpenSSL clients use as well. Some old
// servers mind an empty last extension, so none of those stands last.
func (h ClientHello) extensions(random io.Reader) ([]RawExtension, error) {
	if h.NoExtensions {
		return nil, nil
	}
	shares, err := keyShares(h.KeyShares, random)
	if err != nil {
		return nil, err
	}
	x := extensionList{}
	x.add(h.SecureRenegotiation, extRenegotiationInfo, func(b *cryptobyte.Builder) { b.AddUint8(0) })
	x.add(h.ServerName != "", extServerName, h.addServerName)
	x.add(h.ExtendedMasterSecret, extExtendedMaster, func(*cryptobyte.Builder) {})
	x.add(h.StatusRequest, extStatusRequest, func(b *cryptobyte.Builder) { b.AddBytes([]byte{1, 0, 0, 0, 0}) })
	x.add(len(h.PointFormats) > 0, extPointFormats, func(b *cryptobyte.Builder) {
		b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(h.PointFormats) })
	})
	x.add(len(h.Groups) > 0, extSupportedGroups, func(b *cryptobyte.Builder) { addUint16s(b, h.Groups) })
	x.add(len(h.ALPN) > 0, extALPN, h.addALPN)
	x.add(len(h.SignatureSchemes) > 0, extSignatureAlgorithms, func(b *cryptobyte.Builder) { addUint16s(b, h.SignatureSchemes) })
	x.add(len(h.Versions) > 0, extSupportedVersions, h.addVersions)
	x.add(len(h.Versions) > 0, extPSKModes, func(b *cryptobyte.Builder) { b.AddBytes([]byte{1, 1}) })
	x.add(h.KeyShares != nil, extKeyShare, func(b *cryptobyte.Builder) { addShares(b, shares) })
	return append(x.list, h.Extra...), x.err
}

type extensionList struct {
	list []RawExtension
	err  error
}

func (x *extensionList) add(wanted bool, id uint16, body func(*cryptobyte.Builder)) {
	if !wanted {
		return
	}
	var b cryptobyte.Builder
	body(&b)
	bytes, err := b.Bytes()
	if err != nil && x.err == nil {
		x.err = fmt.Errorf("extension %d of a ClientHello: %w", id, err)
	}
	x.list = append(x.list, RawExtension{id, bytes})
}

func (h ClientHello) addServerName(b *cryptobyte.Builder) {
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		b.AddUint8(0) // host_name
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(h.ServerName)) })
	})
}

func (h ClientHello) addALPN(b *cryptobyte.Builder) {
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, name := range h.ALPN {
			b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(name)) })
		}
	})
}

func (h ClientHello) addVersions(b *cryptobyte.Builder) {
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, v := range h.Versions {
			b.AddUint16(v)
		}
	})
}
