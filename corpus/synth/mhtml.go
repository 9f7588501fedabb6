package synth

import (
	"bytes"
	"mime/quotedprintable"
	"strings"
)

// MHTML renders the page as Word's "single file web page" (RFC 2557): the page in
// GB18030 and quoted-printable, and the list of its files in a part of its own.
func MHTML(p *Page) ([]byte, error) {
	page, err := HTML(p, WordExport, GB18030)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer // takes every write
	const boundary = "----=_NextPart_01DA1234.56789ABC"
	part := func(location, header string) {
		b.WriteString("--" + boundary + "\r\nContent-Location: file:///C:/5F3A1B2C/" + location + "\r\n" + header + "\r\n\r\n")
	}
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"" + boundary + "\"\r\n\r\n")
	b.WriteString("此文档为“单个文件网页”，也称为“Web 档案”文件。\r\n\r\n")
	part("report.htm", "Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"gb2312\"")
	w := quotedprintable.NewWriter(&b)
	w.Write([]byte(strings.ReplaceAll(string(page), "\n", "\r\n")))
	w.Close()
	b.WriteString("\r\n")
	part("report.files/filelist.xml", "Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/xml; charset=\"utf-8\"")
	b.WriteString("<xml xmlns:o=3D\"urn:schemas-microsoft-com:office:office\"><o:MainFile HRef=3D\"../report.htm\"/></xml>\r\n--" + boundary + "--\r\n")
	return b.Bytes(), nil
}
