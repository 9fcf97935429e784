package local

import (
	"slices"
	"testing"

	"mongotls/probe/evidence"
)

func TestPolicy(t *testing.T) {
	env := fake(t, nil)
	write(t, env.Root+"/etc/crypto-policies/config", "# the policy\n\nFUTURE\n")
	write(t, env.Root+"/etc/os-release", "NAME=\"Red Hat\"\nPRETTY_NAME=\"Red Hat Enterprise Linux 9.4 (Plow)\"\n")
	write(t, env.Root+"/proc/sys/crypto/fips_enabled", "1\n")
	write(t, env.Root+"/etc/ssl/openssl.cnf", "openssl_conf = default\n[ system_default_sect ]\nMinProtocol = TLSv1.2\n# CipherString = DEFAULT@SECLEVEL=0\nCipherString=DEFAULT@SECLEVEL=2 # usual\n")
	write(t, env.Root+"/etc/crypto-policies/back-ends/opensslcnf.config", "CipherString = @SECLEVEL=3:kEECDH\nTLS.MinProtocol = TLSv1.2\nDTLS.MinProtocol = DTLSv1.2\n")
	l := Examine(t.Context(), env)
	if l.Policy.CryptoPolicy != "FUTURE" || l.Policy.FIPS == nil || !*l.Policy.FIPS || l.Release != "Red Hat Enterprise Linux 9.4 (Plow)" {
		t.Errorf("%+v", l)
	}
	var got []string
	for _, s := range l.Policy.Settings {
		got = append(got, s.Key+"="+s.Value)
	}
	want := []string{"MinProtocol=TLSv1.2", "CipherString=DEFAULT@SECLEVEL=2", "CipherString=@SECLEVEL=3:kEECDH", "MinProtocol=TLSv1.2"}
	if !slices.Equal(got, want) || l.Policy.Settings[0].Line != 3 {
		t.Errorf("%+v", l.Policy.Settings)
	}
}

func TestVariables(t *testing.T) {
	values := map[string]string{
		"HTTPS_PROXY": "http://alice:hunter2@proxy.example.com:3128/?x=hunter2", "all_proxy": "bob:hunter2@proxy2:1080", "http_proxy": "http://%zz hunter2",
		"JAVA_TOOL_OPTIONS": "-Djavax.net.ssl.trustStorePassword=hunter2", "NODE_OPTIONS": "--require=/x/hunter2.js --use-openssl-ca",
		"GODEBUG": "x=hunter2,fips140=only", "NODE_TLS_REJECT_UNAUTHORIZED": "0", "MONGODB_PASSWORD": "hunter2",
	}
	want := []evidence.Variable{
		{Name: "NODE_TLS_REJECT_UNAUTHORIZED", Value: "0"}, {Name: "NODE_OPTIONS", Value: "--use-openssl-ca"},
		{Name: "GODEBUG", Value: "fips140=only"}, {Name: "HTTPS_PROXY", Value: "http://proxy.example.com:3128"},
		{Name: "http_proxy", Value: "set, and no URL"}, {Name: "all_proxy", Value: "http://proxy2:1080"},
	}
	if got := variables(func(name string) string { return values[name] }); !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestOCSPExtra: what is missing is named; what is there and does not load says why.
func TestOCSPExtra(t *testing.T) {
	no, yes := false, true
	for _, test := range []struct {
		answer  answer
		none    bool
		works   bool
		missing []string
		text    string
	}{
		{answer: answer{}, none: true},
		{answer: answer{OCSPWorks: &yes}, works: true},
		{answer: answer{OCSPWorks: &no, OCSPError: "ImportError: OpenSSL", Packages: map[string]string{"requests": "2.32", "cryptography": "42"}},
			missing: []string{"pyopenssl", "service-identity"}},
		{answer: answer{OCSPWorks: &no, OCSPError: "AttributeError: lib", Packages: map[string]string{"requests": "2", "cryptography": "42", "pyopenssl": "19", "service-identity": "18"}},
			text: "AttributeError: lib"},
	} {
		got := test.answer.ocsp()
		if (got == nil) != test.none || got != nil && (got.Works != test.works || !slices.Equal(got.Missing, test.missing) || got.Error != test.text) {
			t.Errorf("%+v: %+v", test.answer, got)
		}
	}
}
