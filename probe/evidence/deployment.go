package evidence

// Deployment is what a target showed beyond its members one by one.
type Deployment struct {
	// SRV is the lookup of a mongodb+srv target; nil for others.
	SRV *SRVLookup `json:"srv,omitempty"`
	// Discovery has the names that members gave; nil where nobody was asked for them.
	Discovery *Discovery `json:"discovery,omitempty"`
	// Compared are files that were held against what members serve.
	Compared []ComparedFile `json:"compared,omitempty"`
}

// SRVLookup is the lookup of SRV and TXT records (Initial DNS Seedlist Discovery).
type SRVLookup struct {
	Name    string `json:"name"`    // the host of the connection string, as it was asked for
	Service string `json:"service"` // "mongodb"
	// Given is the host as it was written, where that is not Name.
	Given string `json:"given,omitempty"`
	// Suffix is srvAllowedHostsSuffix, under which targets may lie in place of the name's domain.
	Suffix string `json:"suffix,omitempty"`
	// Server is the DNS server that was asked; "" for the system's resolver.
	Server  string      `json:"server,omitempty"`
	Records []SRVRecord `json:"records"`
	// Truncated is the number of further records that are not kept.
	Truncated int `json:"truncated,omitempty"`
	// MaxHosts is srvMaxHosts: drivers pick as many of the records; 0 = all of them.
	MaxHosts int `json:"max_hosts,omitempty"`
	// Kind is "" where records came, else as Lookup.Kind.
	Kind  string `json:"kind,omitempty"`
	Error string `json:"error,omitempty"`
	// TXT are the records of the name, the strings of each joined.
	TXT []string `json:"txt"`
	// TXTKind is "" where records came or there are none, else as Lookup.Kind.
	TXTKind  string `json:"txt_kind,omitempty"`
	TXTError string `json:"txt_error,omitempty"`
	// TXTSets are the options that the TXT record set: those that the connection string lacks.
	TXTSets []string `json:"txt_sets,omitempty"`
	// TXTRefused says why drivers refuse the TXT records; "" where they take them.
	TXTRefused string `json:"txt_refused,omitempty"`
	// Conflict says how options contradict each other or the records, now that all are known.
	Conflict string `json:"conflict,omitempty"`
	// NameResolves tells whether the name has an address of its own; nil where that was not asked.
	NameResolves *bool `json:"name_resolves,omitempty"`
	// URI is the same connection string without SRV; marks stand for credentials and secrets.
	// Where the TXT records are refused it lacks their options. It is "" where
	// their lookup failed, or not all records are kept.
	URI string  `json:"uri,omitempty"`
	MS  float64 `json:"ms"`
}

// SRVRecord is one target of an SRV lookup.
type SRVRecord struct {
	Host string `json:"host"`
	Port int    `json:"port"`
	// Spelled is the host as the name server spells it, where that is not Host.
	Spelled string `json:"spelled,omitempty"`
	// Refused says why drivers refuse the record; "" where they take it.
	Refused string `json:"refused,omitempty"`
	// Outside is set where it lies outside the name's domain, and Suffix allows it.
	Outside bool `json:"outside,omitempty"`
}

// Discovery is what members said of the deployment.
type Discovery struct {
	Names []Advertised `json:"names"`
	// Truncated is the number of further names that are not kept.
	Truncated int `json:"truncated,omitempty"`
}

// Advertised is a name that members gave for one of them.
type Advertised struct {
	Host string   `json:"host"` // host:port, lower case
	As   string   `json:"as"`   // host, passive, arbiter, primary, me, hidden, horizon
	By   []string `json:"by"`   // the members that gave it, as Member.Host
	// Skipped says why it was not examined, or not dialled; "" where it was.
	Skipped string `json:"skipped,omitempty"`
}

// ComparedFile is a certificate file held against what members serve.
type ComparedFile struct {
	Path         string        `json:"path"`
	Certificates []Certificate `json:"certificates"`
	Error        string        `json:"error,omitempty"`
}
