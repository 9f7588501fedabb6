package archive

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gongkai/corpus/warc"
)

// The index is a CDXJ file, sorted by bytes, of every response, revisit and resource
// record in the files that are closed. Beside it lies what it was made of, so that an
// index that is missing, old or damaged is seen and made anew.
const (
	indexName  = "index.cdxj"
	statusName = "index.json"
)

// indexStatus is what an index was made of.
type indexStatus struct {
	// Files are the sizes of the WARC files.
	Files map[string]int64 `json:"files"`
	// Lines and SHA256 are those of the index.
	Lines  int    `json:"lines"`
	SHA256 string `json:"sha256"`
}

// indexBatch is how many lines are sorted in memory.
const indexBatch = 100_000

// writeIndex brings the index of the archive up to date.
func writeIndex(folder string) error {
	files, err := closedFiles(folder)
	if err != nil {
		return err
	}
	status, err := readStatus(folder)
	if err != nil {
		status = indexStatus{Files: map[string]int64{}} // from the beginning
	} else if maps.Equal(status.Files, files) {
		return nil
	}
	for name, size := range status.Files {
		if files[name] != size {
			status = indexStatus{Files: map[string]int64{}}
			break
		}
	}
	if len(status.Files) == 0 {
		if err := mergeIndex(folder, nil, true, &status); err != nil {
			return err
		}
	}
	return addToIndex(folder, files, &status)
}

// closedFiles are the sizes of the WARC files that are closed.
func closedFiles(folder string) (map[string]int64, error) {
	names, err := warcFiles(folder)
	if err != nil {
		return nil, err
	}
	files := map[string]int64{}
	for _, name := range names {
		if strings.HasSuffix(name, openSuffix) {
			continue
		}
		info, err := os.Stat(filepath.Join(folder, warcFolder, name))
		if err != nil {
			return nil, err
		}
		files[name] = info.Size()
	}
	return files, nil
}

// readStatus reads what the index was made of. The error says that there is no
// index, or that it is damaged.
func readStatus(folder string) (indexStatus, error) {
	var s indexStatus
	text, err := os.ReadFile(filepath.Join(folder, statusName))
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, err
	}
	f, err := os.Open(filepath.Join(folder, indexName))
	if err != nil {
		return s, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return s, err
	}
	if hex.EncodeToString(sum.Sum(nil)) != s.SHA256 {
		return s, errors.New("index.cdxj is not as it was written")
	}
	return s, nil
}

// addToIndex adds the files that the index does not have.
func addToIndex(folder string, files map[string]int64, status *indexStatus) error {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, ok := status.Files[name]; ok {
			continue
		}
		status.Files[name] = files[name]
		err := eachLine(filepath.Join(folder, warcFolder, name), name, func(line string) error {
			lines = append(lines, line)
			if len(lines) < indexBatch {
				return nil
			}
			// Without its status this index does not count yet.
			err := mergeIndex(folder, lines, false, status)
			lines = lines[:0]
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := mergeIndex(folder, lines, false, status); err != nil {
		return err
	}
	return replaceFile(filepath.Join(folder, statusName), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(status)
	})
}

// mergeIndex merges lines into the index, or begins it anew.
func mergeIndex(folder string, lines []string, anew bool, status *indexStatus) error {
	slices.Sort(lines)
	path := filepath.Join(folder, indexName)
	var old io.Reader = strings.NewReader("")
	if !anew {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		old = f
	}
	return replaceFile(path, func(w io.Writer) error {
		sum := sha256.New()
		w = io.MultiWriter(w, sum)
		status.Lines = 0
		write := func(line string) error {
			status.Lines++
			_, err := io.WriteString(w, line+"\n")
			return err
		}
		r := bufio.NewScanner(old)
		r.Buffer(nil, maxIndexLine)
		for r.Scan() {
			line := r.Text()
			for len(lines) > 0 && lines[0] < line {
				if err := write(lines[0]); err != nil {
					return err
				}
				lines = lines[1:]
			}
			if err := write(line); err != nil {
				return err
			}
		}
		for _, line := range lines {
			if err := write(line); err != nil {
				return err
			}
		}
		status.SHA256 = hex.EncodeToString(sum.Sum(nil))
		return r.Err()
	})
}

// maxIndexLine is more than a line can have: heads of records are bounded.
const maxIndexLine = 4 << 20

// eachLine makes the index lines of a WARC file, in the order of the file. Damaged
// records are left out.
func eachLine(path, name string, f func(line string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	r := warc.NewReader(file, info.Size(), 0)
	for {
		record, err := r.Next()
		if err == io.EOF {
			return nil
		} else if err != nil {
			if isWrong(err) {
				continue
			}
			return err
		}
		line := indexLine{Filename: name, Offset: strconv.FormatInt(record.Offset, 10), URL: record.TargetURI(), Digest: record.Fields.Get("WARC-Payload-Digest")}
		switch record.Type() {
		case "response", "revisit":
			if response, err := warc.ReadResponse(record.Block); err == nil {
				line.MIME, line.Status = response.MIME(), strconv.Itoa(response.Status)
			}
			if record.Type() == "revisit" {
				line.MIME = "warc/revisit"
			}
		case "resource":
			line.MIME, line.Status = record.Fields.Get("Content-Type"), "200"
		default:
			continue
		}
		if record.Finish() != nil {
			continue
		}
		line.Length = strconv.FormatInt(record.Length, 10)
		if err := f(line.text(record)); err != nil {
			return err
		}
	}
}

// indexLine is the JSON of a line, with the names and the strings that pywb has.
type indexLine struct {
	URL      string `json:"url"`
	MIME     string `json:"mime,omitempty"`
	Status   string `json:"status,omitempty"`
	Digest   string `json:"digest,omitempty"`
	Length   string `json:"length"`
	Offset   string `json:"offset"`
	Filename string `json:"filename"`
}

func (l indexLine) text(record *warc.Record) string {
	var b bytes.Buffer
	b.WriteString(SURT(l.URL) + " " + record.Date().Format("20060102150405") + " ")
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(l)
	return strings.TrimSuffix(b.String(), "\n")
}

// SURT is the key of a URL in the index: the names of the host turned round, then
// path and query, in lower case, so that what belongs together lies together:
// "https://www.example.gov.cn/A?b=1&a=2" is "cn,gov,example)/a?a=2&b=1". What is no
// URL of a server is its own key.
func SURT(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return strings.ToLower(strings.ReplaceAll(address, " ", "%20"))
	}
	names := strings.Split(strings.ToLower(u.Hostname()), ".")
	if first := names[0]; len(names) > 2 && strings.HasPrefix(first, "www") && strings.Trim(first[3:], "0123456789") == "" {
		names = names[1:]
	}
	slices.Reverse(names)
	key := strings.Join(names, ",")
	if p := u.Port(); p != "" && !(u.Scheme == "http" && p == "80") && !(u.Scheme == "https" && p == "443") {
		key += ":" + p
	}
	key += ")" + strings.ToLower(u.EscapedPath())
	if u.Path == "" {
		key += "/"
	}
	if u.RawQuery != "" {
		query := strings.Split(strings.ToLower(u.RawQuery), "&")
		slices.Sort(query)
		key += "?" + strings.Join(query, "&")
	}
	return strings.ReplaceAll(key, " ", "%20")
}
