package synth

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// packedFolder is the folder inside an archive, as agencies name theirs.
const packedFolder = "政府信息公开年报/"

// packedName names an archive after the first of its members.
func packedName(files []string, extension string) string {
	base := filepath.Base(files[0])
	return "reports-" + base[:6] + "." + extension
}

// zipGBK writes names in GBK and does not say so, as WinZip and Windows do in China.
func zipGBK(_ context.Context, to string, files []string) error {
	return packed(filepath.Join(to, packedName(files, "zip")), func(out io.Writer) error {
		w := zip.NewWriter(out)
		for _, file := range files {
			name, err := simplifiedchinese.GBK.NewEncoder().String(packedFolder + filepath.Base(file))
			if err != nil {
				return err
			}
			member, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, NonUTF8: true})
			if err != nil {
				return err
			}
			if err := copyFile(member, file); err != nil {
				return err
			}
		}
		return w.Close()
	})
}

func tarGzip(_ context.Context, to string, files []string) error {
	return packed(filepath.Join(to, packedName(files, "tar.gz")), func(out io.Writer) error {
		zipped := gzip.NewWriter(out)
		w := tar.NewWriter(zipped)
		for _, file := range files {
			info, err := os.Stat(file)
			if err != nil {
				return err
			}
			if err := w.WriteHeader(&tar.Header{Name: packedFolder + filepath.Base(file), Mode: 0o644, Size: info.Size()}); err != nil {
				return err
			}
			if err := copyFile(w, file); err != nil {
				return err
			}
		}
		if err := w.Close(); err != nil {
			return err
		}
		return zipped.Close()
	})
}

func sevenZip(ctx context.Context, to string, files []string) error {
	archive, err := filepath.Abs(filepath.Join(to, packedName(files, "7z")))
	if err != nil {
		return err
	}
	return execute(ctx, 10*time.Minute, "7z", append([]string{"a", "-bd", "-mtm=off", archive}, files...)...)
}

// packed writes a file.
func packed(name string, write func(io.Writer) error) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(out); err != nil {
		out.Close()
		return fmt.Errorf("%s: %w", name, err)
	}
	return out.Close()
}

func copyFile(to io.Writer, name string) error {
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = io.Copy(to, in)
	return err
}
