package tlswire

import (
	"crypto/tls"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	ztls "github.com/zmap/zcrypto/tls"

	"mongotls/fixtures/need"
	"mongotls/probe/evidence"
)

func TestSuitesAreSortedAndUnique(t *testing.T) {
	for i := 1; i < len(suiteNames); i++ {
		if suiteNames[i-1].id >= suiteNames[i].id {
			t.Errorf("0x%04X after 0x%04X", suiteNames[i].id, suiteNames[i-1].id)
		}
	}
}

func TestSuiteNamesOfGo(t *testing.T) {
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if got := SuiteName(s.ID); got != s.Name {
			t.Errorf("0x%04X is %s, Go says %s", s.ID, got, s.Name)
		}
		info, _ := SuiteInfo(s.ID)
		for _, v := range []uint16{VersionTLS10, VersionTLS12, VersionTLS13} {
			if ours := info.MinVersion <= v && v <= info.MaxVersion; ours != slices.Contains(s.SupportedVersions, v) {
				t.Errorf("%s in %s: %v", s.Name, VersionName(v), ours)
			}
		}
	}
}

// OpenSSL lists each suite with its key exchange, authentication, cipher and MAC.
func TestSuiteFactsOfOpenSSL(t *testing.T) {
	need.OpenSSL(t)
	out, err := exec.Command("openssl", "ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0").Output()
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`0x(\w\w),0x(\w\w) - (\S+)\s+- \S+\s+(\S+)\s+Kx=(\S+)\s+Au=(\S+)\s+Enc=([^\s(]+)(?:\((\d+)\))?\s+Mac=(\S+)`)
	auths := map[string]string{"RSA": "RSA", "ECDSA": "ECDSA", "DSS": "DSS", "None": "anon", "any": ""}
	checked := 0
	for _, m := range line.FindAllStringSubmatch(string(out), -1) {
		name, bits := m[3], m[8]
		if strings.Contains(name, "PSK") || strings.Contains(name, "SRP") {
			continue
		}
		checked++
		var id uint16
		fmt.Sscanf(m[1]+m[2], "%04X", &id)
		info, ok := SuiteInfo(id)
		if !ok || info.Name != name {
			t.Errorf("%s is %q here", name, info.Name)
			continue
		}
		if info.Auth != auths[m[6]] || (m[9] == "AEAD") != info.AEAD {
			t.Errorf("%s: %+v, OpenSSL says %s", name, info, m[0])
		}
		if m[5] != "any" && !strings.HasPrefix(strings.TrimSuffix(info.Kx, "_anon"), strings.TrimSuffix(m[5], "E")) && m[5] != "DH" && m[5] != "ECDH" {
			t.Errorf("%s: key exchange %s, OpenSSL says %s", name, info.Kx, m[5])
		}
		if want := strings.Replace(bits, "168", "112", 1); want != "" && fmt.Sprint(info.Bits) != want {
			t.Errorf("%s: %d bits, OpenSSL says %s", name, info.Bits, bits)
		}
	}
	if checked < 80 {
		t.Errorf("only %d suites read from openssl", checked)
	}
}

func TestEverySuiteIsUnderstood(t *testing.T) {
	for _, s := range suiteNames {
		info := parseSuite(s.id, s.name)
		tls13 := info.MinVersion == VersionTLS13
		if tls13 != (info.Kx == "") || tls13 != (info.Auth == "") || info.Cipher == "" || info.MAC == "" {
			t.Errorf("%+v", info)
		}
		if (info.Bits == 0) != (info.Cipher == "NULL") {
			t.Errorf("%s: %d bits", s.name, info.Bits)
		}
		if slices.Index(usualKx, info.Kx) < 0 || rarity(info) < 0 {
			t.Errorf("%s has no rank", s.name)
		}
	}
}

