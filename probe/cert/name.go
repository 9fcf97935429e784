package cert

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Name is a distinguished name. Its text is for people; compare with Equal or RawEqual.
type Name struct {
	Raw []byte
	// Text is RFC 4514, most specific first, with the short names of OpenSSL. What mongod
	// makes of it as a user is MongoDBUser.
	Text string
	// CommonNames in the order of the encoding; the last is the most specific.
	CommonNames []string
	Attributes  []Attribute

	// canonical has one string per RDN, in OpenSSL's form for comparing; nil when
	// ParseName did not read the name, or not all of it.
	canonical []string
}

// Attribute is one AttributeTypeAndValue, in the order of the encoding.
type Attribute struct{ OID, Value string }

func (n Name) String() string { return n.Text }

// MongoDBUser is the name of the user in $external that mongod makes of the subject of a
// client certificate: Text with each octet beyond ASCII as \XX (ssl_manager.cpp,
// escapeRfc2253). It is what OpenSSL prints with XN_FLAG_RFC2253. Only for an attribute
// type without a short name does mongod differ: it writes the text instead of "#hex".
func (n Name) MongoDBUser() string {
	var out strings.Builder
	for i := range len(n.Text) {
		if c := n.Text[i]; c >= utf8.RuneSelf {
			fmt.Fprintf(&out, `\%02X`, c)
		} else {
			out.WriteByte(c)
		}
	}
	return out.String()
}

// memberLabels are the attributes by which members know each other (server manual, "Member
// Certificate Requirements").
var memberLabels = map[string]string{
	"2.5.4.10":                   "O",
	"2.5.4.11":                   "OU",
	"0.9.2342.19200300.100.1.25": "DC",
}

// MemberAttributes are O, OU and DC of the subject, sorted. One that occurs twice counts twice:
// mongod compares sorted lists (ssl_manager.cpp, canonicalizeClusterDN).
func (n Name) MemberAttributes() []string {
	out := []string{}
	for _, a := range n.Attributes {
		if label := memberLabels[a.OID]; label != "" {
			out = append(out, label+"="+a.Value)
		}
	}
	slices.Sort(out)
	return out
}

// RawEqual compares the encodings, as Go and RFC 5280's simplest implementations do.
func (n Name) RawEqual(o Name) bool { return bytes.Equal(n.Raw, o.Raw) }

// Equal compares as OpenSSL does (x_name.c, x509_name_canon): letter case of ASCII,
// surrounding and repeated spaces and the type of string play no part.
func (n Name) Equal(o Name) bool {
	if n.canonical == nil || o.canonical == nil {
		return n.RawEqual(o)
	}
	return slices.Equal(n.canonical, o.canonical)
}

// Within tells whether base is the beginning of n, which is how a directoryName
// constraint matches (v3_ncons.c, nc_dn).
func (n Name) Within(base Name) bool {
	return base.canonical != nil && len(base.canonical) <= len(n.canonical) &&
		slices.Equal(n.canonical[:len(base.canonical)], base.canonical)
}

// maxAttributes bounds the attributes of one name.
const maxAttributes = 1000

// nameReader reads a Name. flaw is the first thing that OpenSSL would refuse but that
// does not end the walk.
type nameReader struct {
	name Name
	flaw error
}

// ParseName reads a DER Name (RFC 5280, section 4.1.2.4). The error says why OpenSSL
// refuses it; the Name has then what could be read.
func ParseName(der []byte) (Name, error) {
	outer, err := single(der, tagSequence, "name")
	if err != nil {
		return Name{Raw: der}, err
	}
	n := nameReader{name: Name{Raw: outer.full, canonical: []string{}}}
	var texts []string
	for r := outer.children(); !r.empty() && err == nil; {
		var text string
		if text, err = n.readRDN(r); text != "" {
			texts = append(texts, text)
		}
	}
	slices.Reverse(texts)
	n.name.Text = strings.Join(texts, ",")
	if err == nil {
		err = n.flaw
	}
	if err != nil {
		n.name.canonical = nil
	}
	return n.name, err
}

// readRDN adds the next RelativeDistinguishedName and returns its text.
func (n *nameReader) readRDN(r *reader) (string, error) {
	set, err := r.expect(tagSet, "relative distinguished name")
	if err != nil {
		return "", err
	}
	var texts, canonical []string
	for members := set.children(); !members.empty(); {
		if len(n.name.Attributes) == maxAttributes {
			return "", fmt.Errorf("the name has more than %d attributes", maxAttributes)
		}
		oid, value, err := readAttribute(members)
		if err != nil {
			return "", err
		}
		texts = append(texts, n.add(oid, value))
		canonical = append(canonical, canonicalAttribute(oid, value))
	}
	if len(texts) == 0 {
		return "", nil
	}
	slices.Reverse(texts)
	slices.Sort(canonical)
	n.name.canonical = append(n.name.canonical, strings.Join(canonical, ""))
	return strings.Join(texts, "+"), nil
}

func readAttribute(members *reader) (oid string, value element, err error) {
	pair, err := members.expect(tagSequence, "attribute")
	if err != nil {
		return "", value, err
	}
	r := pair.children()
	id, err := r.expect(tagOID, "attribute type")
	if err != nil {
		return "", value, err
	}
	if oid, err = id.oid(); err != nil {
		return "", value, err
	}
	if value, err = r.next(); err != nil {
		return "", value, fmt.Errorf("attribute value: %w", err)
	}
	if !r.empty() {
		return "", value, errors.New("something follows an attribute's value")
	}
	return oid, value, nil
}

const oidCommonName = "2.5.4.3"

// add keeps one attribute and returns its text, "CN=escaped". What has no text is "#"
// and its encoding in hexadecimal (RFC 4514, section 2.4).
func (n *nameReader) add(oid string, value element) string {
	plain, isText, err := stringValue(value)
	if err == nil && !allowedInName(value.tag) {
		err = fmt.Errorf("tag 0x%02x is no string", value.tag)
	}
	if err != nil && n.flaw == nil {
		n.flaw = fmt.Errorf("attribute %s: %w", oid, err)
	}
	dump := fmt.Sprintf("#%X", value.full)
	if !isText {
		plain = dump
	}
	n.name.Attributes = append(n.name.Attributes, Attribute{oid, plain})
	if oid == oidCommonName {
		n.name.CommonNames = append(n.name.CommonNames, plain)
	}
	label := attributeLabels[oid]
	switch {
	case label == "":
		return oid + "=" + dump
	case !isText:
		return label + "=" + dump
	}
	return label + "=" + escape(plain)
}

// allowedInName tells whether OpenSSL takes a type in a Name (asn1t.h, ASN1_PRINTABLE;
// the rest are the types that it does not know).
func allowedInName(tag byte) bool {
	switch tag &^ bitConstructed {
	case tagBitString, tagUTF8, tagSequence &^ bitConstructed, tagNumeric, tagPrintable,
		tagT61, tagIA5, tagUniversal, tagBMP, 7, 8, 9, 11, 13, 14, 15, 29:
		return true
	}
	return false
}
