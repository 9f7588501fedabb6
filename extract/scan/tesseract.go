package scan

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"gongkai"
)

// Tesseract is an installed tesseract.
type Tesseract struct {
	path string
	// Version is what it says of itself: "5.3.0".
	Version string
	// Models names the state of the models that it reads with.
	Models string
}

// Identity names the tesseract that is installed and its models, "none" without:
// what was read by one may be read otherwise by another.
func Identity() string {
	t, err := FindTesseract()
	if err != nil {
		return "none"
	}
	return t.Version + " " + t.Models
}

// models are the languages that must be installed.
var models = []string{"eng", "chi_sim"}

// InstallHint says how to install what reading pictures needs.
const InstallHint = "install tesseract with its model for simplified Chinese: apt install tesseract-ocr tesseract-ocr-chi-sim; brew install tesseract tesseract-lang; winget install UB-Mannheim.TesseractOCR"

// FindTesseract looks for tesseract and its models. The error wraps
// gongkai.ErrNoText and says how to install them.
func FindTesseract() (*Tesseract, error) {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, fmt.Errorf("%w, and tesseract is not installed; %s", gongkai.ErrNoText, InstallHint)
	}
	version, err := exec.Command(path, "--version").CombinedOutput()
	fields := strings.Fields(string(version))
	if err != nil || len(fields) < 2 {
		return nil, fmt.Errorf("%w, and tesseract does not run: %v; %s", gongkai.ErrNoText, err, InstallHint)
	}
	languages, err := exec.Command(path, "--list-langs").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w, and tesseract does not run: %v; %s", gongkai.ErrNoText, err, InstallHint)
	}
	installed := strings.Fields(string(languages))
	for _, m := range models {
		if !slices.Contains(installed, m) {
			return nil, fmt.Errorf("%w, and tesseract has no model %s; %s", gongkai.ErrNoText, m, InstallHint)
		}
	}
	t := &Tesseract{path: path, Version: strings.TrimPrefix(fields[1], "v")}
	if folder := modelFolder.FindStringSubmatch(string(languages)); folder != nil {
		sum := sha256.New()
		for _, m := range models {
			b, _ := os.ReadFile(filepath.Join(folder[1], m+".traineddata")) // what cannot be read names nothing
			sum.Write(b)
		}
		t.Models = hex.EncodeToString(sum.Sum(nil)[:8])
	}
	return t, nil
}

// modelFolder is the folder in the first line of tesseract's list of models.
var modelFolder = regexp.MustCompile(`in "([^"]+)"`)

// mode is a way to run tesseract.
type mode struct {
	model     string
	whitelist string
	psm       string
}

// raw is the page segmentation mode that takes the picture for one line as it is. The
// one that looks for the line in it (7) finds none in most pictures of one digit, and
// makes other characters of short labels.
const raw = "13"

var (
	numbers      = mode{"eng", "0123456789.,-/", raw}
	otherNumbers = mode{"chi_sim", "0123456789.,-/", raw}
	words        = mode{"chi_sim", "", raw}
)

// separator stands between the texts of two pictures in tesseract's output.
const separator = "\x1e"

// batchTime is what reading the pictures of one page may take. The page takes a
// second or two.
const batchTime = 2 * time.Minute

// read reads each picture as one line of text, in one process. Pictures go in by
// its standard input and texts come out by its standard output: nothing is left
// behind when it is killed.
func (t *Tesseract) read(m mode, pictures []*image.Gray, dpi float64) ([]string, error) {
	if len(pictures) == 0 {
		return nil, nil
	}
	arguments := []string{"stdin", "stdout", "-l", m.model, "--psm", m.psm, "--oem", "1", "--dpi", fmt.Sprint(int(dpi)),
		"-c", "page_separator=" + separator, "-c", "tessedit_do_invert=0"}
	if m.whitelist != "" {
		arguments = append(arguments, "-c", "tessedit_char_whitelist="+m.whitelist, "-c", "load_system_dawg=0", "-c", "load_freq_dawg=0")
	}
	ctx, cancel := context.WithTimeout(context.Background(), batchTime)
	defer cancel()
	command := exec.CommandContext(ctx, t.path, arguments...)
	command.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	command.Stdin = bytes.NewReader(tiffOf(pictures))
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	if err := command.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w: tesseract took more than %v for a page", gongkai.ErrTimeout, batchTime)
		}
		return nil, fmt.Errorf("tesseract: %w: %s", err, lastLine(complaints.String()))
	}
	texts := strings.Split(out.String(), separator)
	if n := len(texts); n == len(pictures)+1 && strings.TrimSpace(texts[n-1]) == "" {
		texts = texts[:n-1] // versions before 5.2 put one at the end as well
	}
	if len(texts) != len(pictures) {
		return nil, fmt.Errorf("tesseract: %w: %d texts for %d pictures: %s", errOutput, len(texts), len(pictures), lastLine(complaints.String()))
	}
	for i, text := range texts {
		texts[i] = strings.Join(strings.Fields(text), " ")
	}
	return texts, nil
}

var errOutput = errors.New("its output is not as it should be")

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// tiffOf writes the pictures as one uncompressed TIFF of several pages
// (TIFF 6.0, baseline grey).
func tiffOf(pictures []*image.Gray) []byte {
	const tags = 9
	const directory = 2 + tags*12 + 4
	size := 8
	for _, p := range pictures {
		size += directory + (p.Rect.Dx()*p.Rect.Dy()+1)&^1
	}
	b := append(make([]byte, 0, size), "II*\x00"...)
	b = binary.LittleEndian.AppendUint32(b, 8)
	for i, p := range pictures {
		width, height := p.Rect.Dx(), p.Rect.Dy()
		at := len(b)
		next := at + directory + (width*height+1)&^1
		b = binary.LittleEndian.AppendUint16(b, tags)
		for _, tag := range [tags][2]int{
			{256, width}, {257, height}, {258, 8}, {259, 1}, {262, 1}, // bits, no compression, black is zero
			{273, at + directory}, {277, 1}, {278, height}, {279, width * height},
		} {
			b = binary.LittleEndian.AppendUint16(b, uint16(tag[0]))
			b = binary.LittleEndian.AppendUint16(b, 4) // LONG
			b = binary.LittleEndian.AppendUint32(b, 1)
			b = binary.LittleEndian.AppendUint32(b, uint32(tag[1]))
		}
		if i == len(pictures)-1 {
			next = 0
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(next))
		for y := range height {
			b = append(b, p.Pix[y*p.Stride:y*p.Stride+width]...)
		}
		if len(b)%2 == 1 {
			b = append(b, 0)
		}
	}
	return b
}
