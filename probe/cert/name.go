package cert

// Name is a distinguished name: its bytes decide equality, its text is for people.
type Name struct {
	Raw []byte
	// Text is RFC 4514: most specific first, as MongoDB writes the user of a certificate.
	Text string
	// CommonNames in the order of the encoding; the last is the most specific.
	CommonNames []string
	Attributes  []Attribute
}

// Attribute is one AttributeTypeAndValue, in the order of the encoding.
type Attribute struct{ OID, Value string }

func (n Name) String() string { return n.Text }
