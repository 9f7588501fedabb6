package pdf

import (
	"bytes"
	"fmt"
)

// write writes a PDF file from its objects, the first of which is the catalog.
func write(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func stream(dictionary, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dictionary, len(content), content)
}

const (
	catalog   = "<</Type/Catalog/Pages 2 0 R>>"
	helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
	resources = "/Resources<</Font<</F1 4 0 R>>/XObject<</X1 5 0 R>>>>"
)

// paged writes pages of 200 × 100 points, each with the extra entries of its
// dictionary. Font F1 is Helvetica; form X1 has the content of the last
// argument.
func paged(form string, pages ...[2]string) []byte {
	objects := []string{catalog, "", "<<>>", helvetica, stream("/Type/XObject/Subtype/Form/BBox[0 0 1000 1000]/Matrix[1 0 0 1 0 0]", form)}
	var kids bytes.Buffer
	for _, page := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", len(objects)+1)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]%s%s/Contents %d 0 R>>", resources, page[0], len(objects)+2),
			stream("", page[1]))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(pages))
	return write(objects...)
}

// onePage is a file with one page of 200 × 100 points.
func onePage(content string) []byte { return paged("", [2]string{"", content}) }
