package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"gongkai/cmd/diff"
	"gongkai/corpus/archive"
)

// project is what a project file says. Everything in it is relative to its folder.
type project struct {
	// sites are what crawl is told, and documents what build is told besides the
	// archive.
	sites, documents []string
	// crawl and build are options of the commands of these names.
	crawl, build []setting
}

// setting is an option with its value, and the line it stands on.
type setting struct {
	name, value string
	line        int
}

// Names in the folder of a project.
const (
	projectArchive  = "archive"
	projectDataset  = "dataset"
	projectNext     = "dataset.next"
	projectPrevious = "dataset.previous"
	projectLog      = "log"
	projectLock     = "lock"
)

func projectCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run PROJECT.yaml",
		Short: "crawl, build and say what is new, in one command for cron",
		Long: `run crawls the sites of a project into its archive, builds its dataset, compares it with the one before, and
prints a summary: reports that are new, changed, or gone from the dataset; pages that vanished from the sites; documents that
cannot be read; reports that are inconsistent now and were not. docs/PROJECT.md describes the project file.

In the folder of the file it keeps archive/, dataset/, dataset.previous/ and log/ (everything that was printed, and the
summary as JSON, of every run). Only one run at a time. A run that was killed is started again with the same
command.

Exit codes: 0 done; 1 failed, or another run is going on; 2 used wrongly; 3 done, but some pages or documents could not be
had or read; 4 interrupted; 5 something is left for another run (the dataset is of what there is).`,
		Example: `  gongkai run project.yaml
  17 1 * * 0  gongkai run /data/province/project.yaml    # crontab: every Sunday night`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runProject(cmd, args[0]) },
	}
}

func runProject(cmd *cobra.Command, path string) (err error) {
	p, err := readProject(path)
	if err != nil {
		return usageError{err}
	}
	before, err := os.Getwd()
	if err != nil {
		return err
	}
	if err := os.Chdir(filepath.Dir(path)); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Chdir(before)) }()
	unlock, err := archive.Lock(projectLock)
	if errors.Is(err, archive.ErrLocked) {
		return hintedError{errors.New("another run of this project is going on"), "wait for it, or stop it"}
	} else if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := os.MkdirAll(projectLog, 0o755); err != nil {
		return err
	}
	began := time.Now()
	name := filepath.Join(projectLog, began.UTC().Format("20060102T150405Z"))
	log, err := os.Create(name + ".log")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	out := io.MultiWriter(cmd.OutOrStdout(), log)
	r := projectRun{cmd: cmd, project: p, log: io.MultiWriter(cmd.ErrOrStderr(), log)}
	result, err := r.do(began)
	if result != nil {
		err = errors.Join(err, result.write(out, name+".json"))
	}
	if err != nil {
		fmt.Fprintf(log, "gongkai: %v\n", err)
	}
	return err
}

// projectRun is a running run.
type projectRun struct {
	cmd     *cobra.Command
	project *project
	log     io.Writer
}

// projectSummary is what a run came to.
type projectSummary struct {
	Began time.Time `json:"began"`
	// Pages that vanished, failed or are blocked, and what is left for another run.
	Vanished []string `json:"vanished"`
	Failed   int      `json:"failed"`
	Left     int      `json:"left"`
	// New, Changed and Gone are reports, "agency, year".
	New     []string `json:"new"`
	Changed []string `json:"changed"`
	Gone    []string `json:"gone"`
	// Unreadable documents, and reports whose sums do not add up now.
	Unreadable   int      `json:"unreadable"`
	Inconsistent []string `json:"newly_inconsistent"`
	// First says that there was no dataset to compare with.
	First bool `json:"first"`
}

func (r *projectRun) do(began time.Time) (*projectSummary, error) {
	s := &projectSummary{Began: began.UTC()}
	crawled, err := r.crawl(s)
	if err != nil && !goesOn(err) {
		return nil, err
	}
	if err := r.vanished(s, began); err != nil {
		return nil, err
	}
	built, err := r.build(s)
	if err != nil && !goesOn(err) {
		return nil, err
	}
	if err := r.compare(s); err != nil {
		return nil, err
	}
	if err := replaceDataset(); err != nil {
		return nil, err
	}
	return s, worst(crawled, built)
}

