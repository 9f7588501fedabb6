package synth

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// ErrNoLibreOffice says that there is no soffice command to convert with.
var ErrNoLibreOffice = errors.New("LibreOffice is not installed")

// A conversion begins with a cold start, of about ten seconds on a slow machine.
const (
	startTime      = 2 * time.Minute
	conversionTime = 20 * time.Second // of one file more
)

// PDF converts a DOCX document with LibreOffice, in a profile of its own, so
// that conversions can run side by side. The bytes differ from run to run: the
// file states when it was made. It returns an error wrapping ErrNoLibreOffice
// when the soffice command is not found.
func PDF(docx []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "synth-pdf-")
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "report.docx")
	if err := os.WriteFile(source, docx, 0o600); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	if err := office(context.Background(), "pdf", dir, source); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	pdf, err := os.ReadFile(filepath.Join(dir, "report.pdf"))
	if err != nil {
		return nil, fmt.Errorf("pdf: soffice wrote none: %w", err)
	}
	return pdf, nil
}

// office converts the files with one process of LibreOffice, which has a profile
// of its own, into the folder. Filter is as soffice --convert-to takes it: the new
// extension, a colon and a filter's name. A file that it cannot convert is absent
// from the folder, and no error.
func office(ctx context.Context, filter, folder string, files ...string) error {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoLibreOffice, err)
	}
	profile, err := os.MkdirTemp("", "synth-office-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	arguments := append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(profile), "--headless", "--convert-to", filter, "--outdir", folder}, files...)
	return execute(ctx, startTime+time.Duration(len(files))*conversionTime, soffice, arguments...)
}

// execute runs a program. The error has what it printed.
func execute(ctx context.Context, most time.Duration, program string, arguments ...string) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	command := exec.CommandContext(ctx, program, arguments...)
	command.WaitDelay = time.Second // its children may hold the pipes open
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", strings.TrimSuffix(filepath.Base(program), ".exe"), err, out)
	}
	return nil
}
