// Package evidence holds the facts that a probe learnt about an endpoint and
// their JSON form (contract, section 3). It promises three things: a fact is
// never a judgement, "not asked" never looks like "no", and every secret is
// gone before a value of this package exists.
//
// It imports no other package of this module and no network package, so that
// saved evidence can be judged again anywhere.
package evidence

import "time"

// Evidence is what is known about one target: what this side brought and what
// each member showed.
type Evidence struct {
	// At is the moment that certificates are judged at: now, or --at. UTC.
	At      time.Time `json:"at"`
	Client  Client    `json:"client"`
	Members []Member  `json:"members"`
	// Deployment is nil where there was nothing beyond the members given.
	Deployment *Deployment `json:"deployment,omitempty"`
	// File is what was examined instead of members; nil when members were.
	File *File `json:"file,omitempty"`
	// Local is this machine, examined instead of members; nil when members were.
	Local *Local `json:"local,omitempty"`
}

// Client is what this side brought to the connection.
type Client struct {
	// CASource is the CA file as the user named it, or SystemStore.
	CASource string `json:"ca_source"`
	// StoreFrom names the environment variable that replaces the system's store: SSL_CERT_FILE
	// or SSL_CERT_DIR; "" where none does.
	StoreFrom string `json:"store_from,omitempty"`
	// AnchorCount is the number of certificates in the CA source.
	AnchorCount int `json:"anchor_count"`
	// Anchors are the certificates of the CA source that matter here: all of a
	// CA file (bounded by MaxAnchors); of the system store only those that share
	// a subject or a key with a certificate that was presented or fetched, or are
	// its issuer.
	Anchors     []Certificate `json:"anchors"`
	Certificate *ClientCert   `json:"certificate,omitempty"`
	// CRLs are those of --tlsCRLFile.
	CRLFile           string   `json:"crl_file,omitempty"`
	CRLs              []CRL    `json:"crls,omitempty"`
	DisabledProtocols []string `json:"disabled_protocols,omitempty"`
	// What the user allowed. The doctor goes on and still reports what they hide.
	AllowInvalidCertificates bool `json:"allow_invalid_certificates,omitempty"`
	Insecure                 bool `json:"insecure,omitempty"`
	AllowInvalidHostnames    bool `json:"allow_invalid_hostnames,omitempty"`
	DisableOCSPEndpointCheck bool `json:"disable_ocsp_endpoint_check,omitempty"`
	DisableRevocationCheck   bool `json:"disable_revocation_check,omitempty"`
	Offline                  bool `json:"offline,omitempty"`
	// ReplicaSet is the set name that the URI asks for.
	ReplicaSet string `json:"replica_set,omitempty"`
	// LoadBalanced is the URI's loadBalanced option.
	LoadBalanced bool `json:"load_balanced,omitempty"`
	// TLSOff tells that the URI says tls=false.
	TLSOff bool `json:"tls_off,omitempty"`
}

// SystemStore is the CASource of the system's trust store.
const SystemStore = "system trust store"

// MaxIssuers bounds the CA names that are kept of one request for a client certificate.
const MaxIssuers = 200

// MaxAnchors bounds the anchors kept of one CA file.
const MaxAnchors = 400

// ClientCert is the client certificate that was brought; its key never gets here.
type ClientCert struct {
	Source string        `json:"source"`
	Chain  []Certificate `json:"chain"`
}

// Member is one server of the target.
type Member struct {
	// Host is the name and port as a driver would dial them: "db1.example.com:27017".
	Host string `json:"host"`
	// Name is the host without its port: the name that certificates are checked against.
	Name string `json:"name"`
	// Address is the ip:port that the main connection reached; "" if none did.
	Address string `json:"address"`
	FoundBy Origin `json:"found_by"`

	Lookup    Lookup     `json:"lookup"`
	Dials     []Dial     `json:"dials"`
	Handshake *Handshake `json:"handshake"`
	// Fallbacks are the further handshakes that were tried after Handshake failed
	// or could not show all, widest offer last.
	Fallbacks []Handshake `json:"fallbacks,omitempty"`
	// Versions has an entry for each of Versions. Anything but these words is a defect.
	Versions map[Version]Answer `json:"versions"`
	// Suites and Groups are enumerated only when asked for or when the default
	// handshake found none in common; nil means not asked.
	Suites []SuiteSet `json:"suites,omitempty"`
	Groups []string   `json:"groups,omitempty"`
	// Simulations are the ClientHellos of real clients, replayed; nil means not asked.
	Simulations []Simulation `json:"simulations,omitempty"`
	// SNI has what the server did with no server name, and with another one.
	SNI       []SNIProbe `json:"sni,omitempty"`
	Chain     Chain      `json:"chain"`
	OCSP      OCSP       `json:"ocsp"`
	CRL       []CRLCheck `json:"crl"`
	Client    ClientAuth `json:"client_auth"`
	Plaintext Plaintext  `json:"plaintext"`
	// PlaintextReply is what the plaintext hello met.
	PlaintextReply *Exchange `json:"plaintext_reply,omitempty"`
	// Service is what spoke instead of MongoDB, where it could be named.
	Service *Service `json:"service,omitempty"`
	// Exchange is the hello over TLS; nil means that it was not sent. It went over
	// Handshake, else over the first of Fallbacks that was completed, else over the probe in
	// SNI that sent the address itself.
	Exchange *Exchange `json:"exchange,omitempty"`
	Hello    *Hello    `json:"hello"`
	// Login is what a login showed; nil where none was asked for.
	Login *Login `json:"login,omitempty"`
	// SharedWith is the member that is the same server under another name: what does not
	// depend on the name (Versions, Plaintext) was asked there. "" where all was asked here.
	SharedWith string `json:"shared_with,omitempty"`
	// Connections is the number of TCP connections that reached the member.
	Connections int `json:"connections"`
	// Incomplete says why the probe ended before it had asked everything; "" if it did not.
	Incomplete string `json:"incomplete,omitempty"`
	// Defect is what a step of this tool failed with; "" unless it is broken.
	Defect string `json:"defect,omitempty"`
}

