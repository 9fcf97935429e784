package fetch

import (
	"fmt"
	"sync"
	"time"
)

// collect asks the first MaxURLs of urls at once; the answers are in their order.
func collect[T any](urls []string, ask func(url string) T) []T {
	urls = urls[:min(len(urls), MaxURLs)]
	answers := make([]T, len(urls))
	var all sync.WaitGroup
	for i, url := range urls {
		all.Go(func() { answers[i] = ask(url) })
	}
	all.Wait()
	return answers
}

func surplus(n int) string {
	return fmt.Sprintf("%v: only the first %d of the %d URLs are", errNotAsked, MaxURLs, n)
}

// since is in milliseconds.
func since(start time.Time) float64 { return float64(time.Since(start)) / float64(time.Millisecond) }
