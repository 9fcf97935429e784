package login

import (
	"context"
	"errors"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"mongotls/probe/evidence"
	"mongotls/probe/wire"
)

// question is one command that changes nothing.
type question struct {
	command func(*session) bson.D
	// role is the built-in role that grants it (server manual, "Built-In Roles"); "" where
	// every user may.
	role string
	// asked tells whether it fits the server and the login; nil = always.
	asked func(*session) bool
	read  func(*session, wire.Reply)
}

const (
	clusterMonitor = "clusterMonitor"
	userAdmin      = "userAdminAnyDatabase"
)

// questions in their order: the log is the longest, and so the last. getParameter has the
// mode under its old name, too: before 4.2 there is no other.
var questions = []question{
	{command: simply("connectionStatus", 1), read: (*session).readRoles},
	{command: simply("buildInfo", 1), read: (*session).readBuild},
	{command: simply("getParameter", 1, "tlsMode", "sslMode", "clusterAuthMode"), role: clusterMonitor, read: (*session).readParameters},
	{command: simply("getCmdLineOpts", 1), role: clusterMonitor, read: (*session).readOptions},
	{command: leanStatus, role: clusterMonitor, read: (*session).readStatus},
	{command: simply("replSetGetConfig", 1), role: clusterMonitor, asked: (*session).inSet, read: (*session).readConfig},
	{command: certificateUser, role: userAdmin, asked: (*session).besideCertificate, read: (*session).readUser},
	{command: simply("getLog", "global"), role: clusterMonitor, read: (*session).readLog},
}

// simply is a command that is the same for every server; the fields behind it are 1.
func simply(name string, value any, fields ...string) func(*session) bson.D {
	command := bson.D{{Key: name, Value: value}}
	for _, f := range fields {
		command = append(command, bson.E{Key: f, Value: 1})
	}
	return func(*session) bson.D { return command }
}

// leanStatus leaves out the sections that cost the server most and say nothing of TLS.
func leanStatus(*session) bson.D {
	command := bson.D{{Key: "serverStatus", Value: 1}}
	for _, section := range []string{"repl", "metrics", "locks", "wiredTiger", "tcmalloc", "opLatencies", "shardingStatistics",
		"storageEngine", "transactions", "twoPhaseCommitCoordinator", "flowControl", "mirroredReads", "indexStats", "oplog"} {
		command = append(command, bson.E{Key: section, Value: 0})
	}
	return command
}

func certificateUser(s *session) bson.D {
	return bson.D{{Key: "usersInfo", Value: bson.D{{Key: "user", Value: s.out.Subject}, {Key: "db", Value: external}}}}
}

// ask asks everything, until the connection breaks.
func (s *session) ask(ctx context.Context) {
	for _, q := range questions {
		if q.asked != nil && !q.asked(s) {
			continue
		}
		if !s.question(ctx, q) {
			return
		}
	}
}

// question asks one, and tells whether the connection is good for another.
func (s *session) question(ctx context.Context, q question) bool {
	command := q.command(s)
	reply, err := s.run(ctx, "admin", command)
	asked := evidence.Command{Name: command[0].Key, Role: q.role, Outcome: evidence.OK}
	var refused refusal
	switch {
	case errors.As(err, &refused):
		asked.Outcome, asked.Code, asked.Error = evidence.Refused, refused.code, s.scrub(refused.message)
	case err != nil:
		asked.Outcome, asked.Error = wire.OutcomeOf(err), s.scrub(err.Error())
	default:
		q.read(s, reply)
	}
	s.out.Asked = append(s.out.Asked, asked)
	return err == nil || asked.Outcome == evidence.Refused
}

// inSet tells whether the server is a member of a replica set.
func (s *session) inSet() bool {
	return slices.Contains([]string{"primary", "secondary", "other"}, s.role)
}

// besideCertificate tells whether a certificate was sent, and the login did not use it.
func (s *session) besideCertificate() bool { return s.out.Subject != "" && s.out.Mechanism != X509 }

func (s *session) readRoles(r wire.Reply) {
	for _, role := range r.Document("authInfo").Documents("authenticatedUserRoles") {
		s.out.Roles = append(s.out.Roles, role.Text("role")+"@"+role.Text("db"))
	}
}

func (s *session) readBuild(r wire.Reply) {
	s.out.Version = r.Text("version")
	s.out.OpenSSL = r.Document("openssl").Text("running")
}

func (s *session) readParameters(r wire.Reply) {
	s.out.Mode = r.Text("tlsMode")
	if s.out.Mode == "" {
		s.out.Mode = strings.Replace(r.Text("sslMode"), "SSL", "TLS", 1)
	}
	s.out.ClusterAuthMode = r.Text("clusterAuthMode")
}

// protocols are the keys of transportSecurity (server: db/commands/server_status_servers.cpp).
var protocols = []string{"1.0", "1.1", "1.2", "1.3", "unknown"}

func (s *session) readStatus(r wire.Reply) {
	transport := r.Document("transportSecurity")
	for _, p := range protocols {
		if n, ok := transport.Count(p); ok {
			put(&s.out.Transport, p, n)
		}
	}
	if n, ok := r.Document("connections").Count("totalCreated"); ok {
		s.out.Accepted = &n
	}
	own := r.Document("security")
	s.out.ServerSubject = own.Text("SSLServerSubjectName")
	s.out.ServerExpires = own.Time("SSLServerCertificateExpirationDate")
	if has, ok := own.Is("SSLServerHasCertificateAuthority"); ok {
		s.out.HasCA = &has
	}
}

// readConfig takes what hello does not tell of the members.
func (s *session) readConfig(r wire.Reply) {
	for _, m := range r.Document("config").Documents("members") {
		host := m.Text("host")
		if hidden, _ := m.Is("hidden"); hidden {
			s.out.Hidden = append(s.out.Hidden, host)
		}
		if names := m.Document("horizons").AllTexts(); names != nil {
			put(&s.out.Horizons, host, names)
		}
	}
}

func (s *session) readUser(r wire.Reply) {
	there := len(r.Documents("users")) > 0
	s.out.CertificateUser = &there
}
