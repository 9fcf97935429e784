package report

import (
	"fmt"
	"slices"

	"mongotls/classify"
)

// checkWords refuses a document whose deciding words this version does not know:
// printed as something else they would mislead.
func checkWords(d Document) error {
	for i, t := range d.Targets {
		at := fmt.Sprintf("targets[%d].result", i)
		if err := oneOf(at+".verdict", t.Result.Verdict, classify.Pass, classify.Warn, classify.Fail, classify.Inconclusive); err != nil {
			return err
		}
		for j, diag := range t.Result.Diagnoses {
			field := fmt.Sprintf("%s.diagnoses[%d].severity", at, j)
			if err := oneOf(field, diag.Severity, classify.Error, classify.Warning, classify.Info); err != nil {
				return err
			}
		}
		for j, c := range t.Result.Checks {
			field := fmt.Sprintf("%s.checks[%d].state", at, j)
			if err := oneOf(field, c.State, classify.Passed, classify.Warned, classify.Failed, classify.Skipped); err != nil {
				return err
			}
		}
		for j, o := range t.Result.Drivers {
			if err := oneOf(fmt.Sprintf("%s.drivers[%d].outcome", at, j), o.Outcome, connects, fails, unknown); err != nil {
				return err
			}
		}
		for j, s := range t.Result.Profiles {
			if err := oneOf(fmt.Sprintf("%s.profiles[%d].outcome", at, j), s.Outcome, connects, fails, unknown); err != nil {
				return err
			}
		}
	}
	return nil
}

func oneOf[T ~string](field string, got T, want ...T) error {
	if slices.Contains(want, got) {
		return nil
	}
	return fmt.Errorf("%s is %.60q: expected one of %q", field, string(got), want)
}
