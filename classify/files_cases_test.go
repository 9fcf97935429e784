package classify_test

import (
	"bytes"
	"os"
	"time"

	"mongotls/classify"
	"mongotls/fixtures/pki"
	"mongotls/probe/evidence"
	"mongotls/probe/files"
)

// certificateFileCases are about one file with a certificate and its key.
var certificateFileCases = []fileCase{
	{name: "healthy member", make: func(b *fileBench) files.Set { return b.with(b.server()) }},
	{name: "healthy without a host", make: func(b *fileBench) files.Set { return files.Set{Certificate: b.server(), CA: b.ca()} }},
	{name: "healthy by a private CA that is not given", make: func(b *fileBench) files.Set { return files.Set{Certificate: b.server()} }},
	{name: "healthy with CR LF", make: func(b *fileBench) files.Set {
		text, _ := os.ReadFile(b.server())
		return b.with(b.write("crlf.pem", crlf(text)))
	}},
	{name: "healthy without extended key usage", make: func(b *fileBench) files.Set { return b.with(b.server(pki.Without(pki.ExtEKU))) }},
	{name: "healthy client", make: func(b *fileBench) files.Set {
		return files.Set{Certificate: b.write("client.pem", b.root.Client("app").CertificateKeyFile()), CA: b.ca()}
	}},
	{name: "healthy with its key in a file of its own", make: func(b *fileBench) files.Set {
		leaf := b.root.Leaf("db1.example.com", both, db1)
		return files.Set{Certificate: b.write("server.crt", leaf.PEM()), Key: b.write("server.key", leaf.KeyPEM()), CA: b.ca()}
	}},
	{name: "expired", root: "expired", make: func(b *fileBench) files.Set { return b.with(b.server(pki.NotAfter(filesNow.Add(-time.Hour)))) }},
	{name: "expired client", root: "client-cert-expired", make: func(b *fileBench) files.Set {
		return files.Set{Certificate: b.write("client.pem", b.root.Client("app", pki.NotAfter(filesNow.Add(-time.Hour))).CertificateKeyFile()), CA: b.ca()}
	}},
	{name: "expires soon", root: "expires-soon", severity: classify.Warning, make: func(b *fileBench) files.Set {
		return b.with(b.server(pki.NotAfter(filesNow.Add(9 * 24 * time.Hour))))
	}},
	{name: "another name", root: "hostname-mismatch", make: func(b *fileBench) files.Set {
		s := b.with(b.server())
		s.Hosts = append(s.Hosts, "db2.example.com")
		return s
	}},
	{name: "no name", root: "no-san", accepting: []string{"pymongo", "java", "c", "node"}, make: func(b *fileBench) files.Set { return b.with(b.server(pki.Without(pki.ExtSAN))) }},
	{name: "another CA", root: "trust-anchor-mismatch", make: func(b *fileBench) files.Set {
		s := b.with(b.server())
		s.CA = b.write("other.pem", b.root.Rekey().PEM())
		return s
	}},
	{name: "small key", root: "weak-key", accepting: []string{"go", "java", "node"}, make: func(b *fileBench) files.Set { return b.with(b.server(pki.Key(pki.RSA(1024)))) }},
	{name: "key of another certificate", root: "key-mismatch", make: func(b *fileBench) files.Set {
		leaf, other := b.root.Leaf("a", both, db1), b.root.Leaf("b", both, db1, pki.Key(pki.RSA(2048)))
		return b.with(b.write("mixed.pem", leaf.PEM(), other.KeyPEM()))
	}},
	{name: "intermediate first", root: "key-mismatch", also: []classify.Word{"leaf-not-first"}, make: func(b *fileBench) files.Set {
		leaf := b.inter.Leaf("a", both, db1)
		return b.with(b.write("order.pem", b.inter.PEM(), leaf.PEM(), leaf.KeyPEM()))
	}},
	{name: "no key", root: "cert-file-unreadable", make: func(b *fileBench) files.Set {
		return b.with(b.write("server.crt", b.root.Leaf("a", both, db1).PEM()))
	}},
	{name: "not there", root: "cert-file-unreadable", make: func(b *fileBench) files.Set { return b.with(b.dir + "/nothing.pem") }},
	{name: "PKCS#12", root: "cert-file-unreadable", also: []classify.Word{"expired"}, make: func(b *fileBench) files.Set {
		s := b.with(b.write("server.p12", b.root.Leaf("db1.example.com", both, db1, pki.NotAfter(filesNow.Add(-time.Hour))).PKCS12("secret")))
		s.Passphrase = secret("secret")
		return s
	}},
	{name: "encrypted, no passphrase", root: "bad-passphrase", make: func(b *fileBench) files.Set {
		leaf := b.root.Leaf("db1.example.com", both, db1)
		return b.with(b.write("server.pem", leaf.PEM(), leaf.EncryptedKeyPEM("secret", pki.AES256SHA256)))
	}},
	{name: "encrypted, wrong passphrase", root: "bad-passphrase", make: func(b *fileBench) files.Set {
		leaf := b.root.Leaf("db1.example.com", both, db1)
		s := b.with(b.write("server.pem", leaf.PEM(), leaf.EncryptedKeyPEM("secret", pki.AES256SHA256)))
		s.Passphrase = secret("other")
		return s
	}},
	{name: "encrypted, right passphrase", make: func(b *fileBench) files.Set {
		leaf := b.root.Leaf("db1.example.com", both, db1)
		s := b.with(b.write("server.pem", leaf.PEM(), leaf.EncryptedKeyPEM("secret", pki.AES256SHA256)))
		s.Passphrase = secret("secret")
		return s
	}},
	{name: "readable by all", root: "key-file-exposed", severity: classify.Warning, make: func(b *fileBench) files.Set {
		path := b.server()
		if err := os.Chmod(path, 0o644); err != nil {
			b.Fatal(err)
		}
		return b.with(path)
	}},
	{name: "byte order mark", root: "file-encoding", severity: classify.Warning, make: func(b *fileBench) files.Set {
		text, _ := os.ReadFile(b.server())
		return b.with(b.write("bom.pem", []byte("\xef\xbb\xbf"), text))
	}},
	{name: "revoked", root: "revoked", accepting: []string{"go", "java"}, make: func(b *fileBench) files.Set {
		leaf := b.root.Leaf("db1.example.com", both, db1)
		s := b.with(b.write("server.pem", leaf.CertificateKeyFile()))
		s.CRL = b.write("crl.pem", pki.CRLPEM(b.root.CRL(pki.Revoke(leaf, pki.KeyCompromise, filesNow.Add(-time.Hour)))))
		return s
	}},
	{name: "healthy client under an intermediate", make: func(b *fileBench) files.Set {
		return files.Set{Certificate: b.write("client.pem", b.inter.Client("app").CertificateKeyFile(b.inter)), CA: b.ca()}
	}},
	{name: "client under an intermediate, for Ruby", judge: "ruby@2.5", root: "client-cert-untrusted", severity: classify.Warning, make: func(b *fileBench) files.Set {
		return files.Set{Certificate: b.write("client.pem", b.inter.Client("app").CertificateKeyFile(b.inter)), CA: b.ca()}
	}},
	{name: "a client whose CA has no CRL", make: func(b *fileBench) files.Set {
		s := files.Set{Certificate: b.write("client.pem", b.root.Client("app").CertificateKeyFile()), CA: b.ca()}
		s.CRL = b.write("crl.pem", pki.CRLPEM(b.Root("Other Root").CRL()))
		return s
	}},
	{name: "revoked client", root: "revoked", make: func(b *fileBench) files.Set {
		user := b.root.Client("app")
		s := files.Set{Certificate: b.write("client.pem", user.CertificateKeyFile()), CA: b.ca()}
		s.CRL = b.write("crl.pem", pki.CRLPEM(b.root.CRL(pki.Revoke(user, pki.KeyCompromise, filesNow.Add(-time.Hour)))))
		return s
	}},
	{name: "more certificates than clients take", root: "extra-certificate", accepting: []string{"go"}, make: func(b *fileBench) files.Set {
		leaf := b.root.Leaf("db1.example.com", both, db1)
		return b.with(b.write("many.pem", leaf.PEM(), bytes.Repeat(b.root.PEM(), 500), leaf.KeyPEM()))
	}},
	{name: "not revoked", make: func(b *fileBench) files.Set {
		s := b.with(b.write("server.pem", b.root.Leaf("db1.example.com", both, db1).CertificateKeyFile()))
		s.CRL = b.write("crl.pem", pki.CRLPEM(b.root.CRL()))
		return s
	}},
}

