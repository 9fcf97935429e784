package message

import "testing"

func BenchmarkLine(b *testing.B) {
	line := `{"t":{"$date":"2025-01-01T00:00:00.000Z"},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted","attr":{"remote":"10.0.0.1:50000","connectionId":7,"connectionCount":1}}`
	for b.Loop() {
		Explain(line)
	}
}
