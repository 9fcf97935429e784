package evidence

// Simulation is what a server answered to the ClientHello of a real client, sent byte for
// byte but for its random, keys and server name. It ends there: nothing is said of what
// the client would make of the certificate.
type Simulation struct {
	Hello  string `json:"hello"`  // of package hellos: "node-20-openssl-3.0"
	Origin string `json:"origin"` // the program that it was recorded from
	// ServerName is the SNI sent, by the client's habit; "" when none was.
	ServerName string `json:"server_name"`
	Bytes      int    `json:"bytes"` // that were sent: some middleboxes drop what is long
	// Outcome is OK when the server chose something that the hello offers, and Unsupported
	// when it chose something else. A HelloRetryRequest is such a choice.
	Outcome Outcome `json:"outcome"`
	Version string  `json:"version"`
	Suite   string  `json:"cipher_suite"`
	Group   string  `json:"group"` // "" for RSA key exchange
	// DHBits is the size of a finite-field Diffie-Hellman prime; 0 if none was shown.
	DHBits       int     `json:"dh_bits,omitempty"`
	RetryRequest bool    `json:"hello_retry_request,omitempty"`
	Alert        *Alert  `json:"alert"`
	Error        *string `json:"error"`
	MS           float64 `json:"ms"`
}
