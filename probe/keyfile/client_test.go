package keyfile

import (
	"crypto/ed25519"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// keyForms are ways to write rsa.key again, each as openssl arguments without -out.
func keyForms() map[string][]string {
	forms := map[string][]string{
		"pkcs1":      {"rsa", "-in", "rsa.key", "-traditional"},
		"pkcs8":      {"pkcs8", "-topk8", "-nocrypt", "-in", "rsa.key"},
		"scrypt":     {"pkcs8", "-topk8", "-scrypt", "-in", "rsa.key", "-passout", "pass:hunter2"},
		"pbes2-3des": {"pkcs8", "-topk8", "-v2", "des3", "-in", "rsa.key", "-passout", "pass:hunter2"},
		"rounds":     {"pkcs8", "-topk8", "-iter", "50000", "-in", "rsa.key", "-passout", "pass:hunter2"},
	}
	for _, cipher := range []string{"des3", "aes128", "aes192", "aes256"} {
		forms["legacy-"+cipher] = []string{"rsa", "-in", "rsa.key", "-traditional", "-" + cipher, "-passout", "pass:hunter2"}
	}
	for _, cipher := range []string{"aes128", "aes192", "aes256"} {
		forms["pbes2-"+cipher] = []string{"pkcs8", "-topk8", "-v2", cipher, "-in", "rsa.key", "-passout", "pass:hunter2"}
	}
	for _, prf := range []string{"hmacWithSHA1", "hmacWithSHA224", "hmacWithSHA256", "hmacWithSHA384", "hmacWithSHA512"} {
		forms["pbes2-"+prf] = []string{"pkcs8", "-topk8", "-v2", "aes256", "-v2prf", prf, "-in", "rsa.key", "-passout", "pass:hunter2"}
	}
	return forms
}

func TestKeyForms(t *testing.T) {
	p := newPKI(t)
	for name, args := range keyForms() {
		t.Run(name, func(t *testing.T) {
			p := &pki{t, p.dir}
			p.openssl(append(args, "-out", name+".key")...)
			one := p.write(name+".pem", "", "client.crt", name+".key")
			id, err := LoadClient(one, "", secret("hunter2"))
			if err != nil || len(id.Chain) != 1 || len(id.Notes) != 0 {
				t.Fatalf("%v, %v", id, err)
			}
			encrypted := strings.Contains(strings.Join(args, " "), "pass:")
			if _, err := LoadClient(one, "", nil); (err != nil) != encrypted {
				t.Errorf("without a passphrase: %v", err)
			}
			if !encrypted {
				return
			}
			for _, wrong := range []string{"", "hunter3", "Hunter2"} {
				_, err := LoadClient(one, "", secret(wrong))
				p.wantError(err, "bad-passphrase", "tlsCertificateKeyFile DIR/"+name+".pem holds an encrypted private key, and the passphrase given is wrong; run: openssl pkey -noout -in DIR/"+name+".pem")
			}
			_, err = LoadClient(one, "", nil)
			p.wantError(err, "bad-passphrase", "tlsCertificateKeyFile DIR/"+name+".pem has an encrypted private key, and no passphrase is given; set MONGOTLS_KEY_PASSWORD or give the flag; for example: --tlsCertificateKeyFilePassword TEXT")
		})
	}
}

func TestKeyTypes(t *testing.T) {
	p := newPKI(t)
	for name, args := range map[string][]string{
		"p256":    {"ecparam", "-genkey", "-name", "prime256v1"},
		"p384":    {"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"},
		"ed25519": {"genpkey", "-algorithm", "ed25519"},
	} {
		p.openssl(append(args, "-out", name+".key")...)
		p.openssl("req", "-x509", "-key", name+".key", "-subj", "/CN="+name, "-days", "9", "-out", name+".crt")
		id, err := LoadClient(p.write(name+".pem", "", name+".key", name+".crt"), "", nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := tls.X509KeyPair([]byte(p.read(name+".crt")), []byte(p.read(name+".key"))); err != nil {
			t.Errorf("%s: crypto/tls does not take this pair at all: %v", name, err)
		}
		if c := id.Certificate(); len(c.Certificate) != 1 || c.Leaf == nil || c.PrivateKey == nil {
			t.Errorf("%s: %d certificates", name, len(c.Certificate))
		}
	}
}

func TestUnusableKeyTypes(t *testing.T) {
	p := newPKI(t)
	for name, c := range map[string]struct {
		args []string
		kind string
	}{
		"ed448":     {[]string{"-algorithm", "ed448"}, "Ed448"},
		"pss":       {[]string{"-algorithm", "RSA-PSS"}, "RSA-PSS"},
		"secp256k1": {[]string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"}, "EC with the curve 1.3.132.0.10"},
	} {
		p.openssl(append(append([]string{"genpkey"}, c.args...), "-out", name+".key")...)
		p.openssl("pkcs8", "-topk8", "-in", name+".key", "-passout", "pass:x", "-out", name+".enc")
		for _, key := range []string{name + ".key", name + ".enc"} {
			_, err := LoadClient(p.path("client.crt"), p.path(key), secret("x"))
			p.wantError(err, "cert-file-unreadable", "tlsKeyFile DIR/"+key+" holds a private key that cannot be used: its type is "+c.kind+"; RSA, ECDSA with P-256, P-384 or P-521, or Ed25519 is expected")
		}
	}
}

func TestFileOrders(t *testing.T) {
	p := newPKI(t)
	key, crt := p.path("rsa.key"), p.path("client.crt")
	for name, c := range map[string]struct {
		cert, key string
		chain     int
		notes     int
	}{
		"key first":            {p.write("a.pem", "", "rsa.key", "client.crt"), "", 1, 0},
		"chain":                {p.write("b.pem", "", "client.crt", "ca.pem", "rsa.key"), "", 2, 0},
		"two files":            {crt, key, 1, 0},
		"two files, exchanged": {key, crt, 1, 0},
		"the same file twice":  {p.path("a.pem"), p.path("a.pem"), 1, 0},
		"key of its own wins":  {p.write("d.pem", "", "client.crt", "ca.key"), key, 1, 0},
		"certificate twice":    {p.write("e.pem", "", "client.crt", "client.crt"), p.write("f.pem", "", "rsa.key", "client.crt"), 1, 0},
	} {
		id, err := LoadClient(c.cert, c.key, nil)
		if err != nil || len(id.Chain) != c.chain || id.Chain[0].Subject.Text != "CN=client" || len(id.Notes) != c.notes {
			t.Errorf("%s: %v, %v", name, id, err)
		}
	}
}

// Drivers load the first certificate of the file with the key, and find that they differ.
func TestIssuerFirst(t *testing.T) {
	p := newPKI(t)
	_, err := LoadClient(p.write("c.pem", "", "ca.pem", "client.crt", "rsa.key"), "", nil)
	p.wantError(err, "key-mismatch", "tlsCertificateKeyFile DIR/c.pem has the certificate of the key in place 2; drivers take the first and refuse the file, so put it first and the intermediates after it")
}

func TestBadClientFiles(t *testing.T) {
	p := newPKI(t)
	p.openssl("x509", "-in", "client.crt", "-outform", "DER", "-out", "client.der")
	p.write("store.jks", "\xfe\xed\xfe\xed\x00\x00\x00\x02")
	p.write("ssh.pem", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "client.crt")
	p.write("torn.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "client.crt")
	p.write("headless.pem", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n", "client.crt")
	p.write("odd.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", "client.crt")
	for _, c := range []struct{ cert, key, cause, want string }{
		{"gone.pem", "", "cert-file-unreadable", `tlsCertificateKeyFile DIR/gone.pem does not exist; for example: --tlsCertificateKeyFile /etc/ssl/mongodb/client.pem`},
		{"client.crt", "gone.key", "cert-file-unreadable", `tlsKeyFile DIR/gone.key does not exist; for example: --tlsKeyFile /etc/ssl/mongodb/client.key`},
		{"client.crt", "", "cert-file-unreadable", `tlsCertificateKeyFile DIR/client.crt holds certificates and no private key; a certificate and its private key in PEM are expected`},
		{"client.crt", "ca.pem", "cert-file-unreadable", `tlsKeyFile DIR/ca.pem holds certificates and no private key; a private key in PEM is expected`},
		{"rsa.key", "", "cert-file-unreadable", `tlsCertificateKeyFile DIR/rsa.key holds a private key and no certificate; a certificate and its private key in PEM are expected`},
		{"client.crt", "ca.key", "key-mismatch", `tlsCertificateKeyFile DIR/client.crt does not fit: the private key in DIR/ca.key belongs to another certificate than "CN=client"; run: openssl x509 -noout -pubkey -in DIR/client.crt; openssl pkey -pubout -in DIR/ca.key`},
		{"client.der", "rsa.key", "cert-file-unreadable", `tlsCertificateKeyFile DIR/client.der is a certificate in DER; a certificate and its private key in PEM are expected; run: openssl x509 -inform DER -in DIR/client.der -out DIR/client.pem`},
		{"store.jks", "", "cert-file-unreadable", `tlsCertificateKeyFile DIR/store.jks is a Java key store (JKS); a certificate and its private key in PEM are expected; run: keytool -importkeystore -srckeystore DIR/store.jks -destkeystore DIR/store.jks.p12 -deststoretype PKCS12 && openssl pkcs12 -in DIR/store.jks.p12 -nodes -out DIR/store.pem`},
		{"ssh.pem", "", "cert-file-unreadable", `tlsCertificateKeyFile DIR/ssh.pem holds a private key in OpenSSH's own format; a private key in PEM is expected; run: cp DIR/ssh.pem DIR/ssh.new.pem && ssh-keygen -p -m PEM -f DIR/ssh.new.pem`},
		{"torn.pem", "", "cert-file-unreadable", `tlsCertificateKeyFile DIR/torn.pem holds a private key that cannot be used: its DER structure is broken`},
		{"headless.pem", "", "cert-file-unreadable", `tlsCertificateKeyFile DIR/headless.pem holds a private key that cannot be used: its DER structure is broken`},
		{"odd.pem", "", "cert-file-unreadable", `tlsCertificateKeyFile DIR/odd.pem holds a private key that cannot be used: its DER structure is broken`},
	} {
		key := c.key
		if key != "" {
			key = p.path(key)
		}
		_, err := LoadClient(p.path(c.cert), key, secret("hunter2"))
		p.wantError(err, c.cause, c.want)
	}
	_, err := LoadClient("", p.path("rsa.key"), nil)
	p.wantError(err, "", `tlsKeyFile DIR/rsa.key has a key only; its certificate belongs into tlsCertificateKeyFile; for example: --tlsCertificateKeyFile client.crt --tlsKeyFile client.key`)
}

func TestUnsupportedEncryption(t *testing.T) {
	p := newPKI(t)
	for name, c := range map[string]struct {
		args []string
		says string
		mend string
	}{
		"pbe3des":  {[]string{"pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES"}, "PBE-SHA1-3DES (1.2.840.113549.1.12.1.3)", ""},
		"camellia": {[]string{"pkcs8", "-topk8", "-v2", "camellia256"}, "Camellia-256-CBC (1.2.392.200011.61.1.1.1.4)", ""},
		"aria":     {[]string{"pkcs8", "-topk8", "-v2", "aria256"}, "ARIA-256-CBC (1.2.410.200046.1.1.12)", ""},
		"legacy":   {[]string{"rsa", "-traditional", "-camellia256"}, "CAMELLIA-256-CBC", ""},
		"pbedes":   {[]string{"pkcs8", "-topk8", "-v1", "PBE-MD5-DES", "-provider", "legacy", "-provider", "default"}, "PBE-MD5-DES (1.2.840.113549.1.5.3)", " -provider legacy -provider default"},
	} {
		if err := p.try(append(c.args, "-in", "rsa.key", "-passout", "pass:hunter2", "-out", name+".key")...); err != nil {
			t.Logf("this openssl cannot make %s: %v", name, err)
			continue
		}
		_, err := LoadClient(p.path("client.crt"), p.path(name+".key"), secret("hunter2"))
		p.wantError(err, "cert-file-unreadable", "tlsKeyFile DIR/"+name+".key holds a private key encrypted with "+c.says+", which this tool cannot read; run: openssl pkcs8 -topk8 -v2 aes256 -in DIR/"+name+".key -out DIR/"+name+".pem"+c.mend)
	}
}

func TestPKCS12(t *testing.T) {
	p := newPKI(t)
	for name, args := range map[string][]string{
		"modern": nil,
		"legacy": {"-legacy"},
		"3des":   {"-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"},
	} {
		args = append([]string{"pkcs12", "-export", "-inkey", "rsa.key", "-in", "client.crt", "-certfile", "ca.pem", "-passout", "pass:hunter2", "-out", name + ".p12"}, args...)
		if err := p.try(args...); err != nil {
			t.Logf("this openssl cannot make %s: %v", name, err)
			continue
		}
		id, err := LoadClient(p.path(name+".p12"), "", secret("hunter2"))
		if err != nil || len(id.Chain) != 2 || len(id.Notes) != 1 {
			t.Errorf("%s: %v, %v", name, id, err)
			continue
		}
		_, err = LoadClient(p.path(name+".p12"), "", secret("hunter3"))
		p.wantError(err, "bad-passphrase", "tlsCertificateKeyFile DIR/"+name+".p12 is a PKCS#12 file, and the passphrase given is wrong; run: openssl pkcs12 -noout -info -in DIR/"+name+".p12")
	}
	p.openssl("pkcs12", "-export", "-inkey", "rsa.key", "-in", "client.crt", "-passout", "pass:", "-out", "open.p12")
	if _, err := LoadClient(p.path("open.p12"), "", nil); err != nil {
		t.Errorf("an empty passphrase: %v", err)
	}
	p.write("slow.p12", string(slowPFX(5_000_001)))
	_, err := LoadClient(p.path("slow.p12"), "", secret("x"))
	p.wantError(err, "cert-file-unreadable", "tlsCertificateKeyFile DIR/slow.p12 is a PKCS#12 file whose key derivation exceeds the limit of 5000000 rounds")
	p.write("quick.p12", string(slowPFX(5_000_000)))
	if _, err := LoadClient(p.path("quick.p12"), "", secret("x")); err == nil || strings.Contains(err.Error(), "limit") {
		t.Errorf("at the limit: %v", err)
	}
}

// slowPFX is the outline of a PKCS#12 file whose MAC asks for so many rounds.
func slowPFX(rounds int64) []byte {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(3)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier([]int{1, 2, 840, 113549, 1, 7, 1}) })
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1OctetString([]byte("salt"))
			b.AddASN1Int64(rounds)
		})
	})
	return b.BytesOrPanic()
}

