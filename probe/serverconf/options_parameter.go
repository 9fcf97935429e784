package serverconf

// parameter is the row of a parameter.
func parameter(name string, kind Type, since Release) Option {
	return Option{Name: Parameters + "." + name, Kind: kind, Since: since}
}

// renamed adds a former name to the row of a parameter.
func renamed(o Option, old string) Option {
	o.Old = append(o.Old, OldName{Key: Parameters + "." + old})
	return o
}

// parameterOptions are the parameters that concern TLS.
func parameterOptions() []Option {
	r36, r42, r44 := Release{3, 6, 0}, Release{4, 2, 0}, Release{4, 4, 0}
	r50, r70 := Release{5, 0, 0}, Release{7, 0, 0}
	mode := parameter("tlsMode", Enum, r42)
	mode.Values, mode.RuntimeOnly = []string{"preferTLS", "requireTLS"}, true
	mode.Old = []OldName{{Key: Parameters + ".sslMode", Values: modes()}}
	return []Option{
		mode,
		parameter("tlsUseSystemCA", Boolean, Release{}),
		parameter("opensslCipherConfig", Ciphers, r36),
		parameter("opensslCipherSuiteConfig", Text, r50),
		parameter("opensslDiffieHellmanParameters", File, r36),
		parameter("ocspEnabled", Boolean, r44),
		renamed(parameter("ocspStaplingRefreshPeriodSecs", Number, Release{}), "ocspValidationRefreshPeriodSecs"),
		parameter("ocspCacheSize", Number, r44),
		parameter("tlsOCSPStaplingTimeoutSecs", Number, r44),
		parameter("tlsOCSPVerifyTimeoutSecs", Number, r44),
		parameter("tlsOCSPSlowResponderWarningSecs", Number, Release{}),
		parameter("tlsX509ExpirationWarningThresholdDays", Number, r44),
		renamed(parameter("tlsWithholdClientCertificate", Boolean, r42), "sslWithholdClientCertificate"),
		parameter("tlsX509ClusterAuthDNOverride", Text, r42),
		parameter("tlsClusterAuthX509Override", Text, r70),
		parameter("tlsCATrusts", Text, Release{}),
		parameter("suppressNoTLSPeerCertificateWarning", Boolean, Release{}),
		renamed(parameter("disableNonTLSConnectionLogging", Boolean, r42), "disableNonSSLConnectionLogging"),
		parameter("enforceUserClusterSeparation", Boolean, Release{}),
	}
}
