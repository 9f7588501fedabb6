package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai"
	"gongkai/cmd/build"
	"gongkai/corpus"
	"gongkai/corpus/eval"
)

// evaluation are the flags of eval.
type evaluation struct {
	workers    *workers
	json       bool
	wrong      int
	floors     string
	raise      bool
	allowLower bool
	renditions bool // the documents are those of synth --each
}

func evalCommand() *cobra.Command {
	e := &evaluation{workers: &workers{}}
	c := &cobra.Command{
		Use:   "eval TRUTH DIR | eval DIR [RENDITION…]",
		Short: "read documents and compare them with the truth",
		Long: `eval reads the documents below DIR that the file TRUTH names, as build does, and compares every cell
with the truth: how many reports are exact, how many claim to be right and are not, how many say
that they cannot be trusted without need; by format, layout and deviation. What is counted and the
format of TRUTH are described in package gongkai/corpus/eval; synth makes such files. DIR may be an
archive: its members are known by their digests, whatever they are called.

eval DIR does so for the renditions that synth --each wrote there, or for those that are named, and counts
by rendition in place of format.

With --floors, falling below the limits in that file is a failure (exit code 1). --raise writes
what was reached where it is better; to accept what is worse takes --allow-lower too.`,
		Example: `  gongkai synth -o corpus -n 1000 --seed 7 && gongkai eval corpus/truth.jsonl corpus
  gongkai synth -o same -n 400 --seed 7 --each all && gongkai eval same
  gongkai eval --json corpus/truth.jsonl corpus | jq '.wrong[0]'
  gongkai eval --floors testdata/accuracy/floors.json corpus/truth.jsonl corpus`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := e.workers.check(); err != nil {
				return err
			}
			if e.floors == "" && (e.raise || e.allowLower) || e.allowLower && !e.raise {
				return usageError{errors.New("--raise needs --floors, and --allow-lower needs --raise")}
			}
			truths, folder, err := readTruths(args)
			if err != nil {
				return err
			}
			e.renditions = folder == args[0]
			return e.run(cmd, truths, folder)
		},
	}
	e.workers.flags(c.Flags())
	c.Flags().BoolVar(&e.json, "json", false, "print the figures and all that is wrong as JSON")
	c.Flags().IntVar(&e.wrong, "wrong", 20, "how many wrong reports to list below the table")
	c.Flags().StringVar(&e.floors, "floors", "", "file of limits that must be reached")
	c.Flags().BoolVar(&e.raise, "raise", false, "raise the limits to what was reached")
	c.Flags().BoolVar(&e.allowLower, "allow-lower", false, "with --raise: lower limits too")
	return c
}

// readTruths reads the truth that the arguments name, and the folder that its
// files are in.
func readTruths(args []string) ([]eval.Truth, string, error) {
	info, err := os.Stat(args[0])
	switch {
	case err != nil:
		return nil, "", usageError{err}
	case info.IsDir():
		truths, err := renditionTruths(args[0], args[1:])
		return truths, args[0], err
	case len(args) != 2:
		return nil, "", usageError{errors.New("eval takes a file of truth and the folder of its documents, or a folder of renditions")}
	}
	truths, err := readTruthFile(args[0])
	return truths, args[1], err
}

// renditionTruths reads the truths of renditions as one, in which the rendition
// stands for the format. No names are all.
func renditionTruths(folder string, names []string) ([]eval.Truth, error) {
	var all []eval.Truth
	files, err := filepath.Glob(filepath.Join(folder, "*", truthFile))
	if err != nil {
		return nil, usageError{err}
	}
	found := 0
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		if len(names) > 0 && !slices.Contains(names, name) {
			continue
		}
		found++
		truths, err := readTruthFile(file)
		if err != nil {
			return nil, err
		}
		for _, t := range truths {
			t.File, t.Format = path.Join(name, t.File), gongkai.Format(name)
			all = append(all, t)
		}
	}
	if found < max(len(names), 1) {
		return nil, usageError{fmt.Errorf("%s does not have all of the renditions asked for: synth --each makes them", folder)}
	}
	return all, nil
}

func readTruthFile(name string) ([]eval.Truth, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, usageError{err}
	}
	truths, err := eval.ReadTruth(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return truths, nil
}

func (e *evaluation) run(cmd *cobra.Command, truths []eval.Truth, folder string) error {
	summary, err := e.judge(cmd, truths, folder)
	if err != nil {
		return err
	}
	if err := e.print(cmd, summary); err != nil || e.floors == "" {
		return err
	}
	return e.compare(cmd, summary)
}

