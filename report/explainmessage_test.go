package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mongotls/classify/message"
	"mongotls/report/schema"
)

// explainable are messages of each kind: one cause, several, either side, none.
var explainable = []string{
	"MongoServerSelectionError: certificate has expired",
	"SSL handshake failed: cluster0-shard-00-00.abcde.mongodb.net:27017: [SSL: TLSV1_ALERT_INTERNAL_ERROR] tlsv1 alert internal error (_ssl.c:1032)",
	`{"c":"NETWORK","id":22988,"ctx":"conn1","attr":{"error":{"errmsg":"The server is configured to only allow SSL connections"},"remote":"10.0.0.9:53386"}}`,
	"error:0A000418:SSL routines::tlsv1 alert unknown ca",
	"error: certificate verify failed\x1b[31m for mongodb://bob:hunter2@db1.example.com:27017/\u202e",
	"hello world",
}

func explainSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.Explain()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("explain.json", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("explain.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMessagesKeepToTheSchema(t *testing.T) {
	s := explainSchema(t)
	var all []message.Explanation
	for _, text := range explainable {
		all = append(all, message.Explain(text))
	}
	for _, messages := range [][]message.Explanation{all, nil} {
		var b bytes.Buffer
		if err := MessagesJSON(&b, messages); err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, b.Bytes()); err != nil {
			t.Error(err)
		}
	}
}

func TestExplainSchemaRefusesBrokenDocuments(t *testing.T) {
	s := explainSchema(t)
	var b bytes.Buffer
	if err := MessagesJSON(&b, []message.Explanation{message.Explain(explainable[0])}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to string }{
		{"another schema", "mongotls.explain/1", "mongotls.explain/2"},
		{"a cause that is no word", `"cause": "expired"`, `"cause": "Expired"`},
		{"a cause without its category", `"category"`, `"class"`},
		{"no candidates", `"candidates"`, `"causes"`},
		{"a side", `"side": "client"`, `"side": "peer"`},
		{"where to mend it", `"on": "server"`, `"on": "host"`},
	} {
		broken := strings.ReplaceAll(b.String(), c.from, c.to)
		if broken == b.String() {
			t.Fatalf("%s: the document has no %s", c.name, c.from)
		}
		if validate(t, s, []byte(broken)) == nil {
			t.Errorf("%s: %s is let through", c.name, c.to)
		}
	}
}

// TestMessageScreens: no line is too wide or acts on a terminal, and no secret shows.
func TestMessageScreens(t *testing.T) {
	for _, text := range explainable {
		m := message.Explain(text)
		for _, style := range []Style{{Unicode: true}, {}, {Verbose: true, Unicode: true}, {Quiet: true}} {
			var b bytes.Buffer
			if err := Message(&b, m, style); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(b.String()) {
				line = strings.TrimSuffix(line, "\n")
				if columns(line) > DefaultWidth && strings.Contains(strings.TrimSpace(line), " ") && !strings.HasPrefix(line, commandIndent) {
					t.Errorf("%d columns: %s", columns(line), line)
				}
				if strings.ContainsFunc(line, func(r rune) bool { return !visible(r) }) || !style.Unicode && strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
					t.Errorf("unsafe: %q", line)
				}
			}
			for _, w := range m.Candidates {
				if !strings.Contains(b.String(), string(w)) {
					t.Errorf("%s is not shown:\n%s", w, &b)
				}
			}
			if strings.Contains(b.String(), "hunter2") {
				t.Errorf("a secret is shown:\n%s", &b)
			}
		}
	}
}
