package synth

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"strings"
)

// WordMHTML renders the page as Word saves it as a “single file web page”: the page
// in GB18030, quoted-printable, behind a sentence for programs that cannot read it,
// with the list of files that Word adds.
func WordMHTML(p *Page) ([]byte, error) {
	html, err := HTML(p, WordPage, GB18030)
	if err != nil {
		return nil, err
	}
	const folder = "file:///C:/4A1B2C3D/report"
	m := message{boundary: "----=_NextPart_01D6F0C1.5A2B3C40"}
	m.line(`MIME-Version: 1.0`)
	m.line(`Content-Type: multipart/related; boundary="%s"`, m.boundary)
	m.line("")
	m.line("This document is a Single File Web Page, also known as a Web Archive file.")
	m.line("")
	m.part(folder+".htm", `text/html; charset="gb2312"`, "quoted-printable", html)
	m.part(folder+".files/filelist.xml", `text/xml; charset="utf-8"`, "quoted-printable", []byte(`<xml xmlns:o="urn:schemas-microsoft-com:office:office"><o:MainFile HRef="../report.htm"/></xml>`))
	return m.end(), nil
}

// ChromeMHTML renders the page as Chrome saves the page of a portal.
func ChromeMHTML(p *Page) ([]byte, error) {
	html, err := HTML(p, Portal, UTF8)
	if err != nil {
		return nil, err
	}
	address := "http://" + p.Site.Host + "/zwgk/nb/report.html"
	m := message{boundary: "----MultipartBoundary--Fx0q7sWcJd8R2vLz5tYh1uKpN4bGmEaS----"}
	m.line("From: <Saved by Blink>")
	m.line("Snapshot-Content-Location: %s", address)
	m.line("Subject: %s", mime.QEncoding.Encode("utf-8", p.title()))
	m.line("MIME-Version: 1.0")
	m.line("Content-Type: multipart/related;")
	m.line("\ttype=\"text/html\";")
	m.line("\tboundary=\"%s\"", m.boundary)
	m.line("")
	m.line("")
	m.part(address, "text/html", "quoted-printable", html)
	m.part("http://"+p.Site.Host+"/images/logo.gif", "image/gif", "base64", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"))
	return m.end(), nil
}

// message is a MIME message being written.
type message struct {
	boundary string
	out      bytes.Buffer
}

func (m *message) line(format string, args ...any) { fmt.Fprintf(&m.out, format+"\r\n", args...) }

// part adds a part; encoding is quoted-printable or base64.
func (m *message) part(location, kind, encoding string, data []byte) {
	m.line("--%s", m.boundary)
	m.line("Content-Location: %s", location)
	m.line("Content-Transfer-Encoding: %s", encoding)
	m.line("Content-Type: %s", kind)
	m.line("")
	if encoding == "base64" {
		m.line("%s", base64.StdEncoding.EncodeToString(data))
	} else {
		w := quotedprintable.NewWriter(&m.out)
		w.Write([]byte(strings.ReplaceAll(string(data), "\n", "\r\n"))) // a bytes.Buffer takes every write
		w.Close()
		m.line("")
	}
	m.line("")
}

func (m *message) end() []byte {
	m.line("--%s--", m.boundary)
	return m.out.Bytes()
}
