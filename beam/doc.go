// Command beam makes the dataset that gongkai build makes on more machines than one:
// the same steps of package gongkai/cmd/build as a pipeline of Apache Beam. Documents
// are read from a bucket and the dataset is written to one (gocloud.dev/blob: files,
// S3, GCS, Azure). Package main is one pipeline:
//
//	list     the bucket's documents                                     a path an element
//	digest   SHA-256 of each; equal documents come together
//	read     by worker processes, and kept in the bucket of readings    a digest an element
//	shard    what the survey says of a partition of digests, one object
//	plan     what each report is compared with, of all shards           one step
//	write    a Parquet part a table of each partition
//	publish  the parts, merged, and what the dataset says of itself     one step
//
// Elements are paths, digests and numbers, never bytes of documents. Every step writes
// objects whose names and bytes follow from its input, so that it can be done twice, or
// by two at once; a document that was read is not read again by the same code.
//
// What is not handled: archives of documents in the bucket (unpack them before), lists,
// agencies and expectations of the user's own, and any sink but Parquet.
package main