func TestSuiteInfo(t *testing.T) {
	tests := []Suite{
		{0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", "RSA", "RSA", "RC4_40", 40, "MD5", false, true, VersionSSL3, VersionTLS12},
		{0x000A, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "RSA", "RSA", "3DES_EDE_CBC", 112, "SHA", false, false, VersionSSL3, VersionTLS12},
		{0x003B, "TLS_RSA_WITH_NULL_SHA256", "RSA", "RSA", "NULL", 0, "SHA256", false, false, VersionTLS12, VersionTLS12},
		{0x1304, "TLS_AES_128_CCM_SHA256", "", "", "AES_128_CCM", 128, "AEAD", true, false, VersionTLS13, VersionTLS13},
		{0xC018, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", "ECDH_anon", "anon", "AES_128_CBC", 128, "SHA", false, false, VersionSSL3, VersionTLS12},
		{0xC0A3, "TLS_DHE_RSA_WITH_AES_256_CCM_8", "DHE", "RSA", "AES_256_CCM_8", 256, "AEAD", true, false, VersionTLS12, VersionTLS12},
		{0xCCA9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE", "ECDSA", "CHACHA20_POLY1305", 256, "AEAD", true, false, VersionTLS12, VersionTLS12},
	}
	for _, want := range tests {
		if got, ok := SuiteInfo(want.ID); !ok || got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if _, ok := SuiteInfo(0x0A0A); ok || SuiteName(0x0A0A) != "0x0A0A" {
		t.Error("a GREASE value is no suite")
	}
}

func TestForwardSecret(t *testing.T) {
	for id, want := range map[uint16]bool{0x1301: true, 0xC02F: true, 0x009E: true, 0x009C: false, 0xC031: false, 0xC018: false} {
		if s, _ := SuiteInfo(id); s.ForwardSecret() != want {
			t.Errorf("%s: %v", s.Name, !want)
		}
	}
}

func TestNamesOfGo(t *testing.T) {
	for code := range 256 {
		if text := tls.AlertError(code).Error(); !strings.HasPrefix(text, "tls: alert(") {
			if _, ok := alertNames[uint8(code)]; !ok {
				t.Errorf("Go knows alert %d: %s", code, text)
			}
		}
	}
	for _, scheme := range []tls.SignatureScheme{tls.PKCS1WithSHA1, tls.ECDSAWithSHA1, tls.PSSWithSHA256, tls.Ed25519, tls.ECDSAWithP521AndSHA512} {
		if SchemeName(uint16(scheme)) == fmt.Sprintf("0x%04X", uint16(scheme)) {
			t.Errorf("%s has no name", scheme)
		}
	}
	for _, curve := range []tls.CurveID{tls.CurveP256, tls.CurveP384, tls.CurveP521, tls.X25519, tls.X25519MLKEM768} {
		got := strings.ReplaceAll(GroupName(uint16(curve)), "-", "")
		if want := strings.TrimPrefix(curve.String(), "Curve"); got != want {
			t.Errorf("%s, Go says %s", got, want)
		}
	}
	if got, want := GroupName(0x100), ztls.CurveID(0x100).String(); got != want {
		t.Errorf("%s, zcrypto says %s", got, want)
	}
}

func TestNamesOfTheUnknown(t *testing.T) {
	for got, want := range map[string]string{
		AlertName(200): "alert_200", GroupName(0x2A2A): "0x2A2A", SchemeName(0xFE0D): "0xFE0D", VersionName(0x7F1C): "0x7F1C",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestNamesAndBack(t *testing.T) {
	for _, v := range evidence.Versions() {
		if code := VersionCode(v); VersionName(code) != string(v) {
			t.Errorf("%s is 0x%04X", v, code)
		}
	}
	if VersionCode("TLS 9") != 0 {
		t.Error("a version that does not exist has a code")
	}
	for code, name := range alertNames {
		if back, ok := AlertCode(name); !ok || back != code {
			t.Errorf("%s is %d, not %d", name, back, code)
		}
	}
	if _, ok := AlertCode("no_such_alert"); ok {
		t.Error("an alert that does not exist has a code")
	}
}
