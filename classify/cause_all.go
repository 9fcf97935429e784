package classify

import "slices"

// Catalogue lists every cause, in the order in which a client meets them. Entries of
// one layer are sorted by what to believe first. The slice is the caller's; what its
// entries point to is not to be changed.
func Catalogue() []Cause {
	return slices.Concat(
		optionCauses, configCauses, uriCauses, fileCauses, nameCauses, connectCauses, serviceCauses,
		handshakeCauses, versionCauses,
		parseCauses, trustCauses, validityCauses,
		useCauses, strengthCauses, hostCauses,
		revocationCauses, stapleCauses,
		clientCauses, mongodbCauses,
		protocolFindings, chainFindingCauses, revocationFindings, deploymentFindings, balanceCauses, loginFindings, fileFindings, configFindings, uriFindings, localFindings,
	)
}

// Find returns the entry of one word.
func Find(w Word) (Cause, bool) {
	all := Catalogue()
	i := slices.IndexFunc(all, func(c Cause) bool { return c.Word == w })
	if i < 0 {
		return Cause{}, false
	}
	return all[i], true
}