// memberFileCases are about members and users.
var memberFileCases = []fileCase{
	{name: "server only", root: "wrong-eku", severity: classify.Warning, make: func(b *fileBench) files.Set { return b.with(b.server(pki.EKU(pki.ServerAuth))) }},
	{name: "server only, stand-alone", make: func(b *fileBench) files.Set {
		s := b.with(b.server(pki.EKU(pki.ServerAuth)))
		s.Use = evidence.UseServer
		return s
	}},
	{name: "server only, and a member", root: "wrong-eku", accepting: []string{"all"}, make: func(b *fileBench) files.Set {
		s := b.with(b.server(pki.EKU(pki.ServerAuth)))
		s.Peers = []string{b.peer("db2.example.com")}
		return s
	}},
	{name: "server only, beside a cluster file", make: func(b *fileBench) files.Set {
		s := b.with(b.server(pki.EKU(pki.ServerAuth)))
		s.Cluster = b.write("cluster.pem", b.root.Client("db1", memberSubject()).CertificateKeyFile())
		return s
	}},
	{name: "healthy cluster file", of: "cluster.pem", make: func(b *fileBench) files.Set {
		s := b.with(b.server())
		s.Cluster = b.write("cluster.pem", b.root.Client("db1", memberSubject()).CertificateKeyFile())
		return s
	}},
	{name: "cluster file for servers only", of: "cluster.pem", root: "client-cert-wrong-eku", make: func(b *fileBench) files.Set {
		s := b.with(b.server())
		s.Cluster = b.write("cluster.pem", b.root.Leaf("db1", memberSubject()).CertificateKeyFile())
		return s
	}},
	{name: "cluster file of another name", of: "cluster.pem", root: "member-cert-mismatch", accepting: []string{"all"}, make: func(b *fileBench) files.Set {
		s := b.with(b.server())
		s.Cluster = b.write("cluster.pem", b.root.Client("db1").CertificateKeyFile())
		return s
	}},
	{name: "healthy peers, in another order", make: func(b *fileBench) files.Set {
		s := b.with(b.server())
		other := b.inter.Leaf("db3", both, pki.DNS("db3"), pki.Subject(pki.OU("DB"), pki.O("Example"), pki.DC("com")))
		s.Peers = []string{b.peer("db2.example.com"), b.write("db3.pem", other.PEM(), b.inter.PEM())}
		return s
	}},
	{name: "peer of another organisation", root: "member-cert-mismatch", accepting: []string{"all"}, make: func(b *fileBench) files.Set {
		s := b.with(b.server())
		s.Peers = []string{b.peer("db2.example.com"), b.write("db3.pem", b.root.Leaf("db3", both, pki.Subject(pki.O("Other"))).PEM())}
		return s
	}},
	{name: "neither O nor OU nor DC", root: "member-cert-mismatch", accepting: []string{"all"}, make: func(b *fileBench) files.Set {
		s := b.with(b.write("server.pem", b.root.Leaf("db1.example.com", both, db1).CertificateKeyFile()))
		s.Peers = []string{b.write("db2.pem", b.root.Leaf("db2", both, pki.DNS("db2")).PEM())}
		return s
	}},
	{name: "peer of another issuer, and no CA file", root: "member-cert-mismatch", severity: classify.Warning, make: func(b *fileBench) files.Set {
		other := b.Root("Other Root").Leaf("db3", both, pki.DNS("db3"), memberSubject())
		return files.Set{Certificate: b.server(), Peers: []string{b.peer("db2.example.com"), b.write("db3.pem", other.PEM())}}
	}},
	{name: "healthy peer, and no CA file", make: func(b *fileBench) files.Set {
		return files.Set{Certificate: b.server(), Peers: []string{b.peer("db2.example.com")}}
	}},
	{name: "peer of another CA", of: "db3.pem", root: "unknown-authority", make: func(b *fileBench) files.Set {
		s := b.with(b.server())
		s.Peers = []string{b.write("db3.pem", b.Root("Other Root").Leaf("db3", both, pki.DNS("db3"), memberSubject()).PEM())}
		return s
	}},
	{name: "neither for servers nor for clients", root: "wrong-eku", make: func(b *fileBench) files.Set { return b.with(b.server(pki.EKU("1.3.6.1.5.5.7.3.3"))) }},
	{name: "healthy user", make: func(b *fileBench) files.Set {
		user := b.root.Client("app", pki.Subject(pki.O("Example"), pki.OU("Clients")))
		return files.Set{Certificate: b.write("app.pem", user.CertificateKeyFile()), CA: b.ca(), Peers: []string{b.peer("db2.example.com")}}
	}},
	{name: "user like a member", root: "x509-subject-is-member", accepting: []string{"all"}, make: func(b *fileBench) files.Set {
		user := b.root.Client("app", memberSubject())
		return files.Set{Certificate: b.write("app.pem", user.CertificateKeyFile()), CA: b.ca(), Peers: []string{b.peer("db2.example.com")}}
	}},
	{name: "peers alone", of: "db3.pem", root: "member-cert-mismatch", accepting: []string{"all"}, make: func(b *fileBench) files.Set {
		other := b.root.Leaf("db3", both, pki.DNS("db3"), pki.Subject(pki.O("Other")))
		return files.Set{CA: b.ca(), Peers: []string{b.peer("db2.example.com"), b.write("db3.pem", other.PEM())}}
	}},
}

