package message

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// places are what a text tells of the way to the server.
type places struct {
	hosts    []string          // host:port, or host alone
	srv      string            // the name of a mongodb+srv URI
	options  map[string]string // the doctor's flag → the file that the text names for it
	versions map[string]string // driver → its version
}

// maxHosts bounds how many members a command names.
const maxHosts = 3

var (
	srvName = lazy(`(?i)(?:mongodb\+srv://(?:[^\s/@"']*@)?|_mongodb\._tcp\.)([a-z0-9][a-z0-9.-]*[a-z0-9])`)
	// hostPort wants what stands before and behind, since times, source lines and stack
	// frames look alike.
	hostPort = lazy(`(?:^|[\s'"\[({=,/@>])([A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9a-fA-F:.]{3,45}\]): ?(\d{2,5})` +
		`(?:$|[^\d:.\w-]|[:.](?:$|[^\d\w]))`)
	pairOf  = lazy(`\('([A-Za-z0-9][A-Za-z0-9._:-]*)', (\d{2,5})\)`)
	atlasOf = lazy(`(?i)\b([a-z0-9-]+(?:\.[a-z0-9-]+){1,4}\.mongodb\.net)\b`)
	namedIn = lazy(`(?:ENOTFOUND|EAI_AGAIN|lookup|Hostname:|UnknownHostException:|matching IP address|not valid for|` +
		`resolve|host name) '?([A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9])`)
	fileOf = lazy(`(?i)(tlsCAFile|sslCAFile|ssl_ca_certs|ssl_cafile|tlsCertificateKeyFile|sslPEMKeyFile|` +
		`sslClientCertificateKeyFile|ssl_certfile|tlsCRLFile|sslCRLFile|ssl_crlfile)["']?(?:\s*[=:]\s*|\s+)(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'&,;)}]+))`)
	source = lazy(`(?i)\.(c|cc|cpp|h|js|mjs|ts|java|go|py|rs|rb|php|swift|ex|exs|cs|pm|pl|kt|scala)$`)
)

// flagOf is the doctor's flag for an option, by its name in lower case.
var flagOf = map[string]string{
	"tlscafile": "--tlsCAFile", "sslcafile": "--tlsCAFile", "ssl_ca_certs": "--tlsCAFile", "ssl_cafile": "--tlsCAFile",
	"tlscertificatekeyfile": "--tlsCertificateKeyFile", "sslpemkeyfile": "--tlsCertificateKeyFile",
	"sslclientcertificatekeyfile": "--tlsCertificateKeyFile", "ssl_certfile": "--tlsCertificateKeyFile",
	"tlscrlfile": "--tlsCRLFile", "sslcrlfile": "--tlsCRLFile", "ssl_crlfile": "--tlsCRLFile",
}

// releases find the version of a driver that a text names.
var releases = map[string]*pattern{
	"pymongo": lazy(`(?i)pymongo[ =/v-]{1,3}(\d+\.\d+)`),
	"node":    lazy(`(?i)(?:nodejs|mongodb)["@|/ v:,{}]{1,4}(?:version: ")?(\d+\.\d+)\.\d+`),
	"go":      lazy(`(?i)mongo-go-driver[@/" v:,]{1,20}(\d+\.\d+)`),
	"java":    lazy(`(?i)mongo(?:db-driver-\w+|-java-driver)[-:/ ]{1,3}v?(\d+\.\d+)`),
	"c":       lazy(`(?i)(?:libmongoc|mongo-c-driver)[-/ v]{1,3}(\d+\.\d+)`),
}

// maxScanned bounds the part of a text in which places are looked for.
const maxScanned = 64 << 10

func findPlaces(text string) places {
	text = text[:min(len(text), maxScanned)]
	p := places{options: map[string]string{}, versions: map[string]string{}}
	if m := srvName.FindStringSubmatch(text); m != nil {
		p.srv = strings.ToLower(m[1])
	}
	for _, m := range append(hostPort.FindAllStringSubmatch(text, -1), pairOf.FindAllStringSubmatch(text, -1)...) {
		p.add(m[1], m[2])
	}
	if len(p.hosts) == 0 {
		p.names(text)
	}
	for _, m := range fileOf.FindAllStringSubmatch(text, -1) {
		flag, file := flagOf[strings.ToLower(m[1])], m[2]+m[3]+m[4]
		if p.options[flag] == "" && strings.ContainsAny(file, "./") {
			p.options[flag] = file
		}
	}
	for driver, release := range releases {
		if m := release.FindStringSubmatch(text); m != nil {
			p.versions[driver] = m[1]
		}
	}
	return p
}

// names are hosts that stand in a text without a port.
func (p *places) names(text string) {
	for _, named := range []*pattern{atlasOf, namedIn} {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			if name := m[1]; strings.Contains(name, ".") && name != p.srv && isHost(name) {
				p.keep(name)
			}
		}
		if len(p.hosts) > 0 {
			return
		}
	}
}

func (p *places) add(host, port string) {
	if n, err := strconv.Atoi(port); err != nil || n < 20 || n > 65535 || !isHost(host) {
		return
	}
	p.keep(host + ":" + port)
}

func (p *places) keep(target string) {
	if len(p.hosts) < maxHosts && !slices.Contains(p.hosts, target) {
		p.hosts = append(p.hosts, target)
	}
}

// isHost tells a host name from a number of a clock, a file of a stack trace and a label
// of prose.
func isHost(name string) bool {
	bare := strings.Trim(name, "[]")
	if addr, err := netip.ParseAddr(bare); err == nil {
		return !addr.IsUnspecified()
	}
	if source.MatchString(name) || !strings.ContainsFunc(name, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }) {
		return false
	}
	return strings.ContainsAny(name, ".-") || name == "localhost" || strings.ToLower(name) == name && len(name) > 2 && !slices.Contains(labels, name)
}

// labels are words that stand before a colon and a number and are no hosts.
var labels = []string{"line", "port", "num", "code", "error", "errno", "number", "after", "domain",
	"column", "position", "status", "pid", "timeout", "version", "message", "returned", "from", "level", "depth", "id", "at"}

// foreign tells whether the text names a port of another well-known service.
func (p places) foreign() bool {
	return slices.ContainsFunc(p.hosts, func(host string) bool {
		return slices.Contains(foreignPorts, host[strings.LastIndexByte(host, ':')+1:])
	})
}

var foreignPorts = []string{"22", "25", "80", "443", "587", "1433", "1521", "3306", "5432", "5672", "6379", "8080", "8443", "9092", "9200"}
