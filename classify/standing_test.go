package classify_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mongotls/classify"
	"mongotls/classify/driver"
	"mongotls/report"
	"mongotls/report/schema"
)

// withProfiles judges by the families and asks all that is known.
func withProfiles() classify.Options {
	o := options()
	o.Profiles = driver.Known()
	return o
}

// TestProfilesHaveNoSay: asking more clients changes nothing but what they answer, and a
// family answers among them as it does alone with the other judges.
func TestProfilesHaveNoSay(t *testing.T) {
	for name, e := range recorded(t) {
		few, many := classify.Classify(e, options()), classify.Classify(e, withProfiles())
		if few.Verdict != many.Verdict || few.Cause != many.Cause || len(few.Diagnoses) != len(many.Diagnoses) || len(many.Defects) > 0 {
			t.Errorf("%s: %s %s, with profiles %s %s, %v", name, few.Verdict, few.Cause, many.Verdict, many.Cause, many.Defects)
		}
		if want := len(e.Members) * len(driver.Known()); len(many.Profiles) != want {
			t.Errorf("%s: %d profiles answer, want %d", name, len(many.Profiles), want)
		}
		for _, o := range many.Drivers {
			s := standing(many, o)
			if s.Outcome != o.Outcome || s.Cause != o.Cause || s.Says != o.Says {
				t.Errorf("%s: %s %s %s among the judges, %s %s among the profiles", name, o.Driver, o.Outcome, o.Cause, s.Outcome, s.Cause)
			}
		}
	}
}

// standing is the newest profile of a judge's runtime.
func standing(r classify.Result, o classify.Outcome) classify.Standing {
	for _, s := range r.Profiles {
		if s.Member == o.Member && s.Driver == o.Driver && s.Variant == o.Variant {
			return s
		}
	}
	return classify.Standing{}
}

func BenchmarkClassify(b *testing.B) {
	all := recorded(b)
	for _, name := range []string{"healthy", "expired", "missing-intermediate", "no-shared-cipher"} {
		for label, o := range map[string]classify.Options{"judges": options(), "profiles": withProfiles()} {
			b.Run(name+"/"+label, func(b *testing.B) {
				for b.Loop() {
					classify.Classify(all[name], o)
				}
			})
		}
	}
}

// TestProfilesKeepToTheSchema: what Classify says of every profile is what the schema tells of.
func TestProfilesKeepToTheSchema(t *testing.T) {
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(schema.Report()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.json", parsed); err != nil {
		t.Fatal(err)
	}
	s := c.MustCompile("report.json#/$defs/result")
	for name, e := range recorded(t) {
		var b bytes.Buffer
		doc := report.Document{Targets: []report.Target{{Result: classify.Classify(e, withProfiles())}}}
		if err := report.JSON(&b, doc, report.Style{}); err != nil {
			t.Fatal(err)
		}
		saved, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		target := saved.(map[string]any)["targets"].([]any)[0].(map[string]any)
		if err := s.Validate(target["result"]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
