package gongkai

// Picture is a picture that a document shows, large enough to hold a table. Package
// extract reads what it says and puts that in its place.
type Picture struct {
	// Block is the index of the block before which it stands; the number of blocks
	// for one behind all of them.
	Block int
	// Data are its bytes; nil where the document has no more than its address.
	Data []byte
	// Refs are its addresses as the document writes them, the likeliest first; empty
	// where the bytes are in the document.
	Refs []string
	// Location is the element that shows it.
	Location
}
