package setup

import (
	"testing"

	"mongotls/probe/target"
)

// TestStoreFrom: a variable that replaces the system's store is recorded, unless a CA file
// goes before it.
func TestStoreFrom(t *testing.T) {
	for _, test := range []struct {
		env  map[string]string
		want string
	}{
		{nil, ""},
		{map[string]string{"SSL_CERT_FILE": "/nonexistent"}, "SSL_CERT_FILE"},
		{map[string]string{"SSL_CERT_DIR": "/nonexistent"}, "SSL_CERT_DIR"},
		{map[string]string{"SSL_CERT_DIR": "/a", "SSL_CERT_FILE": "/b"}, "SSL_CERT_FILE"},
	} {
		env := Environment{Getenv: func(name string) string { return test.env[name] }}
		c, _, err := Load(target.Options{}, env)
		if err != nil || c.StoreFrom != test.want {
			t.Errorf("%v: %q, %v, want %q", test.env, c.StoreFrom, err, test.want)
		}
	}
}
