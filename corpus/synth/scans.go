package synth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongkai"
)

// pictureTime is what one report may take to draw and to treat: ten pages.
const pictureTime = 3 * time.Minute

// scanned is a document of pictures of the pages of LibreOffice's PDF, which is
// set in real fonts. What is done to the pictures is in ImageMagick's words.
func scanned(name, extension, how string, dpi int, treatment ...string) Rendition {
	r := Rendition{
		Name: name, Extension: extension, Format: gongkai.FormatPDF, Made: "poppler and ImageMagick, " + how + ",",
		Programs: []string{"pdftoppm", "convert"}, of: officeWriter, batch: 1,
	}
	if extension != "pdf" {
		r.Format = gongkai.FormatImage
	}
	r.convert = func(ctx context.Context, to string, files []string) error {
		for _, file := range files {
			if err := scan(ctx, file, target(to, file, extension), dpi, treatment); err != nil {
				return err
			}
		}
		return nil
	}
	return r
}

func scan(ctx context.Context, pdf, to string, dpi int, treatment []string) error {
	dir, err := os.MkdirTemp("", "synth-scan-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := execute(ctx, pictureTime, "pdftoppm", "-r", fmt.Sprint(dpi), "-gray", pdf, filepath.Join(dir, "page")); err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(dir, "page-*.pgm")) // in order: numbers have leading zeros
	if err != nil {
		return err
	}
	pictures := to
	if filepath.Ext(to) == ".pdf" {
		pictures = filepath.Join(dir, "picture-%03d.jpg")
	}
	arguments := slices.Concat(pages, []string{"-units", "PixelsPerInch", "-density", fmt.Sprint(dpi)}, treatment, []string{pictures})
	if err := execute(ctx, pictureTime, "convert", arguments...); err != nil || pictures == to {
		return err
	}
	// ImageMagick of many systems may not write PDF (its policy.xml).
	file := &pdfFile{objects: make([][]byte, pagesObject)}
	file.objects[catalogObject-1] = []byte("<</Type/Catalog/Pages 2 0 R>>")
	for i := range pages {
		picture, err := os.ReadFile(fmt.Sprintf(pictures, i))
		if err != nil {
			return err
		}
		if err := file.addPicture(picture, dpi); err != nil {
			return err
		}
	}
	return os.WriteFile(to, file.bytes(), 0o666)
}

// addPicture adds a page that is a grey JPEG picture and has no text.
func (f *pdfFile) addPicture(picture []byte, dpi int) error {
	size, err := jpeg.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return err
	}
	if size.ColorModel != color.GrayModel {
		return errors.New("the picture of a page is not grey")
	}
	const pointsPerInch = 72
	width, height := float64(size.Width)*pointsPerInch/float64(dpi), float64(size.Height)*pointsPerInch/float64(dpi)
	image := f.add(fmt.Sprintf("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream",
		size.Width, size.Height, len(picture), picture))
	content := f.addStream("", fmt.Appendf(nil, "%g 0 0 %g 0 0 cm /P Do", width, height))
	f.pages = append(f.pages, f.add(fmt.Sprintf(
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>", width, height, content, image)))
	return nil
}

// textLayout is the text that pdftotext -layout makes, columns by spaces.
func textLayout(of string) Rendition {
	return Rendition{
		Name: "text-layout", Extension: "txt", Format: gongkai.FormatText, Made: "pdftotext -layout",
		Programs: []string{"pdftotext"}, of: of, batch: 1,
		convert: func(ctx context.Context, to string, files []string) error {
			for _, file := range files {
				if err := execute(ctx, pictureTime, "pdftotext", "-layout", file, target(to, file, "txt")); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// target is where a conversion puts what it makes of the file.
func target(folder, file, extension string) string {
	base := filepath.Base(file)
	return filepath.Join(folder, strings.TrimSuffix(base, filepath.Ext(base))+"."+extension)
}
