package command

import (
	"fmt"
	"time"

	"mongotls/probe/target"
)

// patience is how long the screen may stay empty before it says what is waited for.
const patience = 100 * time.Millisecond

// progress says on a terminal what is being waited for, once that takes longer than
// patience, and returns what erases it.
func (p *program) progress(jobs []job) (erase func()) {
	if !p.ErrTTY || p.Getenv("TERM") == "dumb" {
		return func() {}
	}
	told := make(chan struct{})
	timer := time.AfterFunc(patience, func() {
		defer close(told)
		fmt.Fprint(p.Err, "examining "+waitedFor(jobs)+" ...")
	})
	return func() {
		if timer.Stop() {
			return
		}
		<-told
		fmt.Fprint(p.Err, "\r\x1b[K")
	}
}

// waitedFor is short enough for one line, which is all that can be erased.
func waitedFor(jobs []job) string {
	hosts := 0
	for _, j := range jobs {
		hosts += len(j.target.Hosts)
	}
	if hosts == 0 {
		return "this machine"
	}
	if hosts != 1 {
		return fmt.Sprintf("%d endpoints", hosts)
	}
	return target.Show(jobs[0].target.Hosts[0].String())
}
