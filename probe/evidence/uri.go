package evidence

// URI is what a connection string says. Credentials never get here.
type URI struct {
	Hosts []string `json:"hosts"`
	// SRV: the hosts are looked up, and Hosts has the name that is asked for.
	SRV bool  `json:"srv"`
	TLS TLSOn `json:"tls"`
	// Options are in their order.
	Options []URIOption `json:"options"`
	// Drivers are those that the connection string is for, where it was said.
	Drivers []string `json:"drivers,omitempty"`
}

// TLSOn tells whether a connection string switches TLS on.
type TLSOn string

const (
	TLSSwitchedOn  TLSOn = "on"     // it says so, or is mongodb+srv
	TLSSwitchedOff TLSOn = "off"    // it says so
	TLSUnsaid      TLSOn = "unsaid" // then TLS is off, but for drivers that take another TLS option for it
)

// URIOption is one option as it is written.
type URIOption struct {
	Key string `json:"key"`
	// Name is today's name; "" where the option is not known.
	Name string `json:"name,omitempty"`
	// Value is "<redacted>" where it is secret, or might be.
	Value string `json:"value"`
	// Old says whose name Key was, where it is not today's.
	Old string `json:"old,omitempty"`
}
