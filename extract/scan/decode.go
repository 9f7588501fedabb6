package scan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"gongkai"
)

// kind is a format of pictures.
type kind struct {
	magic  string
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var kinds = []kind{
	{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
	{"\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode},
	{"GIF8", gif.DecodeConfig, gif.Decode},
	{"II*\x00", tiff.DecodeConfig, tiff.Decode},
	{"MM\x00*", tiff.DecodeConfig, tiff.Decode},
	{"BM", bmp.DecodeConfig, bmp.Decode},
	{"RIFF", webp.DecodeConfig, webp.Decode},
}

// IsPicture reports whether the bytes begin like a picture that can be read: PNG,
// JPEG, GIF, TIFF, BMP or WebP.
func IsPicture(head []byte) bool {
	k, ok := pictureKind(head)
	return ok && (k.magic != "BM" || bytes.IndexByte(head, 0) >= 0) && (k.magic != "RIFF" || len(head) > 12 && string(head[8:12]) == "WEBP")
}

func pictureKind(data []byte) (kind, bool) {
	for _, k := range kinds {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return k, true
		}
	}
	return kind{}, false
}

// maxPicturePixels bounds one picture: A3 at 600 dpi has 70 million.
const maxPicturePixels = 80 << 20

// minPicturePixels is the least that one side of a picture must have to show text.
const minPicturePixels = 200

// pixelBytes is what one pixel counts against the limit on expanded bytes: as it
// is decoded, and in grey.
const pixelBytes = 2

// frame is one page of a picture that is not decoded yet.
type frame struct {
	kind
	data []byte
	dpi  float64
	turn func(*image.Gray) *image.Gray
}

// frames lists the pages of a picture; a TIFF may have many. Every page counts
// against the limits.
func frames(data []byte, limits *gongkai.Limits) ([]frame, error) {
	if len(data) == 0 {
		return nil, gongkai.ErrEmpty
	}
	k, ok := pictureKind(data)
	if !ok {
		return nil, fmt.Errorf("%w: no picture", gongkai.ErrFormat)
	}
	pages := [][]byte{data}
	if data[0] == data[1] && data[0] != 'R' { // II or MM
		var err error
		if pages, err = directories(data, limits.Pages); err != nil {
			return nil, err
		}
	}
	var list []frame
	for _, page := range pages {
		config, err := k.config(bytes.NewReader(page))
		if err != nil {
			return nil, pictureError(err)
		}
		if config.Width < 1 || config.Height < 1 || config.Width > maxPicturePixels/config.Height {
			return nil, fmt.Errorf("%w: a picture of %d × %d pixels", gongkai.ErrLimit, config.Width, config.Height)
		}
		if config.Width < minPicturePixels && config.Height < minPicturePixels {
			return nil, fmt.Errorf("%w: a picture of %d × %d pixels shows no page", gongkai.ErrFormat, config.Width, config.Height)
		}
		if limits.ExpandedBytes > 0 {
			if limits.ExpandedBytes -= config.Width * config.Height * pixelBytes; limits.ExpandedBytes <= 0 {
				return nil, fmt.Errorf("%w: too many pixels", gongkai.ErrLimit)
			}
		}
		f := frame{kind: k, data: page, dpi: dpiOf(config.Width, config.Height), turn: func(g *image.Gray) *image.Gray { return g }}
		if k.magic == "\xff\xd8\xff" {
			f.turn = orientation(data)
		}
		list = append(list, f)
	}
	return list, nil
}

// raster decodes the page.
func (f frame) raster() (Raster, error) {
	picture, err := f.decode(bytes.NewReader(f.data))
	if err != nil {
		return Raster{}, pictureError(err)
	}
	return Raster{f.turn(greyed(picture)), f.dpi}, nil
}

// greyed makes the picture grey, on white where it is transparent.
func greyed(picture image.Image) *image.Gray {
	if g, ok := picture.(*image.Gray); ok && g.Rect.Min == (image.Point{}) {
		return g
	}
	bounds := picture.Bounds()
	out := image.NewGray(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	if y, ok := picture.(*image.YCbCr); ok {
		for row := range bounds.Dy() {
			copy(out.Pix[row*out.Stride:][:bounds.Dx()], y.Y[y.YOffset(bounds.Min.X, bounds.Min.Y+row):])
		}
		return out
	}
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, picture, bounds.Min, draw.Over)
	return out
}

// Paper that pictures are taken to be of, in inches.
const (
	paperWidthIn  = 8.27
	paperHeightIn = 11.69
)

// dpiOf guesses the resolution: what a picture says of itself is the default of
// some program more often than the truth. It is taken for one of A4 paper, or for
// as wide; twice too many or too few do not matter.
func dpiOf(width, height int) float64 {
	return max(float64(width)/paperWidthIn, float64(height)/paperHeightIn)
}

func pictureError(err error) error {
	var unsupported tiff.UnsupportedError
	var formatBMP = errors.Is(err, bmp.ErrUnsupported)
	if errors.As(err, &unsupported) || formatBMP {
		return fmt.Errorf("%w: a picture that is stored in a way that cannot be read: %v", gongkai.ErrFormat, err)
	}
	return fmt.Errorf("%w: %v", gongkai.ErrDamaged, err)
}

// directories makes a file of each page of a TIFF: the decoder reads the first
// page only, so each gets a head that says that it is the first.
func directories(data []byte, maxPages int) ([][]byte, error) {
	if len(data) < 8 {
		return nil, fmt.Errorf("%w: the TIFF ends in its head", gongkai.ErrDamaged)
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	var pages [][]byte
	seen := map[uint32]bool{}
	for at := order.Uint32(data[4:]); at != 0; {
		if seen[at] || int64(at)+2 > int64(len(data)) {
			break // a chain that leads nowhere: its pages so far are there
		}
		seen[at] = true
		entries := int64(order.Uint16(data[at:]))
		if int64(at)+2+12*entries+4 > int64(len(data)) {
			break
		}
		if err := gongkai.Exceeds(len(pages)+1, maxPages, "pages"); err != nil {
			return nil, err
		}
		page := data
		if len(pages) > 0 {
			page = bytes.Clone(data)
			order.PutUint32(page[4:], at)
		}
		pages = append(pages, page)
		at = order.Uint32(data[int64(at)+2+12*entries:])
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("%w: a TIFF without pages", gongkai.ErrDamaged)
	}
	return pages, nil
}

// orientation returns what turns a JPEG upright as its EXIF data say: cameras
// store how they were held.
func orientation(data []byte) func(*image.Gray) *image.Gray {
	turn := func(turns int, mirrored bool) func(*image.Gray) *image.Gray {
		return func(g *image.Gray) *image.Gray {
			if mirrored {
				for y := range g.Rect.Dy() {
					row := g.Pix[y*g.Stride:][:g.Rect.Dx()]
					for i, j := 0, len(row)-1; i < j; i, j = i+1, j-1 {
						row[i], row[j] = row[j], row[i]
					}
				}
			}
			return quarters(Raster{Gray: g}, turns).Gray
		}
	}
	switch exifOrientation(data) {
	case 2:
		return turn(0, true)
	case 3:
		return turn(2, false)
	case 4:
		return turn(2, true)
	case 5:
		return turn(3, true)
	case 6:
		return turn(1, false)
	case 7:
		return turn(1, true)
	case 8:
		return turn(3, false)
	}
	return turn(0, false)
}

// exifOrientation is the value of the tag 0x0112 (Exif 2.32), 1 where there is none.
func exifOrientation(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xFF && data[at+1] != 0xDA; {
		length := int(binary.BigEndian.Uint16(data[at+2:]))
		body := data[min(at+4, len(data)):min(at+2+max(length, 2), len(data))]
		if data[at+1] == 0xE1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return tiffOrientation(body[6:])
		}
		at += 2 + max(length, 2)
	}
	return 1
}

func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	for i := range int64(order.Uint16(b[at:])) {
		entry := at + 2 + 12*i
		if entry+12 > int64(len(b)) {
			break
		}
		if order.Uint16(b[entry:]) == 0x0112 {
			return int(order.Uint16(b[entry+8:]))
		}
	}
	return 1
}