// Origin tells how a member became known.
type Origin string

const (
	Given Origin = "given"
	SRV   Origin = "srv"
	Hosts Origin = "hello"
	// Config is a hidden member, which only a login shows (replSetGetConfig).
	Config Origin = "config"
)

// Lookup is the name resolution of one member.
type Lookup struct {
	// Literal is true when the host is an IP address and nothing was looked up.
	Literal   bool     `json:"literal,omitempty"`
	Addresses []string `json:"addresses"`
	// Kind is "" on success, else "not-found", "timeout", "no-address" or "failed".
	Kind  string  `json:"kind,omitempty"`
	Error string  `json:"error,omitempty"`
	MS    float64 `json:"ms"`
	// SRV are the records of _mongodb._tcp at the name; asked only where it has no address.
	SRV []SRVRecord `json:"srv,omitempty"`
}

// Dial is the TCP connect to one address.
type Dial struct {
	Address string  `json:"address"`
	Outcome Outcome `json:"outcome"`
	Error   string  `json:"error,omitempty"`
	MS      float64 `json:"ms"`
	// Leaf is the SHA-256 of the certificate shown there, "" where nobody looked: of several
	// addresses some are compared. Certificate is nil where it is what Chain has.
	Leaf        string       `json:"leaf,omitempty"`
	Certificate *Certificate `json:"certificate,omitempty"`
}

// Outcome is how a connect, an exchange or a handshake ended, from typed errors
// and never from their text.
type Outcome string

const (
	OK          Outcome = "ok"
	Refused     Outcome = "refused"     // ECONNREFUSED
	Timeout     Outcome = "timeout"     // no answer within the time given
	Unreachable Outcome = "unreachable" // EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL
	Reset       Outcome = "reset"       // ECONNRESET, EPIPE
	Closed      Outcome = "closed"      // EOF, or close_notify
	Alerted     Outcome = "alert"       // a fatal alert came from the peer
	NotTLS      Outcome = "not-tls"     // bytes that are no TLS record
	Malformed   Outcome = "malformed"   // TLS or MongoDB framing that cannot be parsed, or breaks the protocol
	BadKey      Outcome = "bad-key"     // the signature over the handshake does not fit the certificate's key
	Unsupported Outcome = "unsupported" // the server chose what this side did not offer or cannot do
	TooLarge    Outcome = "too-large"   // a bound on bytes or messages was met
	Other       Outcome = "other"       // Error has the text
	Skipped     Outcome = "not-asked"
)

// Alert is one TLS alert as seen on the wire (RFC 8446, section 6).
type Alert struct {
	Code  uint8  `json:"code"`
	Name  string `json:"name"`  // "protocol_version"
	Level string `json:"level"` // "fatal", "warning", or "encrypted" where only its meaning was seen
	From  string `json:"from"`  // "server" or "client"
}

// Handshake is one TLS handshake.
type Handshake struct {
	// Offer names the ClientHello: "current" (what a current client sends),
	// "legacy" (TLS 1.0 to 1.2 with every suite of the library), "dhe", "wide", "version"
	// (WideOffer), or "bare" (any certificate and any signature, neither of which is checked).
	Offer      string  `json:"offer"`
	ServerName string  `json:"server_name"` // the SNI sent; "" when none was
	Outcome    Outcome `json:"outcome"`
	Version    string  `json:"version"`      // "TLS 1.3"; "" if none was negotiated
	Suite      string  `json:"cipher_suite"` // IANA name
	Group      string  `json:"group"`        // "X25519"; "" for RSA key exchange
	// DHBits is the size of a finite-field Diffie-Hellman prime; 0 if none was used.
	DHBits int `json:"dh_bits,omitempty"`
	// SecureRenegotiation and ExtendedMasterSecret are nil when no ServerHello below
	// TLS 1.3 was seen (RFC 5746, RFC 7627).
	SecureRenegotiation  *bool   `json:"secure_renegotiation,omitempty"`
	ExtendedMasterSecret *bool   `json:"extended_master_secret,omitempty"`
	RetryRequest         bool    `json:"hello_retry_request,omitempty"`
	Alert                *Alert  `json:"alert"`
	Warnings             []Alert `json:"warnings,omitempty"`
	Error                *string `json:"error"`
	Stage                Stage   `json:"stage"` // how far it came
	MS                   float64 `json:"ms"`
}

