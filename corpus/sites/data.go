package sites

import (
	"embed"
	"io/fs"
)

//go:embed data/*.yaml
var dataFiles embed.FS

// Known are the columns of real agencies that come with the program: where each
// address was seen is in it, and whether it still holds is not known.
func Known() ([]Source, error) {
	sub, err := fs.Sub(dataFiles, "data")
	if err != nil {
		return nil, err
	}
	return LoadFS(sub)
}
