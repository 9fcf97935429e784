package logfile

// trie is the automaton while it is built. Node 0 is the start.
type trie struct{ nodes []node }

type node struct {
	next  [1 << classBits]int32 // by class; 0 = none
	fail  int32                 // the longest proper end of this node's text that is a node
	space bool                  // its text ends with a space
	ends  bool                  // its text ends with a phrase
}

func (t *trie) add() int32 {
	t.nodes = append(t.nodes, node{})
	return int32(len(t.nodes) - 1)
}

func (t *trie) insert(phrase string, class *[256]uint8) {
	at := int32(0)
	for i := range len(phrase) {
		c := class[phrase[i]]
		if t.nodes[at].next[c] == 0 {
			child := t.add()
			t.nodes[child].space = c == classSpace
			t.nodes[at].next[c] = child
		}
		at = t.nodes[at].next[c]
	}
	t.nodes[at].ends = true
}

// link fills in the transitions of texts that are no start of a phrase, nodes of shorter
// texts first. A space behind a space changes nothing.
func (t *trie) link(classes int) {
	queue := []int32{0}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		n := &t.nodes[at]
		fail := t.nodes[n.fail]
		n.ends = n.ends || fail.ends
		for c := range classes {
			child := n.next[c]
			switch {
			case child != 0:
				if at != 0 {
					t.nodes[child].fail = fail.next[c]
				}
				queue = append(queue, child)
			case c == int(classSpace) && n.space:
				n.next[c] = at
			case at != 0:
				n.next[c] = fail.next[c]
			}
		}
	}
}