// peer writes a healthy member's certificate with its chain.
func (b *fileBench) peer(name string) string {
	leaf := b.inter.Leaf(name, both, pki.DNS(name), memberSubject())
	return b.write(name+".crt", leaf.PEM(), b.inter.PEM())
}

// chainFileCases are about chains as CAs deliver them.
var chainFileCases = []fileCase{
	{name: "healthy chain", make: func(b *fileBench) files.Set {
		return b.chain(b.inter.Leaf("db1.example.com", db1).PEM(), b.inter.PEM())
	}},
	{name: "chain without its intermediate", root: "missing-intermediate", make: func(b *fileBench) files.Set {
		return b.chain(b.inter.Leaf("db1.example.com", db1).PEM())
	}},
	{name: "chain upside down", root: "leaf-not-first", make: func(b *fileBench) files.Set {
		s := b.chain(b.inter.PEM(), b.inter.Leaf("db1.example.com", db1).PEM())
		s.Hosts = nil
		return s
	}},
	{name: "chain for another name", root: "hostname-mismatch", make: func(b *fileBench) files.Set {
		return b.chain(b.inter.Leaf("db9.example.com", pki.DNS("db9.example.com")).PEM(), b.inter.PEM())
	}},
	{name: "chain for users", root: "wrong-eku", make: func(b *fileBench) files.Set {
		return b.chain(b.inter.Client("app", db1).PEM(), b.inter.PEM())
	}},
	{name: "chain with a weak signature", root: "weak-signature", accepting: []string{"java"}, make: func(b *fileBench) files.Set {
		return b.chain(b.inter.Leaf("db1.example.com", db1, pki.Signature(pki.ECDSASHA1)).PEM(), b.inter.PEM())
	}},
	{name: "chain in DER", root: "cert-file-unreadable", make: func(b *fileBench) files.Set {
		return b.chain(b.root.Leaf("db1.example.com", db1).DER())
	}},
	{name: "chain in PKCS#7", root: "cert-file-unreadable", make: func(b *fileBench) files.Set {
		return b.chain(pki.PKCS7PEM(b.inter.Leaf("db1.example.com", db1), b.inter))
	}},
	{name: "chain in UTF-16", root: "cert-file-unreadable", make: func(b *fileBench) files.Set {
		return b.chain([]byte("\xff\xfe"), utf16(b.inter.Leaf("db1.example.com", db1).PEM()))
	}},
	{name: "chain with its root", make: func(b *fileBench) files.Set {
		return b.chain(b.inter.Leaf("db1.example.com", db1).PEM(), b.inter.PEM(), b.root.PEM())
	}},
}

