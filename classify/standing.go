package classify

import "mongotls/classify/driver"

// standings say of every profile whether it would connect to the member. The profiles are
// judged together, by the rules and on the evidence by which the judges are.
func standings(m *member, profiles []driver.Profile) []Standing {
	if len(profiles) == 0 {
		return nil
	}
	all := m.before(profiles)
	outcomes := outcomes(all, all.found())
	m.defects = append(m.defects, all.defects...)
	out := make([]Standing, len(profiles))
	for i, o := range outcomes {
		p := profiles[i]
		out[i] = Standing{
			Member: o.Member, Driver: o.Driver, Title: o.Title, Variant: o.Variant, Versions: p.Releases(), Runtime: o.Runtime,
			Outcome: o.Outcome, Cause: o.Cause, Says: o.Says, Why: o.Why,
			Source: p.Source, Proved: p.Proved,
		}
	}
	return out
}
