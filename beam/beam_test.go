package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"gongkai/cmd/pipeline"
	"gongkai/corpus/synth"
	"gongkai/extract"
	"gongkai/extract/isolate"
	"gongkai/internal/optional"
	"gongkai/sinks/parquet"
)

// The test binary is other programs too, by its first argument.
const (
	asWorker    = "worker"     // reads documents, and has its ways with two of them
	asProgram   = "as-beam"    // beam
	asJobServer = "job-server" // Prism in a process of its own, on the port that follows
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case asWorker:
			serveHostile()
			return
		case asProgram:
			os.Args = slices.Delete(os.Args, 1, 2)
			main()
			return
		case asJobServer:
			port, _ := strconv.Atoi(os.Args[2])
			if _, err := prism.CreateJobServer(context.Background(), prism.Options{Port: port}); err != nil {
				panic(err)
			}
			io.Copy(io.Discard, os.Stdin) // until the test is gone
			return
		}
	}
	flag.Parse()
	beam.Init()
	code := m.Run()
	endWorkers()
	os.Exit(code)
}

// Documents with these words are hostile to the tests' workers.
const (
	poison    = "<!-- this document kills its reader -->"
	straggler = "<!-- this document is never read to its end -->"
)

func serveHostile() {
	dir, _ := os.UserCacheDir()
	handle := pipeline.Handler(extract.NewReader(filepath.Join(dir, "gongkai")))
	err := isolate.Serve(os.Stdin, os.Stdout, func(header, body []byte) ([]byte, error) {
		switch {
		case bytes.Contains(body, []byte(poison)):
			os.Exit(7)
		case bytes.Contains(body, []byte(straggler)):
			select {}
		}
		return handle(header, body)
	})
	if err != nil {
		os.Exit(1)
	}
}

