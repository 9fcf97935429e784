package cert

import (
	"fmt"

	zx509 "github.com/zmap/zcrypto/x509"
)

func parseZcrypto(der []byte) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprintf("the parser failed: %v", r)
		}
	}()
	if _, err := zx509.ParseCertificate(der); err != nil {
		return err.Error()
	}
	return ""
}
