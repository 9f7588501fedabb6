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
	"path/filepath"

	"github.com/spf13/cobra"

	"gongkai"
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
}

func evalCommand() *cobra.Command {
	e := &evaluation{workers: &workers{}}
	c := &cobra.Command{
		Use:   "eval TRUTH DIR",
		Short: "read documents and compare them with the truth",
		Long: `eval reads the documents below DIR that the file TRUTH names, as build does, and compares every cell
with the truth: how many reports are exact, how many claim to be right and are not, how many say
that they cannot be trusted without need; by format, layout and deviation. What is counted and the
format of TRUTH are described in package gongkai/corpus/eval; synth makes such files. DIR may be an
archive: its members are known by their digests, whatever they are called.

With --floors, falling below the limits in that file is a failure (exit code 1). --raise writes
what was reached where it is better; to accept what is worse takes --allow-lower too.`,
		Example: `  gongkai synth -o corpus -n 1000 --seed 7 && gongkai eval corpus/truth.jsonl corpus
  gongkai eval --json corpus/truth.jsonl corpus | jq '.wrong[0]'
  gongkai eval --floors testdata/accuracy/floors.json corpus/truth.jsonl corpus`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := e.workers.check(); err != nil {
				return err
			}
			if e.floors == "" && (e.raise || e.allowLower) || e.allowLower && !e.raise {
				return usageError{errors.New("--raise needs --floors, and --allow-lower needs --raise")}
			}
			return e.run(cmd, args[0], args[1])
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

func (e *evaluation) run(cmd *cobra.Command, truth, folder string) error {
	data, err := os.ReadFile(truth)
	if err != nil {
		return usageError{err}
	}
	truths, err := eval.ReadTruth(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %w", truth, err)
	}
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
	spool := newSpool(cmd.Context(), pool.start, nil)
	defer func() { err = errors.Join(err, spool.Close()) }()
	members, err := membersOf(cmd.Context(), folder, spool, e.workers.count)
	if err != nil {
		return nil, err
	}
	bar := newProgress(cmd.ErrOrStderr(), len(truths))
	defer bar.finish()
	summary = eval.NewSummary()
	type read struct {
		report *gongkai.Report
		err    error
	}
	i := 0
	for r := range inOrder(cmd.Context(), e.workers.count, truths, func(t eval.Truth) read {
		report, err := readTruth(cmd.Context(), pool, t, folder, members)
		return read{report, err}
	}) {
		if fatal(r.err) || errors.Is(r.err, errNotTheDocument) {
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

// membersOf are the members of an archive by their digests; nil for a folder.
func membersOf(ctx context.Context, folder string, spool *corpus.Spool, workers int) (map[string]corpus.Item, error) {
	if info, err := os.Stat(folder); err != nil || info.IsDir() {
		return nil, nil // a folder that is not there shows with its first document
	}
	items, err := findDocuments(ctx, []string{folder}, spool, workers)
	if err != nil {
		return nil, err
	}
	members := map[string]corpus.Item{}
	for _, i := range items {
		members[i.SHA256] = i
	}
	return members, nil
}

func readTruth(ctx context.Context, pool *crew, t eval.Truth, folder string, members map[string]corpus.Item) (*gongkai.Report, error) {
	if members != nil {
		member, ok := members[t.SHA256]
		if !ok {
			return nil, fmt.Errorf("%s: no member of %s %w", t.File, folder, errNotTheDocument)
		}
		data, err := member.ReadAll(gongkai.DefaultLimits().Bytes)
		if err != nil {
			return nil, err
		}
		r, _, _, err := readPage(ctx, pool, data, member.Entry, gongkai.Source{Path: member.Display(), SHA256: t.SHA256})
		return r, err
	}
	data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(t.File)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w", errNotTheDocument, err)
	} else if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != t.SHA256 {
		return nil, fmt.Errorf("%s %w", t.File, errNotTheDocument)
	}
	page := corpus.Entry{Path: filepath.ToSlash(filepath.Join(folder, filepath.FromSlash(t.File)))}
	r, _, _, err := readPage(ctx, pool, data, page, gongkai.Source{Path: t.File, SHA256: t.SHA256})
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
	if e.raise {
		floors = floors.Raised(summary, e.allowLower)
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