// documents is how many a test's bucket has; GONGKAI_BEAM_DOCUMENTS sets another number.
func documents(t testing.TB) int {
	n, err := strconv.Atoi(os.Getenv("GONGKAI_BEAM_DOCUMENTS"))
	if os.Getenv("GONGKAI_BEAM_DOCUMENTS") == "" {
		return 60
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// place is a folder with documents in docs, and what becomes of them.
type place struct {
	folder string
	n      int
}

// newPlace writes n synthetic documents, and with them duplicates, no report, one that
// cannot be read, and names that are left out.
func newPlace(t testing.TB, n int) place {
	t.Helper()
	p := place{t.TempDir(), n + 5}
	c := synth.Corpus{Seed: 20261125, MaxDeviations: 3, Formats: []string{"html", "docx", "text"}}
	var first []byte
	for i := range n {
		d, err := c.Document(i)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = d.Data
		}
		p.write(t, fmt.Sprintf("docs/%03d/%s", i%7, d.Truth().File), d.Data)
	}
	p.write(t, "docs/again.html", first)
	p.write(t, "docs/www.qingwu.gov.cn/art/1.html", first)
	p.write(t, "docs/notice.html", []byte("<html><head><title>通知</title></head><body><p>请登录后访问</p></body></html>"))
	p.write(t, "docs/broken.pdf", []byte("%PDF-1.4 and no more"))
	p.write(t, "docs/empty.html", nil)
	p.write(t, "docs/Thumbs.db", []byte("left out"))
	p.write(t, "docs/.hidden/a.html", first)
	return p
}

func (p place) write(t testing.TB, name string, data []byte) {
	t.Helper()
	name = filepath.Join(p.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func (p place) bucket(name string) string {
	return "file://" + filepath.ToSlash(filepath.Join(p.folder, name))
}

// run is a run over the place with an output of its own.
func (p place) run(output string) Run {
	return Run{Documents: p.bucket(""), Below: "docs/", Work: p.bucket("work-" + output), Output: p.bucket(output), Partitions: 5, Workers: 2, Seconds: 60, MemoryMB: 512}
}

// program builds gongkai itself, with the libraries of its own module.
func program(t testing.TB) string {
	t.Helper()
	if p := os.Getenv("GONGKAI_PROGRAM"); p != "" {
		return p
	}
	path := filepath.Join(t.TempDir(), "gongkai")
	c := exec.Command("go", "build", "-C", "..", "-o", path, "./cmd/gongkai")
	if output, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return path
}

// local makes the dataset on one machine, by gongkai build, in folder local.
func (p place) local(t testing.TB) time.Duration {
	t.Helper()
	c := exec.Command(program(t), "build", "--no-cache", "-o", "local", "docs")
	c.Dir = p.folder
	started := time.Now()
	output, err := c.CombinedOutput()
	if c.ProcessState.ExitCode() != 3 { // done, but some documents could not be read
		t.Fatalf("gongkai build: %v\n%s", err, output)
	}
	return time.Since(started)
}

// same fails unless the folder has the dataset of folder local: the same files, the
// same rows, and the same bytes where both were compressed by one version of the library.
func (p place) same(t *testing.T, folder string) {
	t.Helper()
	names := func(of string) (list []string) {
		entries, err := os.ReadDir(filepath.Join(p.folder, of))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return list
	}
	if got, want := names(folder), names("local"); !slices.Equal(got, want) {
		t.Fatalf("files %q, want %q", got, want)
	}
	differences, err := parquet.Compare(os.DirFS(filepath.Join(p.folder, "local")), os.DirFS(filepath.Join(p.folder, folder)))
	if err != nil || len(differences) > 0 {
		t.Fatalf("%+v, %v", differences, err)
	}
	if n := p.rows(t, folder, nil); n != p.n {
		t.Fatalf("%d documents, want %d", n, p.n)
	}
	equal := 0
	for _, name := range names("local") {
		a, errA := os.ReadFile(filepath.Join(p.folder, "local", name))
		b, errB := os.ReadFile(filepath.Join(p.folder, folder, name))
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if bytes.Equal(a, b) {
			equal++
		}
	}
	t.Logf("%s: the same rows; %d of %d files are the same to the byte", folder, equal, len(names("local")))
}

// rows counts the documents of a dataset, and notes the reasons of their paths.
func (p place) rows(t testing.TB, folder string, reasons map[string][]string) int {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(p.folder, folder, "documents.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for texts, err := range parquet.Texts(bytes.NewReader(file), int64(len(file)), "path", "status", "reason") {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if reasons != nil {
			reasons[texts[0]] = append(reasons[texts[0]], texts[1]+" "+texts[2])
		}
	}
	return n
}

// TestPrism: the pipeline in this process makes the dataset that gongkai build makes.
// The second time, nothing is read.
func TestPrism(t *testing.T) {
	p := newPlace(t, documents(t))
	took := p.local(t)
	t.Logf("gongkai build: %d documents in %s, %.1f/s", p.n, took.Round(time.Millisecond), float64(p.n)/took.Seconds())
	r := p.run("prism")
	for _, what := range []string{"first", "again"} {
		started := time.Now()
		if err := execute(t.Context(), r, 1); err != nil {
			t.Fatal(err)
		}
		took := time.Since(started)
		t.Logf("Prism in process, %s: %s, %.1f/s", what, took.Round(time.Millisecond), float64(p.n)/took.Seconds())
		p.same(t, "prism")
		r.Seconds = 60
	}
}

// TestHostile: a document that kills its reader and one that is never read to its end
// are rows that say so, once, and disturb no other.
func TestHostile(t *testing.T) {
	p := newPlace(t, 20)
	p.write(t, "docs/poison.html", []byte("<html>"+poison+"</html>"))
	p.write(t, "docs/straggler.html", []byte("<html>"+straggler+"</html>"))
	r := p.run("hostile")
	r.Seconds = 5
	if err := execute(t.Context(), r, 1); err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	if n := p.rows(t, "hostile", rows); n != p.n+2 {
		t.Errorf("%d documents, want %d", n, p.n+2)
	}
	for path, want := range map[string]string{"docs/poison.html": "unreadable crash", "docs/straggler.html": "unreadable timeout"} {
		if got := rows[path]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %q once", path, got, want)
		}
	}
	reports := 0
	for path, of := range rows {
		if len(of) != 1 {
			t.Errorf("%s is there %d times", path, len(of))
		}
		if strings.HasPrefix(of[0], "report ") {
			reports++
		}
	}
	if reports != 20 {
		t.Errorf("%d reports, want 20", reports)
	}
}

// arguments are a run as beam's command line.
func (r Run) arguments(more ...string) []string {
	return append([]string{"--documents", r.Documents, "--below", r.Below, "--work", r.Work, "--output", r.Output,
		"--partitions", strconv.Itoa(r.Partitions), "--read-workers", strconv.Itoa(r.Workers), "--timeout", strconv.Itoa(r.Seconds)}, more...)
}

func self(t testing.TB) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// await waits until somebody answers on the port of this machine.
func await(t testing.TB, port int, most time.Duration) {
	t.Helper()
	for deadline := time.Now().Add(most); ; time.Sleep(100 * time.Millisecond) {
		c, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), time.Second)
		if err == nil {
			c.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// start starts a program that ends with the test.
func start(t testing.TB, c *exec.Cmd) {
	t.Helper()
	output := &bytes.Buffer{}
	c.Stdout, c.Stderr = output, output
	if _, err := c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
		if t.Failed() {
			t.Logf("%s:\n%s", filepath.Base(c.Path), output)
		}
	})
}