// goesOn reports whether an error says that something was done, and not all.
func goesOn(err error) bool {
	var left leftError
	var unreadable unreadableError
	return errors.As(err, &left) || errors.As(err, &unreadable)
}

// worst is the error that decides the exit code.
func worst(crawled, built error) error {
	var left leftError
	if errors.As(crawled, &left) || built == nil {
		return crawled
	}
	return built
}

// command runs another command of the program with the settings of the file.
func (r *projectRun) command(c *cobra.Command, settings []setting, output string, args []string) error {
	c.SetOut(r.log)
	c.SetErr(r.log)
	for _, s := range append(settings, setting{name: "output", value: output}) {
		if err := c.Flags().Set(s.name, s.value); err != nil {
			return usageError{fmt.Errorf("line %d: %s: %w", s.line, s.name, err)}
		}
	}
	c.SetContext(r.cmd.Context())
	return c.RunE(c, args)
}

func (r *projectRun) crawl(s *projectSummary) (again, err error) {
	if len(r.project.sites) == 0 {
		return nil, nil
	}
	o := &crawlOptions{}
	err = r.command(crawlCommandOf(o), r.project.crawl, projectArchive, r.project.sites)
	if o.summary != nil {
		s.Failed, s.Left = o.summary.Failures(), o.summary.Left
	}
	return err, err
}

// vanished lists what this run found to have vanished.
func (r *projectRun) vanished(s *projectSummary, began time.Time) error {
	if !archive.IsArchive(projectArchive) {
		return nil
	}
	l, err := archive.OpenLedger(projectArchive)
	if err != nil {
		return err
	}
	for u, err := range l.URLs(archive.Query{State: archive.Vanished, Since: began}) {
		if err != nil {
			return errors.Join(err, l.Close())
		}
		s.Vanished = append(s.Vanished, u.Link.URL)
	}
	return l.Close()
}

func (r *projectRun) build(s *projectSummary) (again, err error) {
	if err := restoreDataset(); err != nil {
		return nil, err
	}
	inputs := slices.Clone(r.project.documents)
	if archive.IsArchive(projectArchive) {
		inputs = append(inputs, projectArchive)
	}
	o := &buildOptions{}
	err = r.command(buildCommandOf(o), r.project.build, projectNext, inputs)
	if o.counts != nil {
		s.Unreadable = o.counts.Unreadable()
	}
	return err, err
}

// compare says what the next dataset has that the one before has not.
func (r *projectRun) compare(s *projectSummary) error {
	if _, err := os.Stat(projectDataset); errors.Is(err, os.ErrNotExist) {
		s.First = true
		return nil
	}
	seen := map[string]bool{}
	add := func(to *[]string, kind, report string, c diff.Change) {
		if report != "" && !seen[kind+report] {
			seen[kind+report] = true
			*to = append(*to, c.Agency+", "+c.Year)
		}
	}
	for c, err := range diff.Datasets(projectDataset, projectNext) {
		switch {
		case err != nil:
			return err
		case c.OldReport == "":
			add(&s.New, "new ", c.NewReport, c)
		case c.NewReport == "":
			add(&s.Gone, "gone ", c.OldReport, c)
		case c.Table != "reports" || c.Why == diff.SourceChanged:
			add(&s.Changed, "changed ", c.NewReport, c)
		}
		if c.Table == "reports" && c.Column == "status" && c.New == "source-inconsistent" {
			add(&s.Inconsistent, "inconsistent ", c.NewReport, c)
		}
	}
	return nil
}

// restoreDataset undoes what a run left that was killed while it put the next dataset
// into place.
func restoreDataset() error {
	_, noDataset := os.Stat(projectDataset)
	if _, err := os.Stat(projectPrevious); errors.Is(noDataset, os.ErrNotExist) && err == nil {
		return os.Rename(projectPrevious, projectDataset)
	}
	return nil
}

