package keyfile

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"mongotls/probe/target"
)

// format is a kind of file that is not PEM: how to know it by its content, and the
// command that turns it into PEM, "" where there is none.
type format struct {
	name    string
	matches func([]byte) bool
	mend    string
	// mendClient is the command where a client certificate with its key is wanted.
	mendClient string
}

// formats are tried in this order.
func formats() []format {
	magic := func(prefix string) func([]byte) bool {
		return func(data []byte) bool { return bytes.HasPrefix(data, []byte(prefix)) }
	}
	return []format{
		{name: "a Java key store (JKS)", matches: magic("\xfe\xed\xfe\xed"),
			mend:       "keytool -list -rfc -keystore {in} > {out}",
			mendClient: "keytool -importkeystore -srckeystore {in} -destkeystore {in}.p12 -deststoretype PKCS12 && openssl pkcs12 -in {in}.p12 -nodes -out {out}"},
		{name: "a Java key store (JCEKS)", matches: magic("\xce\xce\xce\xce"),
			mend:       "keytool -list -rfc -storetype JCEKS -keystore {in} > {out}",
			mendClient: "keytool -importkeystore -srcstoretype JCEKS -srckeystore {in} -destkeystore {in}.p12 -deststoretype PKCS12 && openssl pkcs12 -in {in}.p12 -nodes -out {out}"},
		{name: "a text in UTF-16", matches: isUTF16, mend: "iconv -f UTF-16 -t UTF-8 {in} > {out}"},
		{name: "a certificate in DER", matches: derShape(isCertificate), mend: "openssl x509 -inform DER -in {in} -out {out}"},
		{name: "a CRL in DER", matches: derShape(isCRL), mend: "openssl crl -inform DER -in {in} -out {out}"},
		{name: "a PKCS#12 file", matches: derShape(isPKCS12),
			mend: "openssl pkcs12 -in {in} -nokeys -out {out}", mendClient: "openssl pkcs12 -in {in} -nodes -out {out}"},
		{name: "a PKCS#7 file in DER", matches: derShape(isPKCS7), mend: "openssl pkcs7 -inform DER -print_certs -in {in} -out {out}"},
		{name: "a certificate request in DER, not a certificate", matches: derShape(isRequest)},
		{name: "a private key in DER", matches: derShape(isPrivateKey), mend: "openssl pkey -inform DER -in {in} -out {out}"},
		{name: "an encrypted private key in DER", matches: derShape(isEncryptedKey), mend: "openssl pkcs8 -inform DER -topk8 -v2 aes256 -in {in} -out {out}"},
		{name: "a public key in DER, not a certificate", matches: derShape(isPublicKey)},
		{name: "an HTML page", matches: isHTML},
		{name: "a PEM file in base64 once more", matches: func(data []byte) bool { return bytes.Contains(unbase64(data), []byte("-----BEGIN ")) },
			mend: "base64 -d {in} > {out}"},
		{name: "base64 without its BEGIN and END lines", matches: func(data []byte) bool { return derShape(isCertificate)(unbase64(data)) },
			mend: "base64 -d {in} | openssl x509 -inform DER -out {out}"},
	}
}

// notPEM says what a file without any PEM block is.
func (r role) notPEM(path string, data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return r.failf(path, "is empty; %s", r.expects)
	}
	for _, f := range formats() {
		if f.matches(data) {
			return r.convert(path, f)
		}
	}
	what := "is a text without a PEM block (-----BEGIN …-----)"
	if !utf8.Valid(data) {
		what = "is a binary file of an unknown kind"
	}
	return r.failf(path, "%s; %s", what, r.expects)
}

func (r role) convert(path string, f format) *target.UsageError {
	wrong := r.failf(path, "is %s; %s", f.name, r.expects)
	mend := f.mend
	if f.mendClient != "" && r.option == certRole().option {
		mend = f.mendClient
	}
	if mend != "" {
		wrong.Run = command(mend, path)
	}
	return wrong
}

func isUTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	return bytes.HasPrefix(data, []byte("-\x00-\x00")) || bytes.HasPrefix(data, []byte("\x00-\x00-"))
}

func isHTML(data []byte) bool {
	start := strings.ToLower(string(bytes.TrimSpace(data[:min(len(data), 512)])))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}

// unbase64 decodes a file that is base64 and nothing else; nil if it is not.
func unbase64(data []byte) []byte {
	compact := bytes.Join(bytes.Fields(data), nil)
	decoded, err := base64.StdEncoding.AppendDecode(nil, compact)
	if err != nil {
		return nil
	}
	return decoded
}
