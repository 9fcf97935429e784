package message

import "slices"

// otherBreaks are what a handshake can fail of besides certificates.
var otherBreaks = words("missing-intermediate", "self-signed", "no-san", "client-too-old", "server-too-old", "no-shared-group", "weak-dh", "legacy-renegotiation", "wrong-service",
	"handshake-alert", "sni-refused", "sni-missing", "malformed-certificate", "server-key-mismatch", "client-cert-untrusted", "client-cert-rejected", "client-cert-expired",
	"client-cert-wrong-eku", "closed-early", "reset", "not-yet-valid", "leaf-not-first", "wrong-intermediate", "staple-malformed")

// vagueRules are consequences: something failed, and the reason stands elsewhere, if
// anywhere.
var vagueRules = []rule{
	{
		any: []string{
			"isn't whitelisted", "not whitelisted", "ip access list", "ip whitelist", "ip isn't allowed",
			"not in the whitelist",
		},
		causes: words("not-on-access-list", "timeout", "cluster-paused", "dns", "unknown-authority"),
		rarer:  words("refused", "sni-missing", "client-too-old"),
		why: "The program guesses at the access list of Atlas whenever it reaches no server of a cluster; the " +
			"error behind it tells more.",
		tell: "The error's reason, or its servers, hold the last error of each member.",
	},
	{
		any: []string{
			"reason: connect failed", "connection rejected by server", "ssl tunnel failure",
			"tls tunnel failure", "socket exception [connect error", "socket exception [connect error",
			"[connect error]", "[connect error]", "exception: connect failed", "failed to complete heartbeat",
			"sslhandshakefailed", "error connecting to … ssl", "tls connection failed", "ssl connection failed",
		},
		causes: words(
			"unknown-authority", "hostname-mismatch", "refused", "timeout", "client-cert-required",
			"not-on-access-list", "expired",
		),
		why:  "The connection failed, and this text lacks the reason.",
		tell: doctorTells,
	},
	{
		any: []string{"identities, but none of them worked"},
		causes: words(
			"auth-failed", "x509-user-missing", "unknown-authority", "client-cert-required", "refused",
			"tls-required",
		),
		why:  "The agent tried every user that it knows, and this text lacks the reason.",
		tell: "The lines before it in the agent's log, and those of the server, hold the errors of each try.",
	},
	{
		any: []string{
			"handshake failure", "failed to enable crypto", "ssl operation failed", "ssl handshake failed",
			"tls handshake failed", "sslhandshakeexception", "ssl handshake error", "tls handshake error",
			"handshake error in client", "ssl error", "sslerror", "see inner exception", "ssl connect",
			"handshakeexception", "sslclosedengineexception", "sslengine closed already", "tls alert", "ssl routines", "failed to establish ssl",
			"failed to establish tls", "secure connection", "sslexception",
		},
		causes: words(
			"unknown-authority", "hostname-mismatch", "no-shared-cipher", "client-cert-required",
			"server-plaintext", "not-on-access-list", "expired",
		),
		rarer: slices.Concat(otherRefusals, otherBreaks),
		why:   "The handshake failed, and this text lacks the reason.",
		tell:  doctorTells + " The exception behind this one, and the lines around it, may hold the reason.",
	},
	{
		any:    []string{"members match selector", "no primary available for writes"},
		causes: words("no-primary", "set-name-mismatch", "timeout", "refused", "unknown-authority"),
		rarer:  words("hostname-mismatch", "expired", "client-cert-required", "me-mismatch"),
		why: "Members answered, and none of them is the primary: there is none, this client cannot reach it, or " +
			"the members are of another set than the URI names.",
		tell: "doctor asks each member for its role and goes to the ones that they name.",
	},
	{
		any: []string{
			"server selection timed out", "server selection timeout", "no suitable servers found",
			"no available servers", "timed out after … while waiting for a server",
			"timeout occurred after … selecting a server", "timeout occured after … selecting a server",
			"mongo … context deadline exceeded", "could not connect to any secondary or primary",
			"could not connect to a primary node", "mongoconnectionexception: unable to connect", "server selection error", "no servers found yet", "members found yet",
			"no primary", "no reachable servers", "serverselectiontimeouterror", "mongoserverselectionerror",
			"no mongod", "no readable server available", "no server is available",
			"set's primary is unreachable", "buffering timed out", "couldn't connect to server",
			"could not connect to server", "failed to connect to server", "mongonetworkerror",
			"mongotimeoutexception", "exception sending message", "exception opening socket",
			"waiting to connect",
		},
		causes: words(
			"timeout", "not-on-access-list", "refused", "dns", "unknown-authority", "tls-required",
			"set-name-mismatch",
		),
		rarer: words(
			"hostname-mismatch", "expired", "client-cert-required", "no-answer", "handshake-timeout",
			"closed-after-handshake", "server-plaintext", "no-primary", "me-mismatch",
		),
		why: "No server could be used in time. This is a consequence: the reason stands in the description of " +
			"the servers, which this text lacks.",
		tell: "doctor goes through name, connection, handshake, certificate and replica set. Print the whole " +
			"error: the driver's description of each server holds its last error.",
	},
}
