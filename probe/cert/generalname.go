package cert

import (
	"errors"
	"fmt"
	"net/netip"
)

// Tag numbers of GeneralName (RFC 5280, section 4.2.1.6).
const (
	nameOther     = 0
	nameEmail     = 1
	nameDNS       = 2
	nameX400      = 3
	nameDirectory = 4
	nameEDIParty  = 5
	nameURI       = 6
	nameIP        = 7
	nameID        = 8
)

// generalName is one GeneralName. value is the text, the octets or the encoded Name.
type generalName struct {
	kind  byte
	value []byte
}

func readGeneralName(r *reader) (generalName, error) {
	e, err := r.next()
	if err != nil {
		return generalName{}, err
	}
	n := generalName{kind: e.tag & 0x1f, value: e.body}
	switch {
	case e.tag&0xc0 != classContext || n.kind > nameID:
		return n, fmt.Errorf("tag 0x%02x is no kind of name", e.tag)
	case n.kind == nameDirectory:
		inner, err := e.children().expect(tagSequence, "directoryName")
		if err != nil {
			return n, err
		}
		n.value = inner.full
		_, err = ParseName(inner.full)
		return n, err
	case n.kind == nameOther:
		return n, checkOtherName(e)
	case n.kind == nameID:
		_, err = element{tag: tagOID, body: e.body}.oid()
	case n.kind != nameX400 && n.kind != nameEDIParty:
		n.value, err = e.octets()
	}
	return n, err
}

// checkOtherName looks for the two fields of AnotherName.
func checkOtherName(e element) error {
	r := e.children()
	if _, err := r.expect(tagOID, "otherName"); err != nil {
		return err
	}
	_, err := r.expect(constructedTag(0), "otherName")
	return err
}

func readGeneralNames(e element) ([]generalName, error) {
	var names []generalName
	for r := e.children(); !r.empty(); {
		if len(names) == maxNames {
			return names, fmt.Errorf("it has more than %d names", maxNames)
		}
		n, err := readGeneralName(r)
		if err != nil {
			return names, err
		}
		names = append(names, n)
	}
	return names, nil
}

// readSAN keeps text as the octets are: a NUL or 8-bit octets stay in the name.
func (c *Cert) readSAN(x extension) error {
	c.HasSAN = true
	outer, err := single(x.value, tagSequence, "value")
	if err != nil {
		return err
	}
	names, err := readGeneralNames(outer)
	for _, n := range names {
		switch n.kind {
		case nameDNS:
			c.DNSNames = append(c.DNSNames, string(n.value))
		case nameEmail:
			c.Emails = append(c.Emails, string(n.value))
		case nameURI:
			c.URIs = append(c.URIs, string(n.value))
		case nameIP:
			if ip, ok := netip.AddrFromSlice(n.value); ok {
				c.IPs = append(c.IPs, ip)
			} else {
				c.BadIPs = append(c.BadIPs, n.value)
			}
		default:
			c.OtherNames++
		}
	}
	return err
}

func (c *Cert) readNameConstraints(x extension) error {
	nc := &NameConstraints{Critical: x.critical}
	c.NameConstraints = nc
	outer, err := single(x.value, tagSequence, "value")
	if err != nil {
		return err
	}
	r := outer.children()
	if e, ok := r.optional(constructedTag(0)); ok {
		if nc.Permitted, err = readSubtrees(e); err != nil {
			return err
		}
	}
	if e, ok := r.optional(constructedTag(1)); ok {
		if nc.Excluded, err = readSubtrees(e); err != nil {
			return err
		}
	}
	if !r.empty() {
		return errors.New("it has an unknown field")
	}
	return nil
}

func readSubtrees(e element) ([]GeneralSubtree, error) {
	var subtrees []GeneralSubtree
	for r := e.children(); !r.empty(); {
		if len(subtrees) == maxNames {
			return subtrees, fmt.Errorf("it has more than %d subtrees", maxNames)
		}
		outer, err := r.expect(tagSequence, "subtree")
		if err != nil {
			return subtrees, err
		}
		base, err := readGeneralName(outer.children())
		if err != nil {
			return subtrees, err
		}
		subtrees = append(subtrees, base.subtree())
	}
	return subtrees, nil
}

func (n generalName) subtree() GeneralSubtree {
	switch n.kind {
	case nameDNS:
		return GeneralSubtree{Kind: "DNS", Name: string(n.value)}
	case nameEmail:
		return GeneralSubtree{Kind: "email", Name: string(n.value)}
	case nameURI:
		return GeneralSubtree{Kind: "URI", Name: string(n.value)}
	case nameIP:
		return GeneralSubtree{Kind: "IP", Prefix: maskedPrefix(n.value)}
	case nameDirectory:
		return GeneralSubtree{Kind: "DN", RawDN: n.value}
	}
	return GeneralSubtree{Kind: "other"}
}

// maskedPrefix reads address and mask. What is no such pair, or whose mask has gaps,
// gives an invalid Prefix.
func maskedPrefix(b []byte) netip.Prefix {
	if len(b) != 8 && len(b) != 32 {
		return netip.Prefix{}
	}
	addr, _ := netip.AddrFromSlice(b[:len(b)/2])
	ones, ended := 0, false
	for i := range len(b) * 4 {
		set := b[len(b)/2+i/8]>>(7-i%8)&1 == 1
		if set && ended {
			return netip.Prefix{}
		}
		if set {
			ones++
		}
		ended = !set
	}
	return netip.PrefixFrom(addr, ones)
}
