package driver

// shell is the legacy mongo shell, which shares its TLS code with mongod, and whose last release is 5.0.
func shell() Client {
	p := mongod().Profile
	p.Name, p.Family, p.Title = "shell", "shell", "mongo shell"
	p.Sources = append([]string{
		"mongodb/mongo, mongo/shell: wire versions from MongoDB 2.4 on; util/net/ssl_manager_openssl.cpp is that of mongod",
		"shell options: --ssl… until 4.0, --tls… since 4.2; --sslDisabledProtocols since 3.6",
	}, p.Sources...)
	return Client{
		Profile: p,
		Lines: []Line{
			{From: "3.6", To: "4.2", MinWire: 0, Change: firstMongod},
			{From: "4.4", To: "5.0", MinWire: 0, Change: onOpenSSL111},
		},
	}
}
