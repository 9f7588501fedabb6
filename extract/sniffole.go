package extract

import (
	"bytes"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"

	"gongkai"
)

// streams name an OLE2 container by what stands in its root. The first one
// that is there decides: a Word document may have an Excel sheet in it, but
// not in its root.
var streams = []struct {
	name string
	kind kind
}{
	{"EncryptedPackage", kind{says: "an Office document under encryption: a password is needed to open it", err: gongkai.ErrEncrypted}},
	{"WordDocument", kind{says: "a Word 97-2003 document (.doc)", format: gongkai.FormatDOC}},
	{"Workbook", kind{says: "an Excel 97-2003 workbook (.xls)", format: gongkai.FormatXLS}},
	{"Book", kind{says: "an Excel 97-2003 workbook (.xls)", format: gongkai.FormatXLS}},
	{"PowerPoint Document", kind{says: "a PowerPoint 97-2003 presentation (.ppt)"}},
	{"PP97_DUALSTORAGE", kind{says: "a PowerPoint 97-2003 presentation (.ppt)"}},
	{"PP40", kind{says: "a PowerPoint 95 presentation (.ppt)"}},
	{"__properties_version1.0", kind{says: "an Outlook message (.msg)"}},
	{"VisioDocument", kind{says: "a Visio drawing"}},
	{"Quill", kind{says: "a Publisher document"}},
	{"BodyText", kind{says: "a Hangul document (.hwp)"}},
	{"MatOST", kind{says: "a Microsoft Works document"}},
	{"MM", kind{says: "a Microsoft Works document"}},
	{"WksSSWorkBook", kind{says: "a Microsoft Works document"}},
	{"Catalog", kind{says: "a store of thumbnails"}},
	{"\u4840\u3f3f\u4577\u446c\u3b6a\u45e4\u4824", kind{says: "a Windows installer (.msi)"}}, // _StringData
	{"\u4840\u3f3f\u4577\u446c\u3e6a\u44b2\u482f", kind{says: "a Windows installer (.msi)"}}, // _StringPool
	{"\u4840\u3b3f\u43f2\u4438\u45b1", kind{says: "a Windows installer (.msi)"}},             // _Columns
	{"\u4840\u3f7f\u4164\u422f\u4836", kind{says: "a Windows installer (.msi)"}},             // _Tables
}

const compoundMark = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// ofCompound names an OLE2 container ([MS-CFB]).
func ofCompound(data []byte) kind {
	if !hasAny(data, compoundMark) {
		return kind{}
	}
	root, err := rootStreams(data)
	if err != nil {
		root = scattered(data)
	}
	for _, s := range streams {
		if root[s.name] {
			return s.kind
		}
	}
	if err != nil {
		return kind{says: "an OLE2 container that was cut off or is broken", err: gongkai.ErrDamaged}
	}
	return kind{says: "an OLE2 container of no known kind"}
}

// rootStreams lists the entries of the root.
func rootStreams(data []byte) (map[string]bool, error) {
	c, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, f := range c.File {
		if len(f.Path) == 0 {
			names[f.Name] = true
		}
	}
	return names, nil
}

// scattered finds directory entries of the known names anywhere: the way to
// them is lost in a file that was cut off, or they themselves are.
func scattered(data []byte) map[string]bool {
	found := map[string]bool{}
	for _, s := range streams {
		if len(s.name) < 4 {
			continue // too short to be sure of
		}
		var entry strings.Builder
		for _, unit := range utf16.Encode([]rune(s.name + "\x00")) {
			entry.WriteByte(byte(unit))
			entry.WriteByte(byte(unit >> 8))
		}
		// Entries have 128 bytes and begin with their names.
		for at := 512; at < len(data); {
			next := bytes.Index(data[at:], []byte(entry.String()))
			if next < 0 {
				break
			}
			if at += next; at%128 == 0 {
				found[s.name] = true
				break
			}
			at++
		}
	}
	return found
}
