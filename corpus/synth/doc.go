// Package synth makes annual disclosure reports: random truth that obeys the
// identities of the official forms, and documents that print it. Whatever
// reads those documents can be checked against the truth, cell by cell.
//
// # What it makes
//
// [New] draws a [Sample]: a [gongkai.Report] that is true, and a [Page] that
// prints it. The tables have the geometry of the official forms
// (国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号, article 20 of the
// 政府信息公开条例), or are the indicator lists of 国办发〔2014〕32号, of Fujian, of
// the 35 rows before 2014, or of nobody; [Layouts] lists what can be ordered, and
// its share of a corpus. Agencies and places are invented: no name is meant to exist,
// and no figure is anyone's. The same [Order] gives the same sample, and the
// same sample the same bytes from every writer but pdf-office, which is
// LibreOffice. Drawn PDF and OFD share their layout, and differ in what they draw
// it on. A [Corpus] draws orders and writers; `gongkai synth` writes it to
// a folder, and [Sample.Allowed] says what may be claimed of each document.
//
// The truth is what the pages state, no more: its Status is Unjudged, its
// cells have no Location and no Proof, and what only a web page prints
// (Metadata, Published) is there for every format.
//
// # How to add a deviation
//
// Real reports deviate from the form in dozens of ways. A deviation is a
// function on the sample, one entry in a list: formdeviations.go,
// rowdeviations.go, labeldeviations.go, celldeviations.go, prosedeviations.go,
// lookdeviations.go, listdeviations.go:
//
//   - what changes how the page looks changes the Page only (a title split over
//     two lines, a head of one character per line);
//   - what changes what the page states changes the truth with it, through
//     [Sample.print], which sets both (a blank for a zero);
//   - what breaks an identity says so in Sample.Arithmetic;
//   - what changes how a writer draws or stores the page changes its [Look];
//   - what takes information away, so that no reader can be exact, Destroys;
//   - what only some layouts have names them in Layouts: the orders of a corpus
//     are drawn from that, and others are refused.
//
// Cells are found by their [gongkai.CellRef], never by row number, so that
// deviations compose in any order. Each gets a random source of its own,
// seeded by the sample and its name: adding one does not reshuffle another.
// Deviations of one kind undo each other, and a corpus has one of them at most.
//
// [Sample.Mutate] makes errors rather than deviations: it changes what the page
// prints and not the truth, to see which rules notice.
//
// # How to add a writer
//
// A writer renders the abstract page and knows nothing of reports: one file
// with a function from *Page to bytes, and a line in the list of writers.go. A
// new skin of web page is one template in skins/ and a line in html.go.
//
// # How to add a list
//
// A function that returns a listForm (rows with their labels, units, usual
// sizes, sums and bounds), a line in newList and one in layoutShares. Rows that no
// list names have codes that begin with row_, and are numbered when the page is
// finished, as readers number them.
//
// # Not handled
//
// Scans, legacy .doc, and prose that contradicts the tables.
package synth