// judge reads every document and judges it.
func (e *evaluation) judge(cmd *cobra.Command, truths []eval.Truth, folder string) (summary *eval.Summary, err error) {
	pool, err := e.workers.start(cmd.Context(), cmd.ErrOrStderr())
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	bar := newProgress(cmd.ErrOrStderr(), len(truths))
	defer bar.finish()
	spool := newSpool(cmd.Context(), pool.Start, nil)
	defer func() { err = errors.Join(err, spool.Close()) }()
	documents, err := openArchives(cmd.Context(), truths, folder, spool, e.workers.count)
	if err != nil {
		return nil, err
	}
	summary = eval.NewSummary()
	type read struct {
		report *gongkai.Report
		err    error
	}
	i := 0
	for r := range build.InOrder(cmd.Context(), e.workers.count, truths, func(t eval.Truth) read {
		report, err := readTruth(cmd.Context(), pool, t, documents)
		return read{report, err}
	}) {
		if build.Fatal(r.err) || errors.Is(r.err, errNotTheDocument) {
			return nil, r.err
		}
		summary.Add(truths[i], eval.Judge(truths[i], r.report, r.err))
		i++
		bar.step()
	}
	return summary, cmd.Context().Err()
}

// errNotTheDocument says that the truth is about another document.
var errNotTheDocument = errors.New("is not the document that the truth is about")

// documents are where the bytes are that truths are about.
type documents struct {
	folder  string
	packed  bool                   // folder is one archive of all
	members map[string]corpus.Item // of archives, by digest
}

// inArchive parts an archive's path from that of its member.
const inArchive = "!/"

// openArchives opens the archives that truths are about, or the one that they are
// all said to be in.
func openArchives(ctx context.Context, truths []eval.Truth, folder string, spool *corpus.Spool, workers int) (*documents, error) {
	d := &documents{folder: folder, members: map[string]corpus.Item{}}
	var archives []string
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		d.packed, archives = true, []string{folder}
	}
	for _, t := range truths {
		if archive, _, packed := strings.Cut(t.File, inArchive); packed && !d.packed {
			archives = append(archives, filepath.Join(folder, filepath.FromSlash(archive)))
		}
	}
	if archives = slices.Compact(archives); len(archives) == 0 {
		return d, nil
	}
	items, err := findDocuments(ctx, archives, spool, workers)
	for _, item := range items {
		d.members[item.SHA256] = item
	}
	return d, err
}

// read reads the document, and says where it is.
func (d *documents) read(t eval.Truth) (data []byte, at corpus.Entry, err error) {
	if !d.packed && !strings.Contains(t.File, inArchive) {
		path := filepath.Join(d.folder, filepath.FromSlash(t.File))
		data, err = os.ReadFile(path)
		return data, corpus.Entry{Path: filepath.ToSlash(path)}, err
	}
	member, ok := d.members[t.SHA256]
	if !ok {
		return nil, at, fmt.Errorf("%s is in no archive: %w", t.File, fs.ErrNotExist)
	}
	data, err = member.ReadAll(gongkai.DefaultLimits().Bytes)
	return data, member.Entry, err
}

func readTruth(ctx context.Context, pool *build.Crew, t eval.Truth, documents *documents) (*gongkai.Report, error) {
	data, page, err := documents.read(t)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", errNotTheDocument, err)
	} else if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != t.SHA256 {
		return nil, fmt.Errorf("%s %w", t.File, errNotTheDocument)
	}
	r, _, err := pool.Read(ctx, data, page, gongkai.Source{Path: t.File, SHA256: t.SHA256})
	return r, err
}

func (e *evaluation) print(cmd *cobra.Command, summary *eval.Summary) error {
	out := cmd.OutOrStdout()
	if e.json {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(summary)
	}
	fmt.Fprint(out, summary.Table())
	for i, v := range summary.Wrong {
		if i == e.wrong {
			fmt.Fprintf(out, "… and %d more\n", len(summary.Wrong)-i)
			break
		}
		fmt.Fprintf(out, "%s%s: %s\n", map[bool]string{false: "", true: "FALSE CLAIM "}[v.FalseClaim], v.File, v.Problem)
	}
	return nil
}

// compare holds the summary against the floors, or raises them.
func (e *evaluation) compare(cmd *cobra.Command, summary *eval.Summary) error {
	var floors eval.Floors
	data, err := os.ReadFile(e.floors)
	switch {
	case errors.Is(err, fs.ErrNotExist) && e.raise:
		floors = floors.Raised(summary, true)
	case err != nil:
		return usageError{err}
	default:
		if err := json.Unmarshal(data, &floors); err != nil {
			return fmt.Errorf("%s: %w", e.floors, err)
		}
	}
	if e.renditions { // each has its own; all together are whichever were named, and claim nothing false
		floors.Floor = eval.NoFalseClaim()
	}
	if e.raise {
		floors = floors.Raised(summary, e.allowLower)
		if e.renditions {
			floors.Floor = eval.NoFalseClaim()
		}
		out, err := json.MarshalIndent(floors, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(e.floors, append(out, '\n'), 0o666); err != nil {
			return err
		}
	}
	below := floors.Below(summary)
	for _, problem := range below {
		fmt.Fprintf(cmd.ErrOrStderr(), "gongkai: %s\n", problem)
	}
	if len(below) > 0 {
		return hintedError{fmt.Errorf("%d limits of %s are not reached", len(below), e.floors), "--wrong 0 --json lists what is wrong"}
	}
	return nil
}
