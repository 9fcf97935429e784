package classify

import "strings"

// srvWordings are what drivers print of the records of a mongodb+srv name. Texts of PyMongo
// 3.11, the Node.js driver 4 to 7, the Go driver 1.17 and 2.9, the Java driver 3.6 and
// libmongoc 1.23 as they ran against a name server of ours; options by pymongo/uri_parser.py.
var srvWordings = []wording{
	titled("srv-invalid", noSRVRecord, noRecordSays),
	titled("srv-invalid", needsPlain, noRecordSays),
	titled("dns", srvUnanswered, map[string]string{
		"pymongo": "pymongo.errors.ConfigurationError: The resolution lifetime expired …, or: All nameservers failed to answer the query {srv}. IN SRV: …",
		"node":    "Error: querySrv E… {srv}",
		"go":      "error parsing uri: lookup {srv} on …: …",
		"java":    "com.mongodb.MongoConfigurationException: … look up SRV record …",
		"c":       `Failed to look up SRV record "{srv}": …`,
	}),
	titled("srv-invalid", severalTXT, map[string]string{
		"pymongo": "pymongo.errors.ConfigurationError: Only one TXT record is supported",
		"node":    "MongoParseError: Multiple text records not allowed",
		"go":      "error parsing uri: multiple records from TXT not supported",
		"java":    "com.mongodb.MongoConfigurationException: Multiple TXT records found for host '{name}'.  Only one is permitted",
		"c":       `Multiple TXT records for "{name}"`,
	}),
	titled("srv-invalid", wrongTXT, map[string]string{
		"pymongo": "pymongo.errors.ConfigurationError: Only authSource, replicaSet, and loadBalanced are supported from DNS",
		"node":    textRecordSays,
		"go":      "error parsing uri: cannot specify option '…' in TXT record",
		"java":    "com.mongodb.MongoConfigurationException: A TXT record is only permitted to contain the keys …, but the TXT record for '{name}' contains the keys …",
		"c":       `URI option "…" prohibited in TXT record`,
	}),
	{[]Word{"conflicting-options"}, conflicting("loadBalanced=true takes one host"), map[string]string{
		"pymongo": "pymongo.errors.ConfigurationError: Cannot specify multiple hosts with loadBalanced=true",
		"node":    "MongoParseError: loadBalanced option only supported with a single host in the URI",
		"go":      "error validating uri: loadBalanced cannot be set to true if multiple hosts are specified",
		"java":    "java.lang.IllegalArgumentException: …",
		"c":       `URI with "loadbalanced" enabled must not contain more than one host`,
	}},
	{[]Word{"conflicting-options"}, conflicting("srvMaxHosts contradicts replicaSet"), map[string]string{
		"pymongo": "pymongo.errors.ConfigurationError: You cannot specify replicaSet with srvMaxHosts",
		"node":    "MongoParseError: Cannot combine replicaSet option with srvMaxHosts",
		"go":      "error validating uri: srvMaxHosts cannot be a positive value if a replica set name is specified",
		"java":    "java.lang.IllegalArgumentException: …",
		"c":       "srvmaxhosts must not be specified with replicaset",
	}},
	{[]Word{"conflicting-options"}, conflicting(""), map[string]string{
		"pymongo": "pymongo.errors.ConfigurationError: …",
		"node":    "MongoParseError: …",
		"go":      "error validating uri: …",
		"java":    "java.lang.IllegalArgumentException: …",
		"c":       "…",
	}},
}

const textRecordSays = "MongoParseError: Text record may only set any of: authSource, replicaSet, loadBalanced"

var noRecordSays = map[string]string{
	"pymongo": "pymongo.errors.ConfigurationError: The DNS query name does not exist: {srv}.",
	"node":    "Error: querySrv ENOTFOUND {srv}",
	"go":      "error parsing uri: lookup {srv} on …: no such host",
	"java":    "com.mongodb.MongoConfigurationException: Failed looking up SRV record for '{srv}'.",
	"c":       `Failed to look up SRV record "{srv}": …`,
}

// titled are the texts for one face of a cause.
func titled(word Word, title string, says map[string]string) wording {
	return wording{[]Word{word}, func(p placed) bool { return p.title == title }, says}
}

// conflicting tells the conflicts of a mongodb+srv name apart by how they begin.
func conflicting(begins string) func(placed) bool {
	return func(p placed) bool { return p.title == srvConflict && strings.HasPrefix(p.detail, begins) }
}
