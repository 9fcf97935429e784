package keyfile

import (
	"path/filepath"
	"strings"
)

// shellQuote writes a path as one word of a shell command.
func shellQuote(path string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("/._-+:,@%", r)
	}
	if path != "" && strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0 {
		return path
	}
	visible := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, path)
	return "'" + strings.ReplaceAll(visible, "'", `'\''`) + "'"
}

// command fills in the file to read and the file to write: the same name with .pem,
// or .new.pem where that would be the file itself.
func command(template, path string) string {
	out := strings.TrimSuffix(path, filepath.Ext(path)) + ".pem"
	if out == path {
		out = strings.TrimSuffix(path, ".pem") + ".new.pem"
	}
	return strings.NewReplacer("{in}", shellQuote(path), "{out}", shellQuote(out)).Replace(template)
}