// replaceDataset puts the next dataset into place.
func replaceDataset() error {
	if _, err := os.Stat(projectDataset); err == nil {
		if err := os.RemoveAll(projectPrevious); err != nil {
			return err
		}
		if err := os.Rename(projectDataset, projectPrevious); err != nil {
			return err
		}
	}
	return os.Rename(projectNext, projectDataset)
}

// named is how many of a list the summary names.
const named = 20

func (s *projectSummary) write(out io.Writer, path string) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		return err
	}
	var b strings.Builder
	if s.First {
		fmt.Fprintln(&b, "the first dataset: there is none to compare it with")
	}
	list := func(what string, items []string) {
		fmt.Fprintf(&b, "%5d %s\n", len(items), what)
		for _, item := range items[:min(len(items), named)] {
			fmt.Fprintf(&b, "        %s\n", item)
		}
	}
	list("reports are new", s.New)
	list("reports changed", s.Changed)
	list("reports are gone from the dataset", s.Gone)
	list("reports are inconsistent now", s.Inconsistent)
	list("pages vanished from their sites", s.Vanished)
	fmt.Fprintf(&b, "%5d documents cannot be read\n%5d pages could not be had\n%5d pages are left for another run\n", s.Unreadable, s.Failed, s.Left)
	_, err = io.WriteString(out, b.String())
	return err
}

// readProject reads and validates a project file. The error names every fault.
func readProject(path string) (*project, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: not YAML: %w (不是有效的 YAML)", path, err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s: keys with values are expected (此处应为键值)", path)
	}
	p := &project{}
	var faults []error
	fault := func(line int, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s:%d: %s", path, line, fmt.Sprintf(format, args...)))
	}
	for i := 0; i+1 < len(doc.Content[0].Content); i += 2 {
		key, value := doc.Content[0].Content[i], doc.Content[0].Content[i+1]
		switch key.Value {
		case "sites":
			p.sites = texts(value, fault)
		case "documents":
			p.documents = texts(value, fault)
		case "crawl":
			p.crawl = settings(value, crawlCommand(), fault)
		case "build":
			p.build = settings(value, buildCommand(), fault)
		default:
			fault(key.Line, "%s: no such key; known are sites, documents, crawl, build (未知的键)", key.Value)
		}
	}
	if len(faults) == 0 && len(p.sites)+len(p.documents) == 0 {
		fault(1, "neither sites nor documents are named (缺少 sites 或 documents)")
	}
	if len(p.sites) > 0 && !slices.ContainsFunc(p.crawl, func(s setting) bool { return s.name == "contact" }) {
		fault(1, "crawl: contact: missing; it says where the operators of sites can reach you (缺少联系方式)")
	}
	return p, errors.Join(faults...)
}

// texts are a text or a list of them.
func texts(n *yaml.Node, fault func(int, string, ...any)) (list []string) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		if item.Kind != yaml.ScalarNode || item.Value == "" {
			fault(item.Line, "a text is expected (此处应为文字)")
			continue
		}
		list = append(list, item.Value)
	}
	return list
}

// settings are options of a command, tried on it.
func settings(n *yaml.Node, c *cobra.Command, fault func(int, string, ...any)) (list []setting) {
	if n.Kind != yaml.MappingNode {
		fault(n.Line, "options of gongkai %s are expected (此处应为选项)", c.Name())
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if f := c.Flags().Lookup(key.Value); f == nil || key.Value == "output" {
			fault(key.Line, "%s: gongkai %s has no such option for a project (未知的选项)", key.Value, c.Name())
			continue
		}
		for _, value := range texts(n.Content[i+1], fault) {
			if err := c.Flags().Set(key.Value, value); err != nil {
				fault(key.Line, "%s: %v", key.Value, err)
			}
			list = append(list, setting{key.Value, value, key.Line})
		}
	}
	return list
}
