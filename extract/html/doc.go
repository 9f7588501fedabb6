// Package html reads the web pages on which agencies publish their reports.
//
// It accepts what browsers accept: pages of any portal, in any character set
// that package charset knows, with missing end tags, and with the soup that
// Word and WPS export (<o:p>, <st1:*>, <?xml:namespace>, conditional
// comments, nested <font> and <span>).
//
// # What becomes what
//
//   - Tables follow the table model of the HTML Living Standard, section
//     4.9.12: row groups, a tfoot last, spans clipped to the row group,
//     rowspan=0, overlaps. A caption is a paragraph before its grid.
//   - A table that only arranges the page (see tableFacts.layout) is unfolded into
//     blocks. A data table inside a cell of a data table goes to Cell.Grids.
//     Tables without any text are dropped.
//   - Block elements and, outside tables, line breaks separate paragraphs. In
//     a cell both are line feeds. Inline runs are joined with nothing, because
//     numbers are split over them. White space of any kind, no-break and
//     ideographic spaces too, collapses to one space and is trimmed at the
//     ends; it is never dropped between two digits. Characters without width
//     are dropped.
//   - What a browser does not show is skipped: comments, script, style,
//     template, noscript, controls, ruby glosses, and what is hidden by
//     attribute or inline style (display, visibility, opacity, a font size of
//     0), unless only the hidden part of the page holds a report (pages with
//     tabs). In the cells of data tables that goes too for what a simple rule
//     (".x", "#x", "td.x") of the page's own style sheet hides; the cell is
//     then uncertain.
//   - A cell is uncertain when its number may not be what its text says: with
//     text struck out, raised, reversed, placed apart, white, transparent or
//     tiny; with a picture, form field, script, embedded object, ruled line,
//     automatic number or table in it. White space, line breaks and empty
//     elements leave a blank cell blank.
//   - The article is found inside the portal by evidence: labels of the
//     standard tables, section headings, containers that the common systems
//     use, amount of prose. In doubt more is kept rather than less, and a
//     table with labels of a report is never left out.
//   - The block of labelled facts (索引号, 发布机构, …), as a table, as lines or
//     as meta elements, becomes Document.Metadata and is no block.
//
// # Not handled
//
// Style sheets other than said above, generated content too; pages whose text is in a script or an escaped JSON string;
// frames; text in images, which are handed out (Document.Pictures); several reports on one page; more than 512 open
// elements, other than those of text formatting, which the parser refuses
// (ErrLimit).
package html
