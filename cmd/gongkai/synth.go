package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/cmd/build"
	"gongkai/corpus/eval"
	"gongkai/corpus/synth"
)

const (
	truthFile      = "truth.jsonl"
	documentFolder = "documents"
)

func synthCommand() *cobra.Command {
	corpus := synth.Corpus{}
	folder, n, jobs, list := "", 0, 0, false
	var each []string
	c := &cobra.Command{
		Use:   "synth -o DIR -n N --seed S",
		Short: "make synthetic reports whose truth is known",
		Long: `synth writes N documents into DIR/documents and what is true of each into DIR/truth.jsonl, for
testing whatever reads such reports. Agencies, places and numbers are invented; the tables follow
the official forms of 2014, 2019 and 2021 and local lists, and deviate from them as real reports do.
A layout is drawn for each document in the shares that --list prints, or from --layouts alone.

The same seed makes the same bytes, with any number of jobs. PDFs are drawn without other programs; the format
pdf-office converts the DOCX with LibreOffice instead (installed by you; its bytes differ from run
to run). The format of truth.jsonl is described in package gongkai/corpus/eval.

With --each, the same N reports are written in every rendition that is named: DIR/doc/documents,
DIR/doc/truth.jsonl, DIR/rtf/documents, …; --list says how each is made. "all" are those that this machine
can make. eval DIR compares how well they are read.`,
		Example: `  gongkai synth -o corpus -n 5000 --seed 7
  gongkai synth -o corpus -n 100 --seed 7 --formats pdf --deviations no-rulings,watermark
  gongkai synth -o corpus -n 100 --seed 7 --layouts cn-2014,cn-fujian-2009
  gongkai synth -o same -n 400 --seed 7 --each doc,rtf,scan-300 && gongkai eval same
  gongkai synth --list`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if list {
				return listDeviations(cmd)
			}
			if folder == "" || n < 1 || jobs < 1 || corpus.MaxDeviations < 0 {
				return usageError{fmt.Errorf("--output, --number and --jobs are required to be set and positive")}
			}
			if err := corpus.Check(); err != nil {
				return usageError{err}
			}
			if each != nil {
				if corpus.Formats != nil {
					return usageError{errors.New("--formats draws a format for each report, --each has all of them: use one")}
				}
				return writeRenditions(cmd, corpus, each, folder, n, jobs)
			}
			return writeCorpus(cmd, corpus, folder, n, jobs)
		},
	}
	f := c.Flags()
	f.StringVarP(&folder, "output", "o", "", "folder to write to: new or empty")
	f.IntVarP(&n, "number", "n", 0, "how many documents")
	f.Uint64Var(&corpus.Seed, "seed", 1, "what the documents are drawn from")
	f.IntVar(&corpus.MaxDeviations, "max-deviations", 3, "the most deviations that one document has")
	f.StringSliceVar(&corpus.Formats, "formats", nil, "formats (docx, html, pdf, text, rtf, mhtml, ofd, xlsx, csv) or writers (html-portal, pdf-office, …) to choose from (default docx, html, pdf, text without pdf-office)")
	f.StringSliceVar(&each, "each", nil, "renditions to write every report in (doc, rtf, scan-300, …; all)")
	f.StringSliceVar(&corpus.Layouts, "layouts", nil, "layouts to choose from, see --list (default all)")
	f.StringSliceVar(&corpus.Deviations, "deviations", nil, "deviations to choose from (default all)")
	f.IntVar(&jobs, "jobs", runtime.NumCPU(), "documents made at the same time")
	f.BoolVar(&list, "list", false, "list the deviations, writers and layouts, make nothing")
	return c
}

func listDeviations(cmd *cobra.Command) error {
	var b strings.Builder
	for _, d := range synth.Deviations() {
		effect := d.Effect
		if d.Destroys {
			effect += " [destroys]"
		}
		if d.Formats != nil {
			effect += fmt.Sprintf(" %v", d.Formats)
		}
		if d.Layouts != nil {
			effect += fmt.Sprintf(" %v", d.Layouts)
		}
		fmt.Fprintf(&b, "%-22s %s\n", d.Name, effect)
	}
	b.WriteByte('\n')
	for _, w := range synth.Writers() {
		fmt.Fprintf(&b, "%-22s %s\n", w.Name, w.Format)
	}
	b.WriteByte('\n')
	for _, r := range synth.Renditions() {
		fmt.Fprintf(&b, "--each %-15s %s: %s%s\n", r.Name, r.Format, r.Made, lacking(r))
	}
	b.WriteByte('\n')
	for _, l := range synth.Layouts() {
		fmt.Fprintf(&b, "%-22s %2d of 100: %s\n", l.Layout, l.Share, l.What)
	}
	_, err := fmt.Fprint(cmd.OutOrStdout(), b.String())
	return err
}

// lacking says what this machine lacks for a rendition.
func lacking(r synth.Rendition) string {
	if program := r.Missing(); program != "" {
		return " [needs " + program + "]"
	}
	return ""
}

// made is a document that was written, or why not.
type made struct {
	truth eval.Truth
	err   error
}

func writeCorpus(cmd *cobra.Command, corpus synth.Corpus, folder string, n, jobs int) error {
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return hintedError{fmt.Errorf("%s is not empty", folder), "name a folder that does not exist"}
	}
	if err := os.MkdirAll(filepath.Join(folder, documentFolder), 0o777); err != nil {
		return err
	}
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	var truths []eval.Truth
	for m := range build.InOrder(cmd.Context(), jobs, numbers, func(i int) made { return writeDocument(corpus, folder, i) }) {
		if m.err != nil {
			return m.err
		}
		truths = append(truths, m.truth)
	}
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	if err := writeTruth(folder, truths); err != nil {
		return err
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%d documents → %s\n", n, folder)
	return err
}

func writeTruth(folder string, truths []eval.Truth) error {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	for _, t := range truths {
		if err := out.Encode(t); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(folder, truthFile), b.Bytes(), 0o666)
}

// writeRenditions writes the same reports in each rendition. A folder of one that
// was made before is an error, so that another call adds renditions.
func writeRenditions(cmd *cobra.Command, corpus synth.Corpus, each []string, folder string, n, jobs int) error {
	var names []string // what is made of others comes after them
	for _, r := range synth.Renditions() {
		if slices.Contains(each, r.Name) || slices.Contains(each, "all") && r.Missing() == "" {
			names = append(names, r.Name)
		}
	}
	if err := synth.CheckRenditions(slices.DeleteFunc(slices.Clone(each), func(name string) bool { return name == "all" })); err != nil {
		return usageError{err}
	}
	samples, err := corpus.Samples(n)
	if err != nil {
		return err
	}
	renderer, err := synth.NewRenderer(samples, folder, jobs)
	if err != nil {
		return err
	}
	defer renderer.Close()
	for _, name := range names {
		truths, err := renderer.Render(cmd.Context(), name)
		if err != nil {
			return err
		}
		if err := writeTruth(filepath.Join(folder, name), truths); err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%d documents → %s\n", len(truths), filepath.Join(folder, name))
	}
	return nil
}

func writeDocument(corpus synth.Corpus, folder string, i int) made {
	d, err := corpus.Document(i)
	if err != nil {
		return made{err: err}
	}
	t := d.Truth()
	t.File = path.Join(documentFolder, t.File)
	return made{t, os.WriteFile(filepath.Join(folder, filepath.FromSlash(t.File)), d.Data, 0o666)}
}
