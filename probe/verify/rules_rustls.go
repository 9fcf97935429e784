package verify

// RustlsRules are those of rustls 0.23 with the ring provider, whose webpki 0.103 builds the
// paths (verify_cert.rs, end_entity.rs, subject_name/dns_name.rs, trust_anchor.rs, ring_algs.rs).
// An anchor is a name and a key: its dates, its marks and its path length play no part.
// Extended key usages of intermediates limit the leaf; keyUsage is not read at all.
func RustlsRules() Rules {
	return Rules{
		Name:            "rustls",
		PartialChain:    true,
		IgnoreAKI:       true,
		RawNames:        true,
		AnchorIsKey:     true,
		RefuseCALeaf:    true,
		IgnoreKeyUsage:  true,
		SkipAnchorDates: true,
		RefuseV1:        true,
		LastSecond:      true,
		CountSelfIssued: true,
		EKUOnCA:         true,
		MinRSABits:      2048,
		RefusedHashes:   []string{"MD5", "MD2", "MD4", "SHA-1"},
		ConstraintKinds: []string{"DNS", "IP", "DN"},
		Names: NameRules{
			CNFallback: "never",
			FinalDot:   "relative",
		},
	}
}
