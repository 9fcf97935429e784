package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"time"
	"unicode/utf16"
)

// JSON writes the document, indented.
func JSON(w io.Writer, d Document, _ Style) error { return writeJSON(w, d, "  ") }

// CompactJSON writes the document on one line.
func CompactJSON(w io.Writer, d Document) error { return writeJSON(w, d, "") }

func writeJSON(w io.Writer, d any, indent string) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(complete(reflect.ValueOf(d)).Interface()); err != nil {
		return err
	}
	_, err := w.Write(asciiControls(b.Bytes()))
	return err
}

// complete is a deep copy of v for the schema: no list or map is null, times are in UTC.
func complete(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Struct:
		if t, ok := v.Interface().(time.Time); ok {
			return reflect.ValueOf(t.UTC())
		}
		for i := range v.NumField() {
			out.Field(i).Set(complete(v.Field(i)))
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(complete(v.Index(i)))
		}
	case reflect.Map:
		out.Set(reflect.MakeMap(v.Type()))
		for k, e := range v.Seq2() {
			out.SetMapIndex(k, complete(e))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(complete(v.Elem()))
		}
	default:
		return v
	}
	return out
}

// asciiControls escapes what a terminal would act on and encoding/json leaves as it is:
// DEL, the C1 controls and invisible characters. They occur only inside strings.
func asciiControls(in []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(in) {
		switch {
		case r == '\n' || visible(r) || r == '�':
			out.WriteRune(r)
		case r <= 0xFFFF:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		}
	}
	return out.Bytes()
}