// WideOffer is the Offer of a question about one version, which has every suite and group. It
// ends before the handshake does: only what the server chose counts.
const WideOffer = "version"

// BareOffer is the Offer of a handshake that checks neither the certificate nor the
// signature: that it was completed says nothing of what clients make of those.
const BareOffer = "bare"

// Stage is the last thing of a handshake that was reached.
type Stage string

const (
	NothingReceived Stage = "nothing-received"
	BeforeHello     Stage = "before-server-hello" // something came, but no ServerHello
	AfterHello      Stage = "after-server-hello"
	AfterCerts      Stage = "after-certificate"
	Done            Stage = "done"
)

// Version is a protocol version as people write it.
type Version string

const (
	SSL2  Version = "SSL 2.0"
	SSL3  Version = "SSL 3.0"
	TLS10 Version = "TLS 1.0"
	TLS11 Version = "TLS 1.1"
	TLS12 Version = "TLS 1.2"
	TLS13 Version = "TLS 1.3"
)

// Versions lists every version, oldest first.
func Versions() []Version { return []Version{SSL2, SSL3, TLS10, TLS11, TLS12, TLS13} }

// Answer is what a server said to a question.
type Answer string

const (
	Accepted Answer = "accepted"
	Rejected Answer = "refused"
	Unknown  Answer = "unknown"
	NotAsked Answer = "not-asked"
)

// Plaintext is Answer under the words of the contract.
type Plaintext = Answer

// SuiteSet is what a server accepts of one version's cipher suites, in the order it chose them.
type SuiteSet struct {
	Version Version  `json:"version"`
	Suites  []string `json:"suites"`
	// Complete is false when the enumeration was cut short.
	Complete bool `json:"complete"`
}

// SNIProbe is a handshake with another server name.
type SNIProbe struct {
	ServerName string `json:"server_name"` // "" = no SNI extension
	// Offer names the ClientHello, as Handshake.Offer: probes with the same one compare.
	Offer   string  `json:"offer"`
	Outcome Outcome `json:"outcome"`
	Alert   *Alert  `json:"alert,omitempty"`
	// Leaf is the SHA-256 of the certificate shown, "" if it was not seen. Certificate is nil
	// where it is what Member.Chain has.
	Leaf        string       `json:"leaf,omitempty"`
	Certificate *Certificate `json:"certificate,omitempty"`
}

// Service is a peer that does not speak MongoDB.
type Service struct {
	Name string `json:"name"` // "HTTP", "SSH", …; "" if unknown
	// Where is "instead of TLS" or "inside TLS".
	Where string `json:"where"`
	// FirstBytes is at most 64 bytes, quoted as Go quotes a string.
	FirstBytes string `json:"first_bytes"`
}

// Exchange is one hello command and what came back.
type Exchange struct {
	Outcome Outcome `json:"outcome"` // ok = a MongoDB reply came
	Opcode  string  `json:"opcode"`  // of the request: "OP_MSG" or "OP_QUERY"
	Alert   *Alert  `json:"alert,omitempty"`
	Error   *string `json:"error,omitempty"`
	// Received is the number of bytes that came back.
	Received int     `json:"received"`
	MS       float64 `json:"ms"`
}

// Hello is the server's reply to hello (server manual, "hello"). Text is kept as
// sent: whoever prints it escapes it.
type Hello struct {
	Role           string     `json:"role"` // primary, secondary, arbiter, mongos, standalone, load-balanced, other
	SetName        string     `json:"set_name,omitempty"`
	Hosts          []string   `json:"hosts"`
	Passives       []string   `json:"passives,omitempty"`
	Arbiters       []string   `json:"arbiters,omitempty"`
	Me             string     `json:"me,omitempty"`
	Primary        string     `json:"primary,omitempty"`
	MinWireVersion int        `json:"min_wire_version"`
	MaxWireVersion int        `json:"max_wire_version"`
	LocalTime      *time.Time `json:"local_time,omitempty"`
	// ReceivedAt is this machine's clock when the reply came, never --at.
	ReceivedAt time.Time `json:"received_at"`
	// Error is the server's own error ($err, errmsg) when ok was not 1.
	Error string `json:"error,omitempty"`
}

// ClientAuth is what the server asked of the client (RFC 8446, section 4.3.2).
type ClientAuth struct {
	Requested bool `json:"requested"`
	// Asked is false when no handshake came far enough to tell.
	Asked    bool     `json:"asked"`
	Required string   `json:"required"` // yes, no, unknown
	Issuers  []string `json:"issuers"`  // the CA names listed, RFC 4514
	// Sent tells whether a client certificate was sent, and RefusedWith how the server ended
	// the connection after it: nil if it did not.
	Sent        bool    `json:"sent"`
	RefusedWith *string `json:"refused_with,omitempty"`
}
