package synth

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// ErrNoLibreOffice says that there is no soffice command to make a PDF with.
var ErrNoLibreOffice = errors.New("LibreOffice is not installed")

// conversionTime bounds one conversion: a cold start takes about ten seconds
// on a slow machine.
const conversionTime = 2 * time.Minute

// PDF converts a DOCX document with LibreOffice, in a profile of its own, so
// that conversions can run side by side. The bytes differ from run to run: the
// file states when it was made. It returns an error wrapping ErrNoLibreOffice
// when the soffice command is not found.
func PDF(docx []byte) ([]byte, error) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		return nil, fmt.Errorf("pdf: %w: %w", ErrNoLibreOffice, err)
	}
	dir, err := os.MkdirTemp("", "synth-pdf-")
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "report.docx")
	if err := os.WriteFile(source, docx, 0o600); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), conversionTime)
	defer cancel()
	command := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--headless", "--convert-to", "pdf", "--outdir", dir, source)
	command.WaitDelay = time.Second // its children may hold the pipes open
	if out, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pdf: soffice: %w: %s", err, out)
	}
	pdf, err := os.ReadFile(filepath.Join(dir, "report.pdf"))
	if err != nil {
		return nil, fmt.Errorf("pdf: soffice wrote none: %w", err)
	}
	return pdf, nil
}
