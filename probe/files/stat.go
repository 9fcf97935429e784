package files

import (
	"fmt"
	"io/fs"

	"mongotls/probe/evidence"
)

// stat is nil where the file system told nothing.
func stat(info fs.FileInfo) *evidence.FileStat {
	if info == nil {
		return nil
	}
	return &evidence.FileStat{Size: info.Size(), Mode: fmt.Sprintf("%04o", info.Mode().Perm()), Owner: owner(info)}
}