func TestKeysStayHidden(t *testing.T) {
	p := newPKI(t)
	p.openssl("genpkey", "-algorithm", "ed25519", "-out", "ed.key")
	p.openssl("req", "-x509", "-key", "ed.key", "-subj", "/CN=ed", "-days", "9", "-out", "ed.crt")
	id, err := LoadClient(p.path("ed.crt"), p.path("ed.key"), nil)
	if err != nil {
		t.Fatal(err)
	}
	seed := fmt.Sprint([]byte(id.key.(ed25519.PrivateKey).Seed()))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d"} {
		if shown := fmt.Sprintf(verb, id); strings.Contains(shown, strings.Trim(seed, "[]")) || !strings.Contains(shown, "CN=ed") {
			t.Errorf("%s shows %s", verb, shown)
		}
	}
	whole, err := json.Marshal(id)
	if err != nil || strings.Contains(string(whole), "\"key\"") {
		t.Errorf("JSON shows the key: %v", err)
	}
}

func TestLoadCRLs(t *testing.T) {
	p := newPKI(t)
	p.write("index.txt", "")
	p.write("crlnumber", "01\n")
	p.write("ca.cnf", "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_crl_days=9\n")
	p.openssl("ca", "-config", "ca.cnf", "-gencrl", "-keyfile", "ca.key", "-cert", "ca.pem", "-out", "crl.pem")
	p.openssl("crl", "-in", "crl.pem", "-outform", "DER", "-out", "crl.der")
	for name, want := range map[string]int{
		p.path("crl.pem"): 1,
		p.write("both.pem", "", "ca.pem", "crl.pem", "crl.pem"): 2,
	} {
		lists, err := LoadCRLs(name)
		if err != nil || len(lists.DER) != want {
			t.Errorf("%s: %+v, %v", name, lists, err)
		}
	}
	p.write("false.pem", strings.ReplaceAll(p.read("ca.pem"), "CERTIFICATE", "X509 CRL"))
	for name, want := range map[string]string{
		"ca.pem":    "holds certificates and no CRL; CRLs in PEM are expected",
		"false.pem": "is damaged: the block in line 1 is labelled X509 CRL and is no CRL",
		"crl.der":   "is a CRL in DER, and drivers read PEM only; run: openssl crl -inform DER -in DIR/crl.der -out DIR/crl.pem",
		"gone.pem":  "does not exist; for example: --tlsCRLFile /etc/ssl/mongodb/crl.pem",
	} {
		_, err := LoadCRLs(p.path(name))
		p.wantError(err, "", "tlsCRLFile DIR/"+name+" "+want)
	}
}

func FuzzDecryptPKCS8(f *testing.F) {
	seeds, _ := filepath.Glob("testdata/*.der")
	for _, seed := range seeds {
		data, err := os.ReadFile(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		if len(der) > 4096 || slowKDF(der, 10_000, maxDERDepth) {
			return
		}
		plain, err := decryptPKCS8(der, "x")
		if err == nil && plain == nil {
			t.Error("neither a key nor an error")
		}
	})
}
