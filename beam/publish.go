package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/sinks"
	"gongkai/sinks/codebook"
	"gongkai/sinks/parquet"
)

type publishFn struct{ Run }

// ProcessElement merges the parts into the dataset, in a folder of this machine, and
// uploads it.
func (f *publishFn) ProcessElement(ctx beamContext, _ int, written func(*int) bool) error {
	folder, err := os.MkdirTemp("", "gongkai-publish-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	folder = filepath.Join(folder, "dataset")
	if err := f.assemble(ctx, append(numbers(written), f.Partitions), folder); err != nil {
		return err
	}
	return f.upload(ctx, folder)
}

// assemble makes the dataset of the parts in folder.
func (r Run) assemble(ctx context.Context, parts []int, folder string) (err error) {
	dataset, err := sinks.NewDataset(folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dataset.Abort()) }()
	inputs := &sinks.Inputs{}
	if err := r.inputs(ctx, parts, inputs); err != nil {
		return err
	}
	for _, table := range sinks.Tables() {
		name := table.Name + ".parquet"
		file, err := dataset.Create(name)
		if err != nil {
			return err
		}
		err = parquet.Merge(file, table, build.Provenance(inputs), len(parts), func(i int) (parquet.Part, func() error, error) {
			return r.openPart(ctx, r.object("parts", parts[i])+"/"+name)
		})
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	if err := build.WriteDocs(dataset, codebook.About{}, inputs); err != nil {
		return err
	}
	return dataset.Commit()
}

// inputs counts the documents of the parts.
func (r Run) inputs(ctx context.Context, parts []int, inputs *sinks.Inputs) error {
	for _, p := range parts {
		part, done, err := r.openPart(ctx, r.object("parts", p)+"/documents.parquet")
		if err != nil {
			return err
		}
		for texts, err := range parquet.Texts(part, part.Size, "sha256") {
			if err == nil {
				err = inputs.Write(sinks.Record{Document: &sinks.Document{Source: gongkai.Source{SHA256: texts[0]}}})
			}
			if err != nil {
				return errors.Join(fmt.Errorf("%s: %w", part.Name, err), done())
			}
		}
		if err := done(); err != nil {
			return err
		}
	}
	return nil
}

// openPart brings an object to the disk: Parquet is read from its end.
func (r Run) openPart(ctx context.Context, key string) (part parquet.Part, done func() error, err error) {
	work, err := bucket(ctx, r.Work)
	if err != nil {
		return part, nil, err
	}
	file, err := os.CreateTemp("", "gongkai-part-*")
	if err != nil {
		return part, nil, err
	}
	done = func() error { return errors.Join(file.Close(), os.Remove(file.Name())) }
	if err := work.Download(ctx, key, file, nil); err != nil {
		return part, nil, errors.Join(fmt.Errorf("%s: %w", key, err), done())
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return part, nil, errors.Join(err, done())
	}
	return parquet.Part{ReaderAt: file, Size: size, Name: key}, done, nil
}

// upload puts the dataset into its bucket. The hidden list of its files, without which
// it is none, is removed first and comes last: who waits for it never reads half a
// dataset. Buckets cannot replace several objects at once.
func (r Run) upload(ctx context.Context, folder string) error {
	output, err := bucket(ctx, r.Output)
	if err != nil {
		return err
	}
	var names []string
	err = fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(b[0], a[0]), cmp.Compare(a, b)) // the dot comes before letters
	})
	list := names[len(names)-1]
	if err := output.Delete(ctx, list); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return err
	}
	for _, name := range names {
		if err := uploadFile(ctx, output, name, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	return nil
}

func uploadFile(ctx context.Context, to *blob.Bucket, key, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return put(ctx, to, key, func(w io.Writer) error {
		_, err := io.Copy(w, file)
		return err
	})
}
