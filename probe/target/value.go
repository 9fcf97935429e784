package target

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"mongotls/probe/evidence"
)

// assign reads value by the row's kind into o. The error says what values the
// option takes and does not repeat the value of a secret.
func (o *Options) assign(row Option, value string) error {
	parsed, err := row.read(value)
	if err != nil {
		return err
	}
	o.mark(row.Name)
	if row.field == nil {
		return nil
	}
	switch field := row.field(o).(type) {
	case *bool:
		*field = parsed.(bool)
	case *int:
		*field = parsed.(int)
	case *string:
		*field = parsed.(string)
	case *Secret:
		*field = NewSecret(parsed.(string))
	case *[]evidence.Version:
		*field = parsed.([]evidence.Version)
	}
	return nil
}

// read checks a value and gives it the type that its kind has in Options.
func (row Option) read(value string) (any, error) {
	switch row.Kind {
	case Bool:
		return row.readBool(value)
	case Int:
		return row.readInt(value)
	case File:
		if value == "" {
			return nil, usage(row.Name+"=/etc/ssl/mongodb/file.pem", "%s is empty: the name of a file is expected", row.Name)
		}
	case List:
		return ParseProtocols(value)
	case Pairs:
		return value, row.checkPairs(value)
	}
	return value, nil
}

func (row Option) readBool(value string) (any, error) {
	switch value {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return nil, usage(row.Name+"=true", "%s is %s: true or false is expected", row.Name, Show(value))
}

func (row Option) readInt(value string) (any, error) {
	number, err := strconv.ParseInt(value, 10, 64)
	if err != nil || number < int64(row.Min) || number > math.MaxInt32 {
		return nil, usage(row.Name+"=10000", "%s is %s: a whole number from %d is expected", row.Name, Show(value), row.Min)
	}
	return int(number), nil
}

// checkPairs wants key:value between commas. A comma inside a value, even an
// escaped one, cannot be told from a separator.
func (row Option) checkPairs(value string) error {
	for pair := range strings.SplitSeq(value, ",") {
		if key, _, found := strings.Cut(pair, ":"); !found || key == "" {
			return usage(row.Name+"=SERVICE_NAME:mongodb", "%s has a part without a key and a colon: key:value,key:value is expected", row.Name)
		}
	}
	return nil
}

// Set gives an option the value of a flag; name may be any name of the flag. The
// error is a *UsageError.
func (o *Options) Set(name, value string) ([]Note, error) {
	option, known := lookupFlag(name)
	if !known {
		return nil, usage("", "there is no flag --%s", name)
	}
	if err := o.assign(option.Option, option.translate(value)); err != nil {
		return nil, fmt.Errorf("--%s: %w", name, err)
	}
	if option.old != nil {
		note := option.renamed(value)
		return []Note{note}, nil
	}
	return nil, nil
}
