package probe

import (
	"cmp"
	"strings"
)

// natural compares names as people sort them: db2 stands before db10.
func natural(a, b string) int {
	for a != "" && b != "" {
		wordA, numberA, restA := leading(a)
		wordB, numberB, restB := leading(b)
		if order := cmp.Or(strings.Compare(wordA, wordB), cmp.Compare(len(numberA), len(numberB)), strings.Compare(numberA, numberB)); order != 0 {
			return order
		}
		a, b = restA, restB
	}
	return strings.Compare(a, b)
}

// leading cuts off what stands before the first number, and that number without zeros before it.
func leading(s string) (word, number, rest string) {
	const digits = "0123456789"
	i := strings.IndexAny(s, digits)
	if i < 0 {
		return s, "", ""
	}
	rest = strings.TrimLeft(s[i:], digits)
	return s[:i], strings.TrimLeft(s[i:len(s)-len(rest)], "0"), rest
}
