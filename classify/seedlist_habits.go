package classify

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mongotls/probe/evidence"
)

// seedlistHabits in the order in which clients meet them. Sources, where no release stands
// beside a client: runs of the clients of fixtures/oracle against a name server of ours
// (PyMongo 3.11, Node.js 4.17 to 7.9, mongosh 2.12, Go 1.17 and 2.9, Java 3.6, C 1.23, Ruby 2.5).
var seedlistHabits = []seedlistHabit{
	{
		word: "srv-invalid", title: "Some drivers take no mongodb+srv name of fewer than three labels",
		seen: func(s *evidence.SRVLookup) []Fact {
			if strings.Count(s.Name, ".") >= 2 {
				return nil
			}
			return []Fact{fact("the name", s.Name, srvBase+"name")}
		},
		// PyMongo's changelog (4.12), PYTHON-1760 (3.9), NODE-6289, JAVA-5668, CSHARP-5200; for C
		// mongoc-uri.c of 2.2.
		refuses: until(map[string]string{"pymongo": "4.12", "node": "6.10", "java": "5.3", "c": "2.3", "php": "2.3", "dotnet": "3.1", "ruby": "2.6"}),
		fix:     elsewhere("Use a name of three labels or more in DNS, or a newer driver, or name the servers."),
		says: map[string]string{
			"pymongo": "pymongo.errors.ConfigurationError: Invalid URI host: {name} …",
			"node":    "MongoAPIError: URI must include hostname, domain name, and tld",
			"java":    "java.lang.IllegalArgumentException: An SRV host name '{name}' was provided that does not contain at least three parts. …",
			"c":       "Invalid service name in URI, or: Invalid SRV service name \"{name}\" in URI: …",
		},
	},
	{
		word: "srv-invalid", title: "Some drivers cannot look up a name that is not ASCII",
		seen: func(s *evidence.SRVLookup) []Fact {
			if !strings.ContainsFunc(s.Given, func(r rune) bool { return r >= utf8.RuneSelf }) {
				return nil
			}
			return []Fact{fact("the name", s.Given, srvBase+"given"), fact("in DNS it is", s.Name, srvBase+"name")}
		},
		refuses: until(map[string]string{"go": "", "mongo-tools": "", "java": "", "c": "", "php": "", "ruby": ""}),
		fix: func(s *evidence.SRVLookup) []Fix {
			return []Fix{{On: OnClient, Text: "Write the name as DNS has it.", Run: script("mongosh 'mongodb+srv://" + s.Name + "/'")}}
		},
		says: noRecordSays,
	},
	{
		word: "srv-invalid", title: "Some drivers do not know srvServiceName, and look for the records of mongodb",
		seen: func(s *evidence.SRVLookup) []Fact {
			if s.Service == "mongodb" {
				return nil
			}
			return []Fact{fact("the service", s.Service, srvBase+"service")}
		},
		// PyMongo's changelog (4.0), ClusterSettings.java (4.5), CSHARP-3745.
		refuses: until(map[string]string{"pymongo": "4.0", "java": "4.5", "dotnet": "2.25", "ruby": "2.6"}),
		fix:     elsewhere("Let the records stand at the service mongodb as well, or use a newer driver, or name the servers."),
		says: map[string]string{
			"pymongo": "pymongo.errors.ConfigurationError: The DNS query name does not exist: _mongodb._tcp.{name}.",
			"java":    "com.mongodb.MongoConfigurationException: … look up SRV record for host {name}",
		},
	},
	{
		word: "srv-invalid", title: "The name and the targets of its records are spelled in different case",
		seen: func(s *evidence.SRVLookup) []Fact {
			if domain := domainOf(s.Given); domain == strings.ToLower(domain) {
				return nil
			}
			return []Fact{fact("the name", s.Given, srvBase+"given"), fact("SRV", recordsText(s.Records), srvBase+"records")}
		},
		refuses: until(map[string]string{"node": "7.9", "mongosh": "2.12", "java": "", "c": "", "php": "", "ruby": "2.6"}),
		fix: func(s *evidence.SRVLookup) []Fix {
			return []Fix{{On: OnClient, Text: "Write the name in lower case.", Run: script("mongosh 'mongodb+srv://" + s.Name + "/'")}}
		},
		says: outsideSays,
	},
	{
		word: "srv-invalid", title: "Some drivers refuse targets whose domain is spelled in capitals",
		seen: capitals,
		// PyMongo: mongo-python-driver, pull request 1289; Java: DefaultDnsResolver.java compares
		// the labels as they are.
		refuses: until(map[string]string{"pymongo": "4.5", "node": "7.9", "mongosh": "2.12", "java": "", "ruby": "2.6"}),
		fix: func(s *evidence.SRVLookup) []Fix {
			return append([]Fix{{On: OnNetwork, Text: "Spell the targets in the zone in lower case.", Run: dig(s)[:1]}}, elsewhere("Where DNS cannot be changed, name the servers.")(s)...)
		},
		says: outsideSays,
	},
	{
		word: "srv-invalid", title: "Some drivers do not know srvAllowedHostsSuffix, and refuse the targets",
		seen: func(s *evidence.SRVLookup) []Fact {
			if !slices.ContainsFunc(s.Records, func(r evidence.SRVRecord) bool { return r.Outside }) {
				return nil
			}
			return []Fact{fact("the name", s.Name, srvBase+"name"), fact("SRV", recordsText(s.Records), srvBase+"records")}
		},
		// The option is of 2026 (DRIVERS-3329). PyMongo's release notes (4.19), CSHARP-6214.
		refuses: unless(since(map[string]string{"pymongo": "4.19", "node": "7.9", "mongosh": "2.12", "dotnet": "3.10"})),
		fix:     elsewhere("Give the targets names under the domain of the name, or a driver that knows the option, or name the servers."),
		says:    outsideSays,
	},
	{
		word: "dns", title: "The TXT lookup of the name failed, and some drivers stop there", why: txtWhy,
		seen: func(s *evidence.SRVLookup) []Fact {
			if s.TXTKind == "" {
				return nil
			}
			return []Fact{fact("TXT record", s.Name, srvBase+"name"), fact("resolver says", s.TXTError, srvBase+"txt_error")}
		},
		refuses: until(map[string]string{"pymongo": "", "node": "", "mongosh": "", "java": ""}),
		fix: func(s *evidence.SRVLookup) []Fix {
			return []Fix{{On: OnNetwork, Text: askAgain + " A name without a TXT record is to be answered, too.", Run: dig(s)[1:]}}
		},
		says: map[string]string{
			"pymongo": "pymongo.errors.ConfigurationError: The resolution lifetime expired …, or: All nameservers failed to answer the query {name}. IN TXT: …",
			"node":    "Error: queryTxt E… {name}",
			"java":    "com.mongodb.MongoConfigurationException: … look up TXT record for host {name}",
		},
	},
	{
		word: "srv-invalid", title: "Node.js reads the options of a TXT record in their exact spelling only",
		seen: func(s *evidence.SRVLookup) []Fact {
			return txtWhere(s, func(pair string) bool {
				key, _, _ := strings.Cut(pair, "=")
				return pair != "" && !slices.Contains([]string{"authSource", "replicaSet", "loadBalanced"}, key)
			})
		},
		refuses: until(map[string]string{"node": "", "mongosh": ""}),
		fix:     mendTXT("Spell them authSource, replicaSet and loadBalanced."),
		says:    map[string]string{"node": textRecordSays},
	},
	{
		word: "srv-invalid", title: `PyMongo takes no empty option between the "&" of a TXT record`,
		seen: func(s *evidence.SRVLookup) []Fact {
			return txtWhere(s, func(pair string) bool { return pair == "" && s.TXT[0] != "" })
		},
		refuses: until(map[string]string{"pymongo": ""}),
		fix:     mendTXT(`Take out the "&" that nothing follows.`),
		says:    map[string]string{"pymongo": "pymongo.errors.InvalidURI: MongoDB URI options are key=value pairs."},
	},
}

// outsideSays is what a driver prints of a target outside the domain.
var outsideSays = map[string]string{
	"pymongo": "pymongo.errors.ConfigurationError: Invalid SRV host: …",
	"node":    "MongoAPIError: Server record does not share hostname with parent URI",
	"go":      "error parsing uri: domain suffix from SRV record not matched input domain",
	"java":    "com.mongodb.MongoConfigurationException: The SRV host name '…' resolved to a host '…' that is not in a sub-domain of the SRV host.",
	"c":       `Invalid host "…" returned for service "…": host must be subdomain of service name`,
}

const txtWhy = `The SRV records name the servers, and DNS was asked for a TXT record with options,
too. That there is none is an answer; here none came. Some drivers then give up,
others go on without the options, authSource and replicaSet among them.`
