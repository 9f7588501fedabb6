// Package archive keeps what was fetched from websites so that everything else can
// be made of it again, and reads such archives and those of others.
//
// An [Archive] is a folder with WARC files, an index of them and a [Ledger] of what
// became of every URL; docs/ARCHIVE.md describes it. The WARC files are the truth:
// index and ledger are made of them when they are lost. A process that writes may
// be killed at any moment; [Open] puts in order what it left behind.
//
// A crawler opens an archive, queues links ([Ledger.Add]), takes them host by host
// ([Ledger.Hosts], [Ledger.Claim]), stores what it was given ([Archive.Store]) or why
// it was not ([Ledger.Set], [Ledger.Retry]), and closes it. It must add the links of
// a page before it stores the page: a page that is stored is not looked at again.
//
// [Documents] lists what may be a report in archives, WARC files and WACZ files,
// [Verify] checks them.
package archive
