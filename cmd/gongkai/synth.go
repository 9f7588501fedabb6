package main

import (
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

	"gongkai/corpus/eval"
	"gongkai/corpus/synth"
)

const (
	truthFile      = "truth.jsonl"
	documentFolder = "documents"
)

func synthCommand() *cobra.Command {
	corpus := synth.Corpus{}
	folder, n, jobs, list, pack := "", 0, 0, false, ""
	c := &cobra.Command{
		Use:   "synth -o DIR -n N --seed S",
		Short: "make synthetic reports whose truth is known",
		Long: `synth writes N documents into DIR/documents and what is true of each into DIR/truth.jsonl, for
testing whatever reads such reports. Agencies, places and numbers are invented; the tables follow
the official forms of 2014, 2019 and 2021 and local lists, and deviate from them as real reports do.
A layout is drawn for each document in the shares that --list prints, or from --layouts alone.

The same seed makes the same bytes, with any number of jobs. PDFs are drawn without other programs; the format
pdf-office converts the DOCX with LibreOffice instead (installed by you; its bytes differ from run
to run). The format of truth.jsonl is described in package gongkai/corpus/eval.`,
		Example: `  gongkai synth -o corpus -n 5000 --seed 7
  gongkai synth -o corpus -n 100 --seed 7 --formats pdf --deviations no-rulings,watermark
  gongkai synth -o corpus -n 100 --seed 7 --layouts cn-2014,cn-fujian-2009
  gongkai synth -o corpus -n 400 --formats docx --pack zip && gongkai eval corpus/truth.jsonl corpus/documents.zip
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
			if pack != "" && !slices.Contains(synth.Packs(), pack) {
				return usageError{fmt.Errorf("--pack must be one of %v", synth.Packs())}
			}
			return writeCorpus(cmd, corpus, folder, n, jobs, pack)
		},
	}
	f := c.Flags()
	f.StringVarP(&folder, "output", "o", "", "folder to write to: new or empty")
	f.IntVarP(&n, "number", "n", 0, "how many documents")
	f.Uint64Var(&corpus.Seed, "seed", 1, "what the documents are drawn from")
	f.IntVar(&corpus.MaxDeviations, "max-deviations", 3, "the most deviations that one document has")
	f.StringSliceVar(&corpus.Formats, "formats", nil, "formats (docx, html, pdf, text, rtf, mhtml, ofd, xlsx, csv) or writers (html-portal, pdf-office, …) to choose from (default docx, html, pdf, text without pdf-office)")
	f.StringSliceVar(&corpus.Layouts, "layouts", nil, "layouts to choose from, see --list (default all)")
	f.StringSliceVar(&corpus.Deviations, "deviations", nil, "deviations to choose from (default all)")
	f.StringVar(&pack, "pack", "", "also write DIR/documents.KIND, an archive of them all with Chinese names: zip (names in GBK) or tar.gz")
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
	for _, l := range synth.Layouts() {
		fmt.Fprintf(&b, "%-22s %2d of 100: %s\n", l.Layout, l.Share, l.What)
	}
	_, err := fmt.Fprint(cmd.OutOrStdout(), b.String())
	return err
}

// made is a document that was written, or why not.
type made struct {
	document synth.Document
	truth    eval.Truth
	err      error
}

func writeCorpus(cmd *cobra.Command, corpus synth.Corpus, folder string, n, jobs int, pack string) error {
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
	var documents []synth.Document // to be packed
	var truths strings.Builder
	out := json.NewEncoder(&truths)
	out.SetEscapeHTML(false)
	for m := range inOrder(cmd.Context(), jobs, numbers, func(i int) made { return writeDocument(corpus, folder, i) }) {
		if m.err != nil {
			return m.err
		}
		if err := out.Encode(m.truth); err != nil {
			return err
		}
		if pack != "" {
			documents = append(documents, m.document)
		}
	}
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, truthFile), []byte(truths.String()), 0o666); err != nil {
		return err
	}
	if pack != "" {
		if err := writePack(filepath.Join(folder, documentFolder+"."+pack), pack, documents); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%d documents → %s\n", n, folder)
	return err
}

func writePack(name, kind string, documents []synth.Document) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(synth.Pack(f, kind, documents), f.Close())
}

func writeDocument(corpus synth.Corpus, folder string, i int) made {
	d, err := corpus.Document(i)
	if err != nil {
		return made{err: err}
	}
	t := d.Truth()
	t.File = path.Join(documentFolder, t.File)
	return made{d, t, os.WriteFile(filepath.Join(folder, filepath.FromSlash(t.File)), d.Data, 0o666)}
}
