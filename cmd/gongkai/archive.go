package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongkai/corpus/archive"
)

func archiveCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "archive",
		Short: "check archives of web pages and look into them",
		Long: `archive looks into what was fetched from websites: the folder that a crawl writes, WARC files
(.warc, .warc.gz) and WACZ files of other programs. docs/ARCHIVE.md says what is in an archive.`,
		Example: `  gongkai archive verify archive/
  gongkai archive list --state failed archive/
  gongkai archive get archive/ http://www.example.gov.cn/report.pdf > report.pdf`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(archiveVerifyCommand(), archiveListCommand(), archiveGetCommand(), archiveVanishedCommand())
	return c
}

func archiveVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify PATH...",
		Short: "check every record, digest, the index and the ledger",
		Long: `verify reads every record of archives, WARC files and WACZ files and says what is wrong: gzip members,
lengths, digests, missing fields; in an archive also records that do not belong together, and an
index or a ledger that does not agree with the files. It changes nothing.

Exit codes: 0 all is right; 1 something is wrong.`,
		Example: `  gongkai archive verify archive/
  gongkai archive verify crawl.wacz pages.warc.gz`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			wrong := 0
			for _, path := range args {
				problems, err := archive.Verify(path)
				if err != nil {
					return archiveError(path, err)
				}
				for _, p := range problems {
					fmt.Fprintln(cmd.OutOrStdout(), p)
				}
				wrong += len(problems)
			}
			if wrong > 0 {
				return errors.New(plural(wrong, "problem"))
			}
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "every record is as it was written")
			return err
		},
	}
}

// archiveError explains an error of opening an archive.
func archiveError(path string, err error) error {
	if errors.Is(err, os.ErrNotExist) {
		info, statErr := os.Stat(path)
		if errors.Is(statErr, os.ErrNotExist) {
			return fmt.Errorf("%s: there is no such file or folder", path)
		}
		err = fmt.Errorf("%s: %w", path, err)
		if statErr == nil && info.IsDir() && !archive.IsArchive(path) {
			return hintedError{fmt.Errorf("%s is not an archive", path), "name a folder that a crawl wrote, a WARC file or a WACZ file"}
		}
	}
	return err
}

// listOptions are the flags of archive list.
type listOptions struct {
	state, host, since string
	asJSON             bool
}

func archiveListCommand() *cobra.Command {
	o := &listOptions{}
	c := &cobra.Command{
		Use:   "list PATH",
		Short: "list URLs by state, host and time",
		Long: `list prints what an archive knows of every URL: when its state was set, the state, the status of the
server, the URL, and the reason of the state. States: ` + states() + `.

Of a WARC or WACZ file it prints the documents that build would read.`,
		Example: `  gongkai archive list --state skipped archive/
  gongkai archive list --host www.example.gov.cn --since 2026-01-01 --json archive/ | jq .url
  gongkai archive list crawl.wacz`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
				if o.state != "" || o.host != "" || o.since != "" {
					return usageError{errors.New("--state, --host and --since need the ledger of an archive")}
				}
				return listDocuments(cmd.OutOrStdout(), args[0], o.asJSON)
			}
			q := archive.Query{State: archive.State(o.state), Host: o.host}
			if o.state != "" && !slices.Contains(archive.States(), q.State) {
				return usageError{fmt.Errorf("--state %q is none of %s", o.state, states())}
			}
			var err error
			if q.Since, err = parseTime("--since", o.since); err != nil {
				return err
			}
			return listURLs(cmd.OutOrStdout(), args[0], o.asJSON, q)
		},
	}
	c.Flags().StringVar(&o.state, "state", "", "only URLs in this state")
	c.Flags().StringVar(&o.host, "host", "", "only URLs of this host")
	c.Flags().StringVar(&o.since, "since", "", "only what changed since then (2026-01-31 or 2026-01-31T08:00:00Z)")
	c.Flags().BoolVar(&o.asJSON, "json", false, "print a JSON object a line")
	return c
}

func states() string {
	var names []string
	for _, s := range archive.States() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}

// parseTime reads a date or a time; empty is zero.
func parseTime(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usageError{fmt.Errorf("%s %q is not a date (2026-01-31) or a time (2026-01-31T08:00:00Z)", flag, s)}
}

// urlLine is what list --json prints of a URL.
type urlLine struct {
	URL          string     `json:"url"`
	Host         string     `json:"host"`
	State        string     `json:"state"`
	Reason       string     `json:"reason,omitempty"`
	Kind         string     `json:"kind,omitempty"`
	FoundOn      string     `json:"found_on,omitempty"`
	LinkText     string     `json:"link_text,omitempty"`
	Attempts     int        `json:"attempts,omitempty"`
	Changed      time.Time  `json:"changed"`
	Seen         time.Time  `json:"seen"`
	Fetched      *time.Time `json:"fetched,omitempty"`
	Due          *time.Time `json:"due,omitempty"`
	Status       int        `json:"status,omitempty"`
	MIME         string     `json:"mime,omitempty"`
	ETag         string     `json:"etag,omitempty"`
	LastModified string     `json:"last_modified,omitempty"`
	Digest       string     `json:"digest,omitempty"`
	Bytes        int64      `json:"bytes,omitempty"`
	File         string     `json:"file,omitempty"`
	Offset       int64      `json:"offset"`
}

