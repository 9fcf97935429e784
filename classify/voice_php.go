package classify

import "strings"

// The PHP driver puts what libmongoc says into one message.
var phpVoice = voice{wrap: phpSays}

func phpSays(text string) string {
	const selection = "No suitable servers found (`serverSelectionTryOnce` set)"
	if strings.HasPrefix(text, "No suitable servers found") {
		return selection
	}
	var out []string
	for one := range strings.SplitSeq(text, ", or: ") {
		out = append(out, selection+": ["+one+"]")
	}
	return either(out...)
}
