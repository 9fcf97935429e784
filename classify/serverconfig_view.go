package classify

import (
	"slices"
	"strings"

	"mongotls/probe/evidence"
	"mongotls/probe/serverconf"
)

// serverConfig is the read-only view of a configuration that rules look at.
type serverConfig struct {
	*evidence.ServerConfig
	release serverconf.Release // zero for any
	defects []string
}

func newServerConfig(e *evidence.ServerConfig) *serverConfig {
	c := &serverConfig{ServerConfig: e}
	c.release, _ = serverconf.ParseRelease(e.ServerVersion)
	return c
}

// Names of options that several rules ask for.
const (
	netTLS        = "net.tls."
	optMode       = "net.tls.mode"
	optKeyFile    = "net.tls.certificateKeyFile"
	optSelector   = "net.tls.certificateSelector"
	optCAFile     = "net.tls.CAFile"
	optClusterCA  = "net.tls.clusterCAFile"
	optCRL        = "net.tls.CRLFile"
	optNoClients  = "net.tls.allowConnectionsWithoutCertificates"
	optDisabled   = "net.tls.disabledProtocols"
	optCluster    = "security.clusterAuthMode"
	optSystemCA   = "setParameter.tlsUseSystemCA"
	optCiphers    = "setParameter.opensslCipherConfig"
	modeDisabled  = "disabled"
	modeAllow     = "allowTLS"
	modePrefer    = "preferTLS"
	modeRequire   = "requireTLS"
	everyProtocol = "TLS1_0 TLS1_1 TLS1_2 TLS1_3"
)

// all are the settings that count and satisfy keep.
func (c *serverConfig) all(keep func(*evidence.ServerSetting) bool) []settingAt {
	var out []settingAt
	for i := range c.Settings {
		if s := &c.Settings[i]; !s.Overridden && keep(s) {
			out = append(out, settingAt{ServerSetting: s})
		}
	}
	return out
}

// get is the first setting of an option that counts; nil where it is not set. A switch
// that is false, and a value that is empty, are as good as none.
func (c *serverConfig) get(name string) *evidence.ServerSetting {
	found := c.all(func(s *evidence.ServerSetting) bool { return s.Name == name && isSet(s) })
	if len(found) == 0 {
		return nil
	}
	return found[0].ServerSetting
}

func (c *serverConfig) has(name string) bool { return c.get(name) != nil }

// lacks tells that an option is surely not set: nothing of the configuration is unseen.
func (c *serverConfig) lacks(name string) bool { return !c.has(name) && !c.blind() }

// blind tells whether parts of the configuration were not seen: then nothing is said of
// what is not there.
func (c *serverConfig) blind() bool {
	return c.illegible() || slices.ContainsFunc(c.Problems, func(p evidence.ConfigProblem) bool { return p.Kind == string(serverconf.Expansion) })
}

// given are the settings of these options that count.
func (c *serverConfig) given(names ...string) []settingAt {
	return c.all(func(s *evidence.ServerSetting) bool { return slices.Contains(names, s.Name) && isSet(s) })
}

// switchedOff are the settings of a parameter that say no.
func (c *serverConfig) switchedOff(name string) []settingAt {
	return c.all(func(s *evidence.ServerSetting) bool { return s.Name == name && (s.Value == "false" || s.Value == "0") })
}

// together are the settings of both options where both are given.
func (c *serverConfig) together(a, b string) []settingAt {
	if !c.has(a) || !c.has(b) {
		return nil
	}
	return c.given(a, b)
}

// value is the value of an option as its current name takes it; "" where it is not set.
func (c *serverConfig) value(name string) string {
	s := c.get(name)
	if s == nil {
		return ""
	}
	return translated(s)
}

// translated is a value as the current name of its option takes it.
func translated(s *evidence.ServerSetting) string {
	if o := optionOf(s); o != nil {
		return o.Translate(s.Key, s.Value)
	}
	return s.Value
}

// optionOf is the row of a setting; nil for an unknown key.
func optionOf(s *evidence.ServerSetting) *serverconf.Option {
	if s.Name == "" {
		return nil
	}
	return serverconf.Find(s.Name)
}

// mode is the mode that the server runs in: disabled where none is set.
func (c *serverConfig) mode() string {
	if c.has("net.tls.tlsOnNormalPorts") {
		return modeRequire
	}
	if m := c.value(optMode); m != "" {
		return m
	}
	return modeDisabled
}

// on tells whether the server speaks TLS. A value that is no mode is told by another rule.
func (c *serverConfig) on() bool {
	return slices.Contains([]string{modeAllow, modePrefer, modeRequire}, c.mode())
}

// off tells whether the server surely speaks no TLS.
func (c *serverConfig) off() bool { return c.mode() == modeDisabled && (c.has(optMode) || !c.blind()) }

// x509 tells whether members may log in to each other with their certificates.
func (c *serverConfig) x509() bool {
	return slices.Contains([]string{"sendKeyFile", "sendX509", "x509"}, c.value(optCluster))
}

// protocols are the versions of a list, without the "no" that old releases wrote.
func protocols(list string) []string {
	var out []string
	for _, token := range strings.Split(list, ",") {
		out = append(out, strings.TrimPrefix(token, "no"))
	}
	return out
}

// enables are the versions that stay on where disabledProtocols is set to list: the server
// then switches off nothing by itself.
func enables(list string) []string {
	off := protocols(list)
	return slices.DeleteFunc(strings.Fields(everyProtocol), func(v string) bool { return slices.Contains(off, v) })
}

// isSet tells a setting from one that is as good as none.
func isSet(s *evidence.ServerSetting) bool {
	if s.Secret {
		return true
	}
	o := optionOf(s)
	if o != nil && (o.Kind == serverconf.Switch || o.Kind == serverconf.Boolean) {
		return s.Value == "true" || s.Value == "1"
	}
	return s.Shape == string(serverconf.Scalar) && s.Value != ""
}