func (b *fileBench) chain(parts ...[]byte) files.Set {
	return files.Set{Chains: []string{b.write("chain.pem", parts...)}, CA: b.ca(), Hosts: []string{"db1.example.com"}}
}

// authorityFileCases are about files of CAs and of CRLs.
var authorityFileCases = []fileCase{
	{name: "healthy CA file", make: func(b *fileBench) files.Set { return files.Set{CA: b.write("ca.pem", b.inter.PEM(), b.root.PEM())} }},
	{name: "empty CA file", root: "ca-file-unreadable", make: func(b *fileBench) files.Set { return files.Set{CA: b.write("ca.pem")} }},
	{name: "CA file that is a directory", root: "ca-file-unreadable", make: func(b *fileBench) files.Set { return files.Set{CA: b.dir} }},
	{name: "CA file in JKS", root: "ca-file-unreadable", make: func(b *fileBench) files.Set { return files.Set{CA: b.write("ca.jks", pki.JKS("changeit", b.root))} }},
	{name: "damaged CA file", root: "ca-file-unreadable", make: func(b *fileBench) files.Set {
		text := b.root.PEM()
		return files.Set{CA: b.write("ca.pem", text, text[:len(text)/2])}
	}},
	{name: "CA file with a key", root: "key-in-ca-file", severity: classify.Warning, make: func(b *fileBench) files.Set {
		return files.Set{CA: b.write("ca.pem", b.root.PEM(), b.root.KeyPEM())}
	}},
	{name: "CA file without a root", root: "ca-file-lacks-root", accepting: []string{"go", "java"}, make: func(b *fileBench) files.Set {
		return files.Set{CA: b.write("ca.pem", b.inter.PEM())}
	}},
	{name: "expired root", root: "expired-root", make: func(b *fileBench) files.Set {
		return files.Set{CA: b.write("ca.pem", b.root.Renew(pki.NotAfter(filesNow.Add(-time.Hour))).PEM())}
	}, accepting: []string{"java"}},
	{name: "one expired root of two", root: "expired-root", severity: classify.Warning, make: func(b *fileBench) files.Set {
		return files.Set{CA: b.write("ca.pem", b.root.PEM(), b.Root("Old Root", pki.NotAfter(filesNow.Add(-time.Hour))).PEM())}
	}},
	{name: "root that expires soon", root: "expires-soon", severity: classify.Warning, make: func(b *fileBench) files.Set {
		return files.Set{CA: b.write("ca.pem", b.root.Renew(pki.NotAfter(filesNow.Add(9*24*time.Hour))).PEM())}
	}},
	{name: "healthy CRL", of: "crl.pem", make: func(b *fileBench) files.Set {
		return files.Set{CA: b.ca(), CRL: b.write("crl.pem", pki.CRLPEM(b.root.CRL()))}
	}},
	{name: "CRL in DER", of: "crl.der", root: "crl-file-unreadable", make: func(b *fileBench) files.Set {
		return files.Set{CA: b.ca(), CRL: b.write("crl.der", b.root.CRL())}
	}},
	{name: "stale CRL", of: "crl.pem", root: "crl-expired", accepting: []string{"go", "java"}, make: func(b *fileBench) files.Set {
		return files.Set{CA: b.ca(), CRL: b.write("crl.pem", pki.CRLPEM(b.root.CRL(pki.ThisUpdate(filesNow.Add(-48*time.Hour)), pki.NextUpdate(filesNow.Add(-time.Hour)))))}
	}},
	{name: "CRL of another key", of: "crl.pem", root: "crl-missing", accepting: []string{"go", "java"}, make: func(b *fileBench) files.Set {
		return files.Set{CA: b.ca(), CRL: b.write("crl.pem", pki.CRLPEM(b.root.Rekey().CRL()))}
	}},
	{name: "CRL of an intermediate of the chain", of: "crl.pem", make: func(b *fileBench) files.Set {
		s := b.chain(b.inter.Leaf("db1.example.com", db1).PEM(), b.inter.PEM())
		s.CRL = b.write("crl.pem", pki.CRLPEM(b.inter.CRL()))
		return s
	}},
	{name: "CRL of another CA", of: "crl.pem", root: "crl-missing", severity: classify.Warning, make: func(b *fileBench) files.Set {
		return files.Set{CA: b.ca(), CRL: b.write("crl.pem", pki.CRLPEM(b.Root("Other Root").CRL()))}
	}},
}

func crlf(text []byte) []byte {
	var out []byte
	for _, c := range text {
		if c == '\n' {
			out = append(out, '\r')
		}
		out = append(out, c)
	}
	return out
}

// utf16 is ASCII text in UTF-16, little-endian.
func utf16(text []byte) []byte {
	var out []byte
	for _, c := range text {
		out = append(out, c, 0)
	}
	return out
}