// jobServer starts Prism in a process of its own, and returns its address.
func jobServer(t testing.TB) string {
	t.Helper()
	port := freePort(t)
	start(t, exec.Command(self(t), asJobServer, strconv.Itoa(port)))
	await(t, port, time.Minute)
	return fmt.Sprintf("localhost:%d", port)
}

// TestWorkerLoss: the job is run by a server in another process, as by Flink's, and the
// process whose workers read is killed in the middle. Who runs it again gets every
// document once, and none that was read is read again.
func TestWorkerLoss(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process is killed otherwise there")
	}
	p := newPlace(t, documents(t))
	p.local(t)
	r := p.run("lost")
	arguments := append([]string{asProgram}, r.arguments("--runner=universal", "--endpoint="+jobServer(t), "--environment_type=LOOPBACK", "--attempts=1")...)
	kept := func() (files []string) {
		files, _ = filepath.Glob(filepath.Join(p.folder, "work-lost", "readings", "*", "*", "*.summary"))
		return files
	}
	c := exec.Command(self(t), arguments...)
	start(t, c)
	for deadline := time.Now().Add(2 * time.Minute); len(kept()) < 10; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nothing is read")
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	c.Wait()
	before := kept()
	if _, err := os.Stat(filepath.Join(p.folder, "lost", ".gongkai-dataset")); err == nil {
		t.Fatal("it was done before it was killed: more documents are needed")
	}
	times := map[string]time.Time{}
	for _, name := range before {
		if info, err := os.Stat(name); err == nil {
			times[name] = info.ModTime()
		}
	}
	arguments[slices.IndexFunc(arguments, func(a string) bool { return strings.HasPrefix(a, "--endpoint=") })] = "--endpoint=" + jobServer(t)
	output, err := exec.Command(self(t), arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	for name, at := range times {
		if info, err := os.Stat(name); err != nil || !info.ModTime().Equal(at) {
			t.Errorf("%s was read again", filepath.Base(name))
		}
	}
	t.Logf("%d of %d documents were read when the process was killed", len(before), p.n)
	p.same(t, "lost")
}

