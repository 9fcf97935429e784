package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"mongotls/probe/evidence"
)

func get(f *Fetcher, url string, limit int) ([]byte, error) {
	return f.do(context.Background(), request{url: url, limit: limit})
}

func TestEndlessBody(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := bytes.Repeat([]byte("x"), 1<<16)
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	body, err := get(local(), url, 1<<20)
	if outcomeOf(err) != evidence.TooLarge || body != nil {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

func TestBodyOfExactlyTheLimit(t *testing.T) {
	url := serveBytes(t, make([]byte, 1000))
	if body, err := get(local(), url, 1000); err != nil || len(body) != 1000 {
		t.Errorf("%d bytes, %v", len(body), err)
	}
	if _, err := get(local(), url, 999); !errors.Is(err, errTooLarge) {
		t.Errorf("one byte over the limit: %v", err)
	}
}

func TestDrip(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				_, _ = w.Write([]byte("x"))
				w.(http.Flusher).Flush()
			case <-r.Context().Done():
				return
			}
		}
	})
	f := local()
	f.Timeout = 60 * time.Millisecond
	if _, err := get(f, url, 1<<20); outcomeOf(err) != evidence.Timeout {
		t.Errorf("%v", err)
	}
}

func TestEndlessHeaders(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 1000 {
			w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 1000))
		}
	})
	if _, err := get(local(), url, 100); err == nil {
		t.Error("a megabyte of headers was accepted")
	}
}

// A body that claims to be compressed stays as it is: nothing is inflated.
func TestNoDecompression(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte("\x1f\x8bnot really"))
	})
	if body, err := get(local(), url, 100); err != nil || string(body) != "\x1f\x8bnot really" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestRedirects(t *testing.T) {
	requests := 0
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		if r.Header.Get("Referer") != "" || r.Header.Get("Authorization") != "" {
			t.Errorf("headers %v", r.Header)
		}
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/https":
			http.Redirect(w, r, "https://127.0.0.1/", http.StatusFound)
		case "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case "/3", "/2", "/1":
			next := map[string]string{"/3": "/2", "/2": "/1", "/1": "//user:secret@" + r.Host + "/end"}[r.URL.Path]
			http.Redirect(w, r, next, http.StatusFound)
		case "/end":
			_, _ = w.Write([]byte("end"))
		}
	})
	if body, err := get(local(), url+"/3", 100); err != nil || string(body) != "end" {
		t.Errorf("three redirects: %q, %v", body, err)
	}
	requests = 0
	if _, err := get(local(), url+"/loop", 100); err == nil || requests != MaxRedirects+1 {
		t.Errorf("loop: %v after %d requests", err, requests)
	}
	for _, path := range []string{"/https", "/file"} {
		if _, err := get(local(), url+path, 100); outcomeOf(err) != evidence.Skipped {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestCredentialsOfTheURLAreNotSent(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("credentials were sent")
		}
	})
	if _, err := get(local(), strings.Replace(url, "http://", "http://user:secret@", 1), 100); err != nil {
		t.Error(err)
	}
}

func TestNoProxyFromTheEnvironment(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://"+closedPort(t))
	t.Setenv("http_proxy", "http://"+closedPort(t))
	f, _ := fromPublic(t, serveBytes(t, []byte("direct")), map[string]string{"ocsp.example.com": "198.51.100.1"})
	if body, err := get(f, "http://ocsp.example.com/", 100); err != nil || string(body) != "direct" {
		t.Errorf("%q, %v", body, err)
	}
}

// A public server must not steer us further in than it is itself.
func TestGuardAtDialTime(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
		}
	})
	f, dialled := fromPublic(t, server, map[string]string{
		"public.example.com": "198.51.100.1", "inner.example.com": "10.0.0.1", "metadata.example.com": "169.254.169.254",
	})
	for _, url := range []string{
		"http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/", "http://0.0.0.0/",
		"http://inner.example.com/", "http://metadata.example.com/",
	} {
		if _, err := get(f, url, 100); outcomeOf(err) != evidence.Skipped {
			t.Errorf("%s: %v", url, err)
		}
		if len(*dialled) != 0 {
			t.Fatalf("%s: dialled %v", url, *dialled)
		}
		if _, err := get(f, "http://public.example.com/?to="+url, 100); outcomeOf(err) != evidence.Skipped {
			t.Errorf("redirect to %s: %v", url, err)
		}
		if len(*dialled) != 1 || (*dialled)[0] != "198.51.100.1:80" {
			t.Fatalf("redirect to %s: dialled %v", url, *dialled)
		}
		*dialled = nil
	}
	f.AllowInner = true
	if _, err := get(f, "http://inner.example.com/", 100); err != nil {
		t.Errorf("with the flag: %v", err)
	}
}

// A name with an inner and a public address is dialled at the public one only.
func TestGuardPicksAllowedAddresses(t *testing.T) {
	f, dialled := fromPublic(t, serveBytes(t, []byte("ok")), nil)
	f.Lookup = func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("198.51.100.2")}, nil
	}
	if _, err := get(f, "http://both.example.com/", 100); err != nil {
		t.Fatal(err)
	}
	if len(*dialled) != 1 || (*dialled)[0] != "198.51.100.2:80" {
		t.Errorf("dialled %v", *dialled)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := local().do(ctx, request{url: serve(t, hang), limit: 10})
	if outcomeOf(err) != evidence.Skipped {
		t.Errorf("%v", err)
	}
}

// A dead address of a name does not hide a live one, and costs no waiting.
func TestDeadAddress(t *testing.T) {
	f, _ := fromPublic(t, serveBytes(t, []byte("ok")), nil)
	f.Lookup = func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("198.51.100.2")}, nil
	}
	live := f.Dial
	f.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "[2001:db8::1]") {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return live(ctx, network, address)
	}
	if body, err := get(f, "http://dual.example.com/", 100); err != nil || string(body) != "ok" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestNoSuchName(t *testing.T) {
	f := local()
	f.Lookup = func(_ context.Context, host string) ([]netip.Addr, error) {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if _, err := get(f, "http://absent.example.com/", 100); outcomeOf(err) != evidence.Other || !strings.Contains(err.Error(), "no such host") {
		t.Errorf("%v", err)
	}
	f.Lookup = func(context.Context, string) ([]netip.Addr, error) { return nil, nil }
	if _, err := get(f, "http://empty.example.com/", 100); err == nil {
		t.Error("a name without an address was asked")
	}
}
