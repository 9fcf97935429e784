package serverconf

import "mongotls/probe/evidence"

// Evidence is what of a configuration concerns TLS, without secrets. Version is the
// release that it is for, "" for any.
func (c Config) Evidence(version string) evidence.ServerConfig {
	e := evidence.ServerConfig{Program: c.Program, Format: string(c.Format), ServerVersion: version, Settings: []evidence.ServerSetting{}}
	for _, s := range c.Settings {
		if concerns(s.Key) {
			e.Settings = append(e.Settings, s.evidence())
		}
	}
	for _, p := range c.Problems {
		e.Problems = append(e.Problems, evidence.ConfigProblem{Kind: string(p.Kind), Source: p.Source, Line: p.At.Line, Column: p.At.Column, Text: p.Text})
	}
	return e
}

func (s Setting) evidence() evidence.ServerSetting {
	e := evidence.ServerSetting{Key: s.Key, Flag: s.Flag, Shape: string(s.Shape), Value: s.Value,
		Source: s.Source, Line: s.At.Line, Column: s.At.Column, Overridden: s.Overridden}
	if s.Option == nil {
		e.Near = Near(s.Key)
	} else {
		e.Name = s.Option.Name
	}
	e.Secret = s.hidden()
	return e
}