// TestFlink: Flink makes the same dataset by Beam's job server, whose jar GONGKAI_FLINK_JAR
// names; flink.sh gets it. No registry that the project can reach has had the jar, so that
// this is skipped even where everything else is required.
func TestFlink(t *testing.T) {
	jar := os.Getenv("GONGKAI_FLINK_JAR")
	if jar == "" {
		t.Skip("GONGKAI_FLINK_JAR does not name the jar of Beam's job server for Flink: see flink.sh")
	}
	p := newPlace(t, documents(t))
	local := p.local(t)
	port, artifacts := freePort(t), freePort(t)
	start(t, exec.Command("java", "-jar", jar, "--flink-master=[local]", "--job-host=localhost", fmt.Sprintf("--job-port=%d", port), fmt.Sprintf("--artifact-port=%d", artifacts), "--expansion-port=0", "--artifacts-dir="+t.TempDir()))
	await(t, port, 2*time.Minute)
	started := time.Now()
	output, err := exec.Command(self(t), append([]string{asProgram}, p.run("flink").arguments("--runner=flink", fmt.Sprintf("--endpoint=localhost:%d", port), "--environment_type=LOOPBACK")...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	t.Logf("gongkai build: %s, Flink: %s", local, time.Since(started))
	p.same(t, "flink")
}

// TestS3: documents, work and dataset in buckets of a real server that speaks S3:
// versitygw, over folders. It is GONGKAI_VERSITYGW, or else on the path.
func TestS3(t *testing.T) {
	server := os.Getenv("GONGKAI_VERSITYGW")
	if server == "" {
		server = "versitygw"
	}
	server, err := exec.LookPath(server)
	if err != nil {
		optional.Skip(t, "no versitygw: go install github.com/versity/versitygw/cmd/versitygw@v1.8.0")
	}
	p := newPlace(t, documents(t))
	p.local(t)
	for _, name := range []string{"s3", "versions"} {
		if err := os.Mkdir(filepath.Join(p.folder, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	// A bucket is a folder of the server's. Metadata lies in files: not every file system has attributes.
	for _, name := range []string{"documents", "work", "dataset"} {
		if err := os.Mkdir(filepath.Join(p.folder, "s3", name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	port := freePort(t)
	start(t, exec.Command(server, "--access", "test", "--secret", "testsecret", "--region", "us-east-1", "--port", fmt.Sprintf("127.0.0.1:%d", port),
		"posix", "--sidecar", filepath.Join(p.folder, "versions"), filepath.Join(p.folder, "s3")))
	await(t, port, time.Minute)
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "testsecret")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	address := func(name string) string {
		return fmt.Sprintf("s3://%s?region=us-east-1&use_path_style=true&endpoint=http://127.0.0.1:%d", name, port)
	}
	documents, err := bucket(t.Context(), address("documents"))
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(filepath.Join(p.folder, "docs"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		key, err := filepath.Rel(p.folder, path)
		if err != nil {
			return err
		}
		return uploadFile(t.Context(), documents, filepath.ToSlash(key), path)
	})
	if err != nil {
		t.Fatal(err)
	}
	r := p.run("")
	r.Documents, r.Work, r.Output = address("documents"), address("work"), address("dataset")
	started := time.Now()
	if err := execute(t.Context(), r, 1); err != nil {
		t.Fatal(err)
	}
	t.Logf("over S3: %s", time.Since(started).Round(time.Millisecond))
	output, err := bucket(t.Context(), r.Output)
	if err != nil {
		t.Fatal(err)
	}
	for found := output.List(nil); ; {
		o, err := found.Next(t.Context())
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := output.ReadAll(t.Context(), o.Key)
		if err != nil {
			t.Fatal(err)
		}
		p.write(t, "from-s3/"+o.Key, data)
	}
	p.same(t, "from-s3")
}

// TestPartition: partitions follow each other as digests do.
func TestPartition(t *testing.T) {
	r := Run{Partitions: 5}
	last := 0
	for i := range 1 << 12 {
		p := r.partition(fmt.Sprintf("%03x%061x", i, 0))
		if p < last || p > last+1 || p >= r.Partitions {
			t.Fatalf("%03x: partition %d after %d", i, p, last)
		}
		last = p
	}
	if last != r.Partitions-1 || r.partition("") != 0 {
		t.Errorf("the last partition is %d, that of no digest %d", last, r.partition(""))
	}
}
