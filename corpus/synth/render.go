package synth

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"gongkai/corpus/eval"
)

// documentFolder is where a rendition's files are, below its folder.
const documentFolder = "documents"

// Renderer stores the same reports in several renditions, each in a folder of its
// name: Folder/doc/documents/000001-….doc.
type Renderer struct {
	Folder string
	// Jobs is how many conversions, or writers, work at the same time.
	Jobs    int
	samples []*Sample
	made    map[string][]string // rendition → its files, one a sample
	scratch string              // folder of those that were not asked for
}

// NewRenderer is one of the samples. Close removes what it needed on the way.
func NewRenderer(samples []*Sample, folder string, jobs int) (*Renderer, error) {
	r := &Renderer{Folder: folder, Jobs: jobs, samples: samples, made: map[string][]string{}}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp(folder, ".made-from-")
	r.scratch = scratch
	return r, err
}

// Close removes the files that renditions were made of and that were not asked for.
func (r *Renderer) Close() error { return os.RemoveAll(r.scratch) }

// Render writes one rendition and returns what is true of its files, one for each
// report; File is below the rendition's folder, that of an archive's member is
// the archive's, "!/" and the member's base name. The folder must be new or empty.
func (r *Renderer) Render(ctx context.Context, name string) ([]eval.Truth, error) {
	to, ok := rendition(name)
	if !ok {
		return nil, fmt.Errorf("no rendition is called %q", name)
	}
	folder := filepath.Join(r.Folder, name)
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return nil, fmt.Errorf("%s is not empty", folder)
	}
	files, err := r.files(ctx, to, filepath.Join(folder, documentFolder))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	truths := make([]eval.Truth, len(r.samples))
	for i, s := range r.samples {
		file, read := filepath.Base(files[i]), files[i]
		if to.archive {
			start := i / to.batch * to.batch
			read = r.made[to.of][i]
			file = packedName(r.made[to.of][start:], to.Extension) + "!/" + filepath.Base(read)
		}
		data, err := os.ReadFile(read)
		if err != nil {
			return nil, err
		}
		truths[i] = s.truthOf(documentFolder+"/"+file, data, to.Format)
	}
	return truths, nil
}

// files makes the files of a rendition in the folder, one for each report in their
// order; of an archive, the archive that has it.
func (r *Renderer) files(ctx context.Context, to Rendition, folder string) ([]string, error) {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, err
	}
	if to.write != nil {
		files := make([]string, len(r.samples))
		err := parallel(r.Jobs, len(r.samples), func(i int) error {
			data, err := to.write(r.samples[i].Page)
			if err != nil {
				return err
			}
			files[i] = filepath.Join(folder, fmt.Sprintf("%06d-%s.%s", i, r.samples[i].Name, to.Extension))
			return os.WriteFile(files[i], data, 0o666)
		})
		r.made[to.Name] = files
		return files, err
	}
	base, _ := rendition(to.of) // Renditions has it
	if r.made[base.Name] == nil {
		if _, err := r.files(ctx, base, filepath.Join(r.scratch, base.Name)); err != nil {
			return nil, fmt.Errorf("%s: %w", base.Name, err)
		}
	}
	sources := r.made[base.Name]
	batches := slices.Collect(slices.Chunk(sources, to.batch))
	err := parallel(r.Jobs, len(batches), func(i int) error { return r.convert(ctx, to, folder, batches[i]) })
	if err != nil {
		return nil, err
	}
	files := make([]string, len(sources))
	for i, source := range sources {
		files[i] = target(folder, source, to.Extension)
	}
	r.made[to.Name] = files
	return files, nil
}

// convert converts a batch, and what LibreOffice left out of it once more, one by
// one.
func (r *Renderer) convert(ctx context.Context, to Rendition, folder string, batch []string) error {
	if err := to.convert(ctx, folder, batch); err != nil || to.archive {
		return err
	}
	for _, source := range batch {
		made := target(folder, source, to.Extension)
		if _, err := os.Stat(made); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := to.convert(ctx, folder, []string{source}); err != nil {
			return err
		}
		if _, err := os.Stat(made); err != nil {
			return fmt.Errorf("%s was not converted: %w", source, err)
		}
	}
	return nil
}

// parallel does n things, jobs at a time, and returns their errors; after one it
// begins no other.
func parallel(jobs, n int, do func(i int) error) error {
	slots := make(chan struct{}, max(jobs, 1))
	errs := make([]error, n)
	var wait sync.WaitGroup
	var failed sync.Once
	stop := make(chan struct{})
	for i := range n {
		slots <- struct{}{}
		select {
		case <-stop:
			<-slots
			continue
		default:
		}
		wait.Go(func() {
			defer func() { <-slots }()
			if errs[i] = do(i); errs[i] != nil {
				failed.Do(func() { close(stop) })
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}
