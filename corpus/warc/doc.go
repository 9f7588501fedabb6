// Package warc reads and writes WARC files (ISO 28500:2017, WARC 1.1): a record
// after the other, each a gzip member of its own or plain.
//
// [Reader] is made for files of others. It reads WARC 0.x to 1.1, lines that end
// in LF, fields that go on in the next line, a Content-Length that is missing or
// wrong, members that are damaged or cut off: what is wrong with a record is in
// [Record.Finish] or in an error of [Reader.Next], and reading goes on behind it. No
// input makes it take more memory than some buffers.
//
// [Append] writes what this project's archives hold: WARC 1.1, a member a record,
// SHA-256 digests. [ReadResponse] takes HTTP messages out of blocks and their bodies
// out of transfer and content encodings.
//
// # What is not handled
//
// Segmented records are not joined. Compression other than gzip (warc.zst) is not
// read. A file whose records share gzip members has no place for a record that could
// be gone to: Reader says [ErrShared], and the file must be unpacked first
// ([Unpack]).
package warc
