package local

import "syscall"

// unsynchronized is STA_UNSYNC of the clock's status (adjtimex(2)).
const unsynchronized = 0x0040

// clockSynchronized asks the kernel, and changes nothing: Modes is 0.
func clockSynchronized() *bool {
	var t syscall.Timex
	if _, err := syscall.Adjtimex(&t); err != nil {
		return nil
	}
	yes := t.Status&unsynchronized == 0
	return &yes
}
