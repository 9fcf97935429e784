package evidence

import "time"

// Local is this machine as a client: what programs on it would bring to a connection. What a
// program says of itself is kept as it says it.
type Local struct {
	// System is the operating system and its architecture, as Go names them: "linux/amd64".
	System string `json:"system"`
	// Release is the distribution's own name for itself; "" where it has none.
	Release string `json:"release,omitempty"`
	// Runtimes are the programs found on the path, in its order, each real file once.
	Runtimes []Runtime `json:"runtimes"`
	// Stores are the trust stores that runtimes, variables and packages name, each once.
	Stores []TrustStore `json:"stores"`
	// Variables are those of the environment that change trust or routing, and are set.
	Variables []Variable `json:"variables"`
	Policy    Policy     `json:"policy"`
	Clock     Clock      `json:"clock"`
	// Notes are what was left out on purpose, a sentence each.
	Notes []string `json:"notes,omitempty"`
	// Advisory is set where nobody asked for this machine alone: nothing found on it then
	// counts as a fault of the targets.
	Advisory bool `json:"advisory,omitempty"`
}

// Answered tells whether any program said something of itself.
func (l Local) Answered() bool {
	for _, r := range l.Runtimes {
		if r.Version != "" || r.Library != "" {
			return true
		}
	}
	return false
}

// Runtime is one program that a client may run on.
type Runtime struct {
	Kind    string `json:"kind"` // "python3", "node", "php", "ruby", "java", "openssl"
	Path    string `json:"path"` // where the path has it
	Version string `json:"version,omitempty"`
	// Library is the TLS library by its own name and version: "OpenSSL 3.0.19 27 Jan 2026".
	Library string `json:"library,omitempty"`
	// Oldest and Newest are the versions that a client offers by default; "" where unknown.
	Oldest Version `json:"oldest,omitempty"`
	Newest Version `json:"newest,omitempty"`
	// SecurityLevel is OpenSSL's (SSL_CTX_set_security_level(3)); nil where it was not told.
	SecurityLevel *int  `json:"security_level,omitempty"`
	FIPS          *bool `json:"fips,omitempty"`
	// Stores are the paths in Local.Stores that it reads by default, in its order.
	Stores []string `json:"stores,omitempty"`
	// Anchors are those that it has by default; nil where that is not known.
	Anchors *int `json:"anchors,omitempty"`
	// BuiltIn is set where the anchors come with the program, and not from a store.
	BuiltIn  bool      `json:"built_in,omitempty"`
	Packages []Package `json:"packages,omitempty"`
	// OCSP is PyMongo's, nil where there is no PyMongo.
	OCSP *OCSPExtra `json:"ocsp,omitempty"`
	// Problem is why it did not answer, or not fully; "" where it did.
	Problem string `json:"problem,omitempty"`
}

// Package is a library that is installed for a runtime.
type Package struct {
	Name    string `json:"name"`
	Version string `json:"version"` // "?" where it does not say
	// Store is the trust store that it brings; "" for all but certifi.
	Store string `json:"store,omitempty"`
}

// OCSPExtra is what PyMongo needs to check OCSP: without it, it goes on silently.
type OCSPExtra struct {
	Works bool `json:"works"`
	// Library is the TLS library that PyMongo then uses: that of the package cryptography.
	Library string   `json:"library,omitempty"`
	Missing []string `json:"missing,omitempty"` // the packages that are not installed
	// Error is why it cannot be loaded although nothing is missing.
	Error string `json:"error,omitempty"`
}

// TrustStore is a file or directory of trust anchors.
type TrustStore struct {
	Path  string     `json:"path"`
	Form  string     `json:"form"` // "PEM", "directory", "JKS", "PKCS#12"; "" where it was not read
	State StoreState `json:"state"`
	// Detail is what the file system or the parser said; "" where all is well.
	Detail string `json:"detail,omitempty"`
	// Anchors are the different certificates; of a directory those that OpenSSL can find,
	// whose file is named after a hash of the subject.
	Anchors int `json:"anchors"`
	// Unhashed are the files of a directory with certificates that OpenSSL does not look at.
	Unhashed int `json:"unhashed,omitempty"`
	// Expired are the anchors after their last day.
	Expired int `json:"expired,omitempty"`
	// Modified is the time of the file, of a directory its own.
	Modified *time.Time `json:"modified,omitempty"`
	// Lacks are roots that a store of the public CAs needs for Atlas, by their common name.
	Lacks []string `json:"lacks,omitempty"`
	// Inspection are the anchors that bear the name of a product that opens TLS.
	Inspection []InspectionCA `json:"inspection,omitempty"`
}

// StoreState is what became of reading a trust store.
type StoreState string

const (
	StoreRead       StoreState = "read"
	StoreAbsent     StoreState = "absent"
	StoreForbidden  StoreState = "forbidden"  // it may not be read
	StoreUnreadable StoreState = "unreadable" // it is no store, or not a whole one
)

// InspectionCA is a CA that bears the name of a product that opens TLS.
type InspectionCA struct {
	Subject string `json:"subject"`
	Product string `json:"product"`
}

// Variable is one of the environment. No value that may hold a secret gets here.
type Variable struct {
	Name string `json:"name"`
	// Value is what it says; of a URL the scheme and the host only.
	Value string `json:"value"`
}

// Policy is what the system prescribes to its TLS libraries.
type Policy struct {
	// CryptoPolicy is the system-wide policy of Fedora and Red Hat: "DEFAULT", "FUTURE".
	CryptoPolicy string `json:"crypto_policy,omitempty"`
	// FIPS tells whether the kernel is in FIPS mode; nil where it does not say.
	FIPS *bool `json:"fips,omitempty"`
	// Settings are those of OpenSSL's configuration that restrict TLS.
	Settings []PolicySetting `json:"settings,omitempty"`
}

// PolicySetting is one line of openssl.cnf.
type PolicySetting struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Key   string `json:"key"` // "MinProtocol", "CipherString", …
	Value string `json:"value"`
}

// Clock is this machine's.
type Clock struct {
	Now time.Time `json:"now"`
	// Synchronized is what the kernel says of it; nil where it says nothing.
	Synchronized *bool `json:"synchronized,omitempty"`
	// Servers are the clocks that were compared with it: those of the targets' members.
	Servers []ServerClock `json:"servers,omitempty"`
}

// ServerClock is the localTime of one server's hello, and this machine's at that moment.
type ServerClock struct {
	Host  string    `json:"host"`
	Their time.Time `json:"their"`
	Ours  time.Time `json:"ours"`
}
