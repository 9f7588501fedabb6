package odt

import (
	"bytes"
	"strings"

	"gongkai"
	"gongkai/extract/xmlscan"
	"gongkai/extract/zipfile"
)

const (
	content   = "content.xml"
	manifest  = "META-INF/manifest.xml"
	mediaType = "application/vnd.oasis.opendocument."
)

// kinds are what the media type says of files that are no texts.
var kinds = []struct{ is, what string }{
	{"spreadsheet", "an OpenDocument spreadsheet (.ods)"},
	{"presentation", "an OpenDocument presentation (.odp)"},
	{"graphics", "an OpenDocument drawing (.odg)"},
	{"chart", "an OpenDocument chart"},
	{"formula", "an OpenDocument formula (.odf)"},
	{"base", "an OpenDocument database (.odb)"},
}

// refuse says why the package is not one to read: it is none of text, or
// encrypted. A package without media type is read.
func refuse(z *zipfile.Archive, limits gongkai.Limits) error {
	encrypted := false
	if z.Has(manifest) {
		err := visit(z, manifest, limits, func(s *xmlscan.Scanner) {
			for s.Inside(0) {
				encrypted = encrypted || s.Name == "manifest:encryption-data"
			}
		})
		if gongkai.Reason(err) == "limit" {
			return err
		}
	}
	if encrypted {
		return failure(manifest, gongkai.ErrEncrypted, "a password is needed to open it")
	}
	if z.Has("mimetype") {
		data, err := z.Read("mimetype")
		if err != nil {
			return err
		}
		kind, _ := strings.CutPrefix(strings.TrimSpace(string(data[:min(len(data), 100)])), mediaType)
		for _, k := range kinds {
			if strings.HasPrefix(kind, k.is) {
				return failure("", gongkai.ErrFormat, "%s", k.what)
			}
		}
	}
	if !z.Has(content) {
		return failure("", gongkai.ErrFormat, "a zip archive without an OpenDocument text in it")
	}
	return nil
}

// isXML reports whether the bytes begin as XML does.
func isXML(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	return bytes.HasPrefix(data, []byte("<")) || bytes.HasPrefix(data, []byte("\xFF\xFE<")) || bytes.HasPrefix(data, []byte("\xFE\xFF\x00<"))
}

// IsFlat reports whether the beginning of a file is that of a flat OpenDocument
// file (.fodt and its kin).
func IsFlat(head []byte) bool {
	return isXML(head) && bytes.Contains(head, []byte("office:document ")) && bytes.Contains(head, []byte("urn:oasis:names:tc:opendocument:xmlns:office:1.0"))
}
