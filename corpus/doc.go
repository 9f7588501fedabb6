// Package corpus finds the documents: files, folders and patterns become a
// list of entries, entries become bytes and digests. It is the only part of
// the program that opens the user's files.
//
// Every input is accounted for. A file that cannot be read, a folder that may
// not be listed, a socket: each is an [Entry] with an error, so that the
// dataset can say so, and the rest is read. Only a path that names nothing at
// all is an error of the call: it is a typing mistake, not a document.
//
// # Paths
//
// A path stays relative or absolute, as the user gave it; it is only cleaned
// ("./a//b" is "a/b") and its separators are slashes on every system. No
// output depends on where on the machine the files lie, unless the user says
// where. Lists are sorted by the bytes of the path. A file name need not be
// valid UTF-8: Path can always be opened, Display can always be printed.
//
// What an archive of web pages holds (WARC, WACZ, the folder that gongkai crawl
// writes) has the path of the archive, "!/" and the byte at which its record begins;
// [Entry.URL] says where it was published. A member of an archive of files (zip, 7z, rar,
// tar, …) has the path of the archive, "!/" and its name, again for an archive in it.
// Both go together: a zip that a crawl fetched is "a.warc.gz!/123!/report.docx", and its URL
// is the zip's, "#" and the name. Archives of files are recognised while they are digested,
// by their bytes, and taken apart by a [Spool]; this package reads none of their formats.
//
// # What is left out
//
// Inside folders and archives: names that begin with a dot, and [DefaultSkip]. What the
// user names is never left out. Whether a file is a document is not decided
// here, and never by its name.
//
// # What is not handled
//
// Addresses; patterns with braces, and in archives; two paths to the
// same file by hard links or mounts, which are two entries (the digest shows
// that they are the same document).
package corpus
