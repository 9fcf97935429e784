package evidence

import "time"

// File is one thing that was examined without any connection: a file, or what names files.
// A member without an address, so to speak: Chain and CRL mean what they mean of a Member.
type File struct {
	// Path is the file as the user named it, or the redacted text of what is no file.
	Path string   `json:"path"`
	Role FileRole `json:"role"`
	// NamedBy is the configuration or connection string that the path was read from; "" for
	// a flag.
	NamedBy string `json:"named_by,omitempty"`
	// Use is what the file, or its certificate, serves for, where that is known or can be told.
	Use  Use       `json:"use,omitempty"`
	Stat *FileStat `json:"stat,omitempty"`
	// Content is what the file is by its content: "PEM", "a certificate in DER"; "" where
	// it could not be read.
	Content string `json:"content,omitempty"`
	// Problems are why it cannot be used, or not whole.
	Problems []FileProblem `json:"problems,omitempty"`
	// Chain has the certificates in the order of the file, and how they verify.
	Chain *Chain `json:"chain,omitempty"`
	// Names are the host names that the certificate is to serve.
	Names []string    `json:"names,omitempty"`
	Keys  []KeyFacts  `json:"keys,omitempty"`
	Peers []Peer      `json:"peers,omitempty"`
	CRLs  []CRL       `json:"crls,omitempty"`
	CRL   []CRLCheck  `json:"crl,omitempty"`
	X509  *X509Naming `json:"x509,omitempty"`
	// Renewals are when each certificate and CRL has to be replaced, the first first.
	Renewals []Renewal `json:"renewals,omitempty"`
	// Config is what a server's configuration says, of the role RoleConfig.
	Config *ServerConfig `json:"config,omitempty"`
	// URI is what a connection string says, of the role RoleURI; nil where it cannot be read.
	URI *URI `json:"uri,omitempty"`
}

// FileRole is what a file is for.
type FileRole string

const (
	RoleCertificate FileRole = "certificate-key" // tlsCertificateKeyFile
	RoleCluster     FileRole = "cluster"         // tlsClusterFile
	RoleKey         FileRole = "key"             // a key in a file of its own
	RoleCA          FileRole = "ca"              // tlsCAFile
	RoleCRL         FileRole = "crl"             // tlsCRLFile
	RoleChain       FileRole = "chain"           // a chain without its key, as a CA delivers it
	RolePeer        FileRole = "peer"            // another member's certificate
	RoleURI         FileRole = "uri"             // a connection string, which is no file
)

// Use is what a certificate serves for.
type Use string

const (
	UseUnknown Use = ""
	UseServer  Use = "server"  // shown to clients
	UseMember  Use = "member"  // shown to clients, and to other members as a client's
	UseCluster Use = "cluster" // shown to other members as a client's only
	UseClient  Use = "client"
)

// FileStat is what the file system says of a file, symbolic links followed.
type FileStat struct {
	Size  int64  `json:"size"`  // bytes
	Mode  string `json:"mode"`  // permissions in octal: "0640"
	Owner string `json:"owner"` // "mongodb:mongodb", by number where there is no name; "" where unknown
}

// FileProblem is why a file cannot be used, or not whole.
type FileProblem struct {
	Cause  string `json:"cause"` // the contract's word
	Detail string `json:"detail"`
	// Run is the command that mends it; "" where there is none.
	Run string `json:"run,omitempty"`
}

// KeyFacts is one private key; the key itself never gets here.
type KeyFacts struct {
	// Source is the file that holds it, where that is another one.
	Source    string `json:"source,omitempty"`
	Type      string `json:"type,omitempty"` // "RSA 2048"; "" where it was not opened
	Encrypted bool   `json:"encrypted"`
	// Fits is the place of the certificate with its public key, counted from 0; nil where
	// the key was not opened, -1 where no certificate is of this key.
	Fits *int `json:"fits,omitempty"`
}

// Peer is another certificate of the same deployment.
type Peer struct {
	Path        string      `json:"path"`
	Certificate Certificate `json:"certificate"`
	Member      []string    `json:"member"` // as X509Naming.Member
}

// X509Naming is what MongoDB's options and commands call the certificate.
type X509Naming struct {
	// User is the subject as MongoDB spells it for a user of $external (RFC 2253).
	User string `json:"user"`
	// SubjectSelector and ThumbprintSelector are values of net.tls.certificateSelector, for
	// Windows and macOS. The first is "" where the subject has no common name.
	SubjectSelector    string `json:"subject_selector,omitempty"`
	ThumbprintSelector string `json:"thumbprint_selector"`
	// Member are the attributes O, OU and DC, by which members know each other, sorted and
	// each once.
	Member []string `json:"member"`
}

// Renewal is the end of one certificate or CRL.
type Renewal struct {
	What string    `json:"what"` // the subject, or "CRL of" and its issuer
	At   time.Time `json:"at"`
	// Days are the whole days left, rounded down; negative when it is over.
	Days int `json:"days"`
}
