"""Builds a dataset of N mixed documents (60 % HTML, 20 % DOCX, 20 % PDF) and watches it: how many are
done, what memory and processor time all processes together take. Called by soak.sh.

    python soak.py GONGKAI OUT N [DISTINCT]

At most DISTINCT documents (20,000) are made; more are copies that differ in a comment behind their
end, so that every one has a digest of its own and is read. Writes soak-N.csv and soak-N.json.
"""
import csv, json, os, pathlib, re, shutil, subprocess, sys, threading, time, zipfile

import psutil

MIX = (("html", 0.6, 51), ("docx", 0.2, 52), ("pdf", 0.2, 53))
EVERY = 1.0  # seconds between samples


def corpus(gongkai, folder, n, distinct):
    for kind, share, seed in MIX:
        made = folder / kind
        subprocess.run([gongkai, "synth", "-o", made, "-n", str(int(min(n, distinct) * share)), "--seed", str(seed), "--formats", kind],
                       check=True, stdout=subprocess.DEVNULL)
        (made / "truth.jsonl").unlink()
        originals = sorted((made / "documents").iterdir())
        for copy in range(1, -(-n // distinct)):
            for path in originals:
                to = path.with_name(f"{path.stem}-copy{copy}{path.suffix}")
                shutil.copyfile(path, to)
                if kind == "docx":
                    with zipfile.ZipFile(to, "a") as z:
                        z.comment = f"copy {copy}".encode()
                else:
                    with open(to, "a") as f:
                        f.write(f"\n<!-- copy {copy} -->\n" if kind == "html" else f"\n% copy {copy}\n")


def usage(process):
    """Resident bytes and processor seconds of the process and all below it. Of processes that ended
    the parent knows the processor time. What processes share is counted for each."""
    rss = cpu = 0.0
    for p in [process] + process.children(recursive=True):
        try:
            t = p.cpu_times()
            rss += p.memory_info().rss
            cpu += t.user + t.system + t.children_user + t.children_system
        except psutil.NoSuchProcess:
            pass
    return rss, cpu


def main():
    gongkai, out, n = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    distinct = int(sys.argv[4]) if len(sys.argv) > 4 else 20000
    folder = out / f"soak-{n}"
    if not folder.exists():
        corpus(gongkai, folder, n, distinct)
    files = [p for p in folder.rglob("*") if p.is_file()]
    size = sum(p.stat().st_size for p in files)
    start = time.perf_counter()
    build = subprocess.Popen([gongkai, "build", "--no-cache", "-o", out / "soak-dataset", folder], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    progress = [0]

    def follow():
        for line in build.stderr:
            if found := re.search(r"(\d+) of \d+ documents", line):
                progress[0] = int(found.group(1))

    threading.Thread(target=follow, daemon=True).start()
    process, rows = psutil.Process(build.pid), []
    while build.poll() is None:
        try:
            rss, cpu = usage(process)
            rows.append((time.perf_counter() - start, progress[0], rss, cpu))
        except psutil.NoSuchProcess:
            break
        time.sleep(EVERY)
    wall = time.perf_counter() - start
    build.stdout.read()
    with open(out / f"soak-{n}.csv", "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(("seconds", "documents", "rss_bytes", "cpu_seconds"))
        w.writerows((f"{t:.1f}", d, int(r), f"{c:.2f}") for t, d, r, c in rows)
    cpu = max(c for *_, c in rows)
    result = {"documents": len(files), "bytes": size, "exit": build.returncode, "wall_s": round(wall, 1), "documents_per_s": round(len(files) / wall, 1),
              "cpu_s": round(cpu, 1), "cpu_ms_per_document": round(1000 * cpu / len(files), 2), "documents_per_s_on_2_free_cores": round(2 * len(files) / cpu, 1),
              "peak_rss_mb": round(max(r for _, _, r, _ in rows) / 1e6), "load": os.getloadavg(),
              "dataset_bytes": sum(p.stat().st_size for p in (out / "soak-dataset").iterdir())}
    (out / f"soak-{n}.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
