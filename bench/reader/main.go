// Command reader is gongkai as the benchmarks measure it: the library, warm, in
// one process. It reads the path of a document from each line of standard input
// and answers with a line of JSON: how long reading took, and the cells.
//
// With -profiles it reads the documents below the paths given as arguments
// instead, prints the processor time of a document in a line for benchstat, and
// writes CPU, allocation and lock profiles into that folder.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"

	"gongkai"
	"gongkai/cmd/pipeline"
	"gongkai/corpus/eval"
	"gongkai/extract"
)

// answer is what one document came to. Times are in seconds.
type answer struct {
	Wall  float64           `json:"wall"`
	CPU   float64           `json:"cpu"`
	Cells map[string]string `json:"cells"`
	Error string            `json:"error,omitempty"`
}

func main() {
	profiles := flag.String("profiles", "", "folder to write profiles to")
	rounds := flag.Int("rounds", 1, "with -profiles: how often to read every document")
	flag.Parse()
	cache, err := os.UserCacheDir()
	if err == nil {
		cache = filepath.Join(cache, "gongkai") // where gongkai keeps its compiled PDF engine
	}
	reader := extract.NewReader(cache)
	if *profiles != "" {
		err = profile(reader, *profiles, *rounds, flag.Args())
	} else if err = reader.PDF.Warm(); err == nil {
		err = serve(reader)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "reader:", err)
		os.Exit(1)
	}
}

func serve(reader *extract.Reader) error {
	lines, out := bufio.NewScanner(os.Stdin), json.NewEncoder(os.Stdout)
	for lines.Scan() {
		if err := out.Encode(read(reader, lines.Text())); err != nil {
			return err
		}
	}
	return lines.Err()
}

func read(reader *extract.Reader, path string) answer {
	data, err := os.ReadFile(path)
	if err != nil {
		return answer{Error: err.Error()}
	}
	cpu, start := cpuSeconds(), time.Now()
	r, err := pipeline.Read(reader, data, gongkai.Source{Path: path}, gongkai.DefaultLimits())
	a := answer{Wall: time.Since(start).Seconds(), CPU: cpuSeconds() - cpu, Cells: map[string]string{}}
	if err != nil {
		a.Error = err.Error()
		return a
	}
	for _, c := range eval.Cells(r) {
		text := c.Printed
		if c.State == gongkai.Number {
			text = c.Value
		}
		a.Cells[fmt.Sprintf("%s/%s/%s", c.Table, c.Row, c.Column)] = text
	}
	return a
}

// profile reads what lies below the paths as a worker of a build does, and
// prints what a document took.
func profile(reader *extract.Reader, folder string, rounds int, paths []string) error {
	var documents [][]byte
	for _, path := range paths {
		err := filepath.WalkDir(path, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			documents = append(documents, data)
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := reader.PDF.Warm(); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	runtime.SetMutexProfileFraction(1)
	runtime.SetBlockProfileRate(1)
	cpuFile, err := os.Create(filepath.Join(folder, "cpu.pprof"))
	if err != nil {
		return err
	}
	defer cpuFile.Close()
	cpu := cpuSeconds()
	if err := pprof.StartCPUProfile(cpuFile); err != nil {
		return err
	}
	for range rounds {
		for _, data := range documents {
			r, err := pipeline.Read(reader, data, gongkai.Source{}, gongkai.DefaultLimits())
			if err != nil {
				continue // not all documents can be read
			}
			if _, err := r.MarshalBinary(); err != nil {
				return err
			}
		}
	}
	pprof.StopCPUProfile()
	// A line that benchstat understands. Processor time, because the machine may be
	// doing other things.
	fmt.Printf("Benchmark/%s %d %.0f cpu-ns/document\n", filepath.Base(paths[0]), rounds*len(documents), 1e9*(cpuSeconds()-cpu)/float64(rounds*len(documents)))
	for _, name := range []string{"allocs", "mutex", "block"} {
		f, err := os.Create(filepath.Join(folder, name+".pprof"))
		if err != nil {
			return err
		}
		if err := pprof.Lookup(name).WriteTo(f, 0); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}
