package driver

// Before tells whether the profile's release is older than a version.
func (p Profile) Before(version string) bool { return older(p.Release, version) }
