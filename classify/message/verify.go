package message

import (
	"slices"
	"strings"
)

// verifyError is one of OpenSSL's verification errors (x509_vfy.h) with its texts, old and
// new, in plain form (x509_txt.c). The name is the constant without X509_V_ERR_, which
// Node.js prints as an error's code.
type verifyError struct {
	number int64
	name   string
	texts  []string
}

// verifyErrors are those with a meaning of their own. Others are plain refusals.
var verifyErrors = []verifyError{
	{2, "unable to get issuer cert", []string{"unable to get issuer certificate"}},
	{3, "unable to get crl", []string{"unable to get certificate crl"}},
	{7, "cert signature failure", []string{"certificate signature failure"}},
	{8, "crl signature failure", []string{"crl signature failure"}},
	{9, "cert not yet valid", []string{"certificate is not yet valid"}},
	{10, "cert has expired", []string{"certificate has expired"}},
	{11, "crl not yet valid", []string{"crl is not yet valid"}},
	{12, "crl has expired", nil},
	{13, "error in cert not before field", []string{"format error in certificate's notbefore field"}},
	{14, "error in cert not after field", []string{"format error in certificate's notafter field"}},
	{18, "depth zero self signed cert", []string{"self signed certificate"}},
	{19, "self signed cert in chain", []string{"self signed certificate in certificate chain"}},
	{20, "unable to get issuer cert locally", []string{"unable to get local issuer certificate"}},
	{21, "unable to verify leaf signature", []string{"unable to verify the first certificate"}},
	{22, "cert chain too long", []string{"certificate chain too long"}},
	{23, "cert revoked", []string{"certificate revoked"}},
	{24, "invalid ca", []string{"invalid ca certificate", "invalid or inconsistent certificate extension"}},
	{25, "path length exceeded", []string{"path length constraint exceeded"}},
	{26, "invalid purpose", []string{"unsupported certificate purpose", "unsuitable certificate purpose"}},
	{27, "cert untrusted", []string{"certificate not trusted"}},
	{28, "cert rejected", []string{"certificate rejected"}},
	{29, "subject issuer mismatch", nil},
	{30, "akid skid mismatch", []string{"authority and subject key identifier mismatch"}},
	{31, "akid issuer serial mismatch", []string{"authority and issuer serial number mismatch"}},
	{32, "keyusage no certsign", []string{"key usage does not include certificate signing"}},
	{33, "unable to get crl issuer", []string{"unable to get crl issuer certificate"}},
	{34, "unhandled critical extension", nil},
	{47, "permitted violation", []string{"permitted subtree violation"}},
	{48, "excluded violation", []string{"excluded subtree violation"}},
	{62, "hostname mismatch", nil},
	{64, "ip address mismatch", nil},
	{66, "ee key too small", []string{"ee certificate key too weak"}},
	{67, "ca key too small", []string{"ca certificate key too weak"}},
	{68, "ca md too weak", []string{"ca signature digest algorithm too weak"}},
	{74, "ocsp verify failed", []string{"ocsp verification failed"}},
	{79, "invalid ca", []string{"invalid ca certificate"}},
	{85, "missing authority key identifier", nil},
	{86, "missing subject key identifier", nil},
	{89, "ca bcons not critical", []string{"basic constraints of ca cert not marked critical"}},
	{92, "ca cert missing key usage", []string{"ca cert does not include key usage extension"}},
}

// verifyToken is how rules name a verification error.
func verifyToken(name string) string { return "⟨verify " + name + "⟩" }

// verifyWords are the words for the number of a verification error.
func verifyWords(n int64) string {
	for _, e := range verifyErrors {
		if e.number == n {
			return "verify " + e.name
		}
	}
	return ""
}

// verifyTexts are all texts with their tokens, the longer ones first.
var verifyTexts = longestFirst(verifyErrors)

type verifyText struct{ words, token string }

func longestFirst(errors []verifyError) []verifyText {
	var out []verifyText
	for _, e := range errors {
		for _, words := range append([]string{e.name}, e.texts...) {
			out = append(out, verifyText{words, verifyToken(e.name)})
		}
	}
	slices.SortStableFunc(out, func(a, b verifyText) int { return len(b.words) - len(a.words) })
	return out
}

// verifications are the tokens of the verification errors that a plain text names. Of
// texts within each other, like "self signed certificate in certificate chain", the
// longer one counts: it is taken out once it is found.
func verifications(text string) string {
	var tokens []string
	for _, t := range verifyTexts {
		if !strings.Contains(text, t.words) {
			continue
		}
		text = strings.ReplaceAll(text, t.words, "")
		if !slices.Contains(tokens, t.token) {
			tokens = append(tokens, t.token)
		}
	}
	return strings.Join(tokens, " ")
}
