package wire

import "testing"

func TestX(t *testing.T) { m, err := Options{}.request(); t.Log(m, err, m.Doc.String()) }
