// Package local examines this machine as a client: the runtimes on the path with their TLS
// libraries, the trust stores that they read, the environment and the system's policy. It
// promises that only programs of absolute directories on the path are run, none of the
// current directory; that each is asked by a script of its own, writes no file, and is ended
// with its children after a short time; that no output, however long or hostile, is more than
// a bounded text; and that no value of the environment is kept that may hold a secret.
package local

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"mongotls/probe/evidence"
)

// Environment is what is examined. Every field but Root is needed.
type Environment struct {
	Getenv func(string) string
	// Dir is the current directory, of which nothing is run.
	Dir string
	Now func() time.Time
	Run Runner
	// Root stands before the paths of the system's own files: "" is this machine.
	Root string
}

// Bounds on what is run, and how long one program may take.
const (
	maxAtOnce = 2
	maxOfKind = 12
	askTime   = 3 * time.Second
)

// Examine never fails: what cannot be learnt is said where it would stand. It ends with ctx.
func Examine(ctx context.Context, env Environment) evidence.Local {
	l := evidence.Local{
		System:    runtime.GOOS + "/" + runtime.GOARCH,
		Release:   release(env.Root),
		Variables: variables(env.Getenv),
		Clock:     evidence.Clock{Now: env.Now().UTC(), Synchronized: clockSynchronized()},
	}
	found, notes := find(env)
	l.Notes = notes
	answers := env.askAll(ctx, found)
	l.Runtimes, l.Stores = env.settle(found, answers)
	l.Policy = env.policy(answers)
	return l
}

// program is one that was found.
type program struct {
	kind kind
	path string
	real string // with every symbolic link followed
}

// askAll runs the programs, a few at a time, and returns their answers in the same order.
func (env Environment) askAll(ctx context.Context, found []program) []answer {
	out := make([]answer, len(found))
	slots := make(chan struct{}, maxAtOnce)
	var wg sync.WaitGroup
	for i, p := range found {
		wg.Go(func() {
			select {
			case slots <- struct{}{}:
				defer func() { <-slots }()
				out[i] = env.ask(ctx, p)
			case <-ctx.Done():
				out[i] = answer{Problem: "not asked: the time was over"}
			}
		})
	}
	wg.Wait()
	return out
}

// ask runs the questions of one program.
func (env Environment) ask(ctx context.Context, p program) answer {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	var a answer
	for i, args := range p.kind.args {
		out := env.Run(ctx, p.path, args, env.childEnvironment())
		if out.Problem != "" && i == 0 {
			return answer{Problem: out.Problem, absent: out.Absent}
		}
		p.kind.read(out.Text, &a)
	}
	if a.Version == "" && a.Library == "" && a.Problem == "" {
		a.Problem = "its answer cannot be read"
	}
	return a.bounded()
}

// settle makes runtimes of the answers, and reads the stores that they name. Two names of one
// interpreter, as those of a version manager, are one.
func (env Environment) settle(found []program, answers []answer) ([]evidence.Runtime, []evidence.TrustStore) {
	b := storeBook{at: env.Now()}
	b.addVariables(env.Getenv)
	var out []evidence.Runtime
	var seen []string
	for i, p := range found {
		a := answers[i]
		id := p.kind.name + " " + a.identity(p.real)
		if a.absent || slices.Contains(seen, id) {
			continue
		}
		seen = append(seen, id)
		out = append(out, env.runtime(p, a, &b))
	}
	return out, b.stores
}
