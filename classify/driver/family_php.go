package driver

// php is the PHP driver, which contains libmongoc.
func php() Client {
	p := c().Profile
	p.Name, p.Family, p.Title, p.With = "php", "php", "PHP", nil
	p.Sources = []string{
		"run: mongodb 1.15.0 of PHP 8.2 on Debian 12, with libmongoc 1.23.1 and OpenSSL 3.0.19 (fixtures/oracle)",
		"mongo-php-driver releases: 1.15 has libmongoc 1.23, 1.20 has 1.28 (PHPC-2415), 2.1.4 has 1.30.6, 2.5.0 has 2.5.1; what libmongoc does holds",
		"PHPLIB-1680: without MongoDB 4.0 since 2.2, by libmongoc 2.1",
		"phongo_compat and phongo_client.c: libmongoc's own TLS, not PHP's streams; crl_file as a driver option",
		"php_phongo_log.c: warnings of libmongoc are shown only with mongodb.debug",
	}
	return Client{
		Profile: p,
		Lines: []Line{
			{From: "1.15", To: "1.19", MinWire: 6},
			{From: "1.20", To: "2.1", MinWire: 7},
			{From: "2.2", To: "2.5", MinWire: 8},
		},
		Ran: []string{"1.15"},
	}
}
