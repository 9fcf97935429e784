package classify

import (
	"fmt"

	"mongotls/probe/evidence"
)

// sizes are the longest hello that got an answer and the shortest that got none; bySize
// tells whether that is what divides them, as a middlebox does that drops what is long.
func (m *member) sizes() (answered, cut int, bySize bool) {
	for _, s := range m.Simulations {
		switch s.Outcome {
		case evidence.OK, evidence.Alerted, evidence.Unsupported:
			answered = max(answered, s.Bytes)
		case evidence.Closed, evidence.Reset, evidence.Timeout:
			if cut == 0 || s.Bytes < cut {
				cut = s.Bytes
			}
		}
	}
	return answered, cut, answered > 0 && cut > answered
}

// sizeDetail is what is seen where hellos are cut off by their size, else "".
func (m *member) sizeDetail(w Word) string {
	answered, cut, bySize := m.sizes()
	if !bySize || w != "closed-early" && w != "reset" && w != "handshake-timeout" {
		return ""
	}
	return fmt.Sprintf("ClientHellos of %d bytes and more get no answer, those of up to %d bytes do", cut, answered)
}