// listURLs prints what the ledger says of the URLs.
func listURLs(w io.Writer, folder string, asJSON bool, q archive.Query) error {
	ledger, err := archive.OpenLedger(folder)
	if errors.Is(err, os.ErrNotExist) && archive.IsArchive(folder) {
		return hintedError{fmt.Errorf("%s has no ledger", folder), "the next crawl makes it of the records; archive verify shows more"}
	} else if err != nil {
		return archiveError(folder, err)
	}
	defer ledger.Close()
	out := newLines(w, asJSON)
	for u, err := range ledger.URLs(q) {
		if err == nil {
			line := fmt.Sprintf("%s\t%s\t%s\t%s\t%s", u.Changed.Format(time.RFC3339), u.State, blankZero(u.Status), u.URL, u.Reason)
			err = out.write(line, urlLine{u.URL, u.Host, string(u.State), u.Reason, u.Kind, u.FoundOn, u.Text, u.Attempts, u.Changed, u.Seen, notZero(u.Fetched), notZero(u.Due),
				u.Status, u.MIME, u.ETag, u.LastModified, u.Digest, u.Bytes, u.Record.File, u.Record.Offset})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func blankZero(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

func notZero(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// lines prints lines of text or of JSON.
type lines struct {
	w    io.Writer
	json *json.Encoder // nil for text
}

func newLines(w io.Writer, asJSON bool) *lines {
	l := &lines{w: w}
	if asJSON {
		l.json = json.NewEncoder(w)
		l.json.SetEscapeHTML(false)
	}
	return l
}

func (l *lines) write(text string, v any) error {
	if l.json != nil {
		return l.json.Encode(v)
	}
	_, err := fmt.Fprintln(l.w, strings.TrimRight(text, "\t"))
	return err
}

// documentLine is what list --json prints of a document in a WARC or WACZ file.
type documentLine struct {
	Path    string     `json:"path"`
	URL     string     `json:"url,omitempty"`
	Fetched *time.Time `json:"fetched,omitempty"`
	MIME    string     `json:"mime,omitempty"`
	Via     []string   `json:"via,omitempty"`
	Error   string     `json:"error,omitempty"`
}

func listDocuments(w io.Writer, path string, asJSON bool) error {
	if !archive.IsWARC(path) {
		return hintedError{fmt.Errorf("%s is not a WARC or WACZ file", path), "their names end in .warc, .warc.gz or .wacz"}
	}
	out := newLines(w, asJSON)
	for _, d := range archive.Documents([]string{path}) {
		line := documentLine{Path: d.Path, URL: d.URL, Fetched: notZero(d.Fetched), MIME: d.MIME, Via: d.Via}
		if d.Err != nil {
			line.Error = d.Err.Error()
		}
		if err := out.write(fmt.Sprintf("%s\t%s\t%s\t%s", d.Path, d.Fetched.Format(time.RFC3339), d.URL, line.Error), line); err != nil {
			return err
		}
	}
	return nil
}

func archiveGetCommand() *cobra.Command {
	record := false
	c := &cobra.Command{
		Use:   "get PATH URL|SHA256",
		Short: "print what was fetched from a URL",
		Long: `get prints the newest payload of a URL, or the one with a digest, from an archive, a WARC file or a WACZ
file: taken out of its encodings, as build reads it. --record prints the whole record as it is in the file.`,
		Example: `  gongkai archive get archive/ http://www.example.gov.cn/report.pdf > report.pdf
  gongkai archive get --record crawl.wacz http://www.example.gov.cn/ | head`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := archive.Find(args[0], args[1])
			if err != nil {
				return archiveError(args[0], err)
			}
			if record {
				return d.WriteRecord(cmd.OutOrStdout())
			}
			payload, err := d.Read(maxPayload)
			if err != nil {
				return hintedError{fmt.Errorf("%s: %w", d.Path, err), "--record prints the record as it is"}
			}
			_, err = cmd.OutOrStdout().Write(payload)
			return err
		},
	}
	c.Flags().BoolVar(&record, "record", false, "print the whole record, with its fields and the head of the response")
	return c
}

// maxPayload is the largest payload that get prints, in bytes.
const maxPayload = 1 << 30

func archiveVanishedCommand() *cobra.Command {
	since, unlisted, asJSON := "", false, false
	c := &cobra.Command{
		Use:   "vanished ARCHIVE",
		Short: "list what was there once and is there no more",
		Long: `vanished prints the URLs of which the archive holds a payload and the site says by now that they are not
there (404, 410, or a page that says so). The payloads stay in the archive: see archive get.

With --unlisted it prints pages that the archive holds and that no page has linked to since a time: they may
still be there, but are hidden.`,
		Example: `  gongkai archive vanished archive/
  gongkai archive vanished --since 2026-01-01 --json archive/
  gongkai archive vanished --unlisted --since 2026-01-01 archive/`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := parseTime("--since", since)
			switch {
			case err != nil:
				return err
			case unlisted && at.IsZero():
				return usageError{errors.New("--unlisted needs --since")}
			case !unlisted:
				return listURLs(cmd.OutOrStdout(), args[0], asJSON, archive.Query{State: archive.Vanished, Since: at})
			}
			for _, state := range []archive.State{archive.Fetched, archive.Unchanged} {
				if err := listURLs(cmd.OutOrStdout(), args[0], asJSON, archive.Query{State: state, NotSeenSince: at}); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&since, "since", "", "only what vanished since then (2026-01-31 or 2026-01-31T08:00:00Z)")
	c.Flags().BoolVar(&unlisted, "unlisted", false, "what no page has linked to since that time")
	c.Flags().BoolVar(&asJSON, "json", false, "print a JSON object a line")
	return c
}
