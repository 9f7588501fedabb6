"""Measures gongkai against what people would use instead: same documents, same task (every standard
cell), same run, contenders taking turns on each document. Called by run.sh; writes results.json and
results.md into the folder given.

    python run.py --gongkai PATH --reader PATH --out DIR [-n N] [--rounds R] [--batch N] [--only html,pdf]

For every document and contender the fastest of the rounds counts (the machine may be doing other
things); a ratio is the median over the documents of contender / gongkai, both of the same document.
A cell is right when it has the number that the truth has, or is blank where that is blank.
"""
import argparse, json, os, pathlib, platform, re, statistics, subprocess, sys, time

HERE = pathlib.Path(__file__).parent

# Contenders of each format; the first is what the others are compared with. "floor" finds no tables.
FORMATS = {
    "html": ["gongkai", "gongkai_command", "pandas", "beautifulsoup"],
    "docx": ["gongkai", "gongkai_command", "python_docx", "docx2python", "mammoth", "pandoc"],
    "pdf": ["gongkai", "gongkai_command", "pdfplumber", "camelot", "pymupdf", "pymupdf_text", "poppler", "mutool"],
    "doc": ["gongkai", "gongkai_command", "antiword", "catdoc", "libreoffice"],
    "scan": ["gongkai", "img2table"],
}
FLOOR = {"pymupdf_text", "poppler", "mutool", "gongkai_command"}  # asked for time only
SHARE = {"pdf": 0.5, "doc": 1, "scan": 0.03}  # of -n; a scan takes tesseract a minute


class Contender:
    """A process that answers a path with the cells and the time of reading."""

    def __init__(self, name, options):
        command = [options.reader] if name == "gongkai" else [sys.executable, str(HERE / "contenders.py"), name, options.gongkai]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def read(self, path):
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} died on {path}")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def number(text):
    """The number that a text begins or ends with, without thousands and unit; None when there is none."""
    found = re.search(r"-?\d[\d,]*\.?\d*", text)
    return float(found.group().replace(",", "")) if found else None


def right(cells, truth):
    """How many cells of the truth are right."""
    count = 0
    for cell in truth["cells"]:
        got = cells.get(f"{cell['table']}/{cell['row']}/{cell['column']}")
        if got is None:
            continue
        if cell["state"] == "number":
            count += number(got) == float(cell["value"])
        else:
            count += re.sub(r"\s", "", got) == re.sub(r"\s", "", cell["printed"])
    return count


def synth(options, folder, n, seed, kind, layouts="cn-2019,cn-2021"):
    """Documents with known truth: (path, truth) of each that is readable."""
    if not folder.exists():
        command = [options.gongkai, "synth", "-o", folder, "-n", str(n), "--seed", str(seed), "--formats", kind]
        subprocess.run(command + (["--layouts", layouts] if layouts else []), check=True, stdout=subprocess.DEVNULL)
    truths = map(json.loads, open(folder / "truth.jsonl", encoding="utf-8"))
    return [(folder / t["file"], t) for t in truths if t["readable"]]


def converted(documents, folder, extension, command):
    """The documents after a command that turns them into another format, and the time of the command."""
    folder.mkdir(exist_ok=True)
    start = time.perf_counter()
    before = os.times()
    subprocess.run(command(folder, [str(p) for p, _ in documents]), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    wall = time.perf_counter() - start
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    made = [(folder / (p.stem + extension), t) for p, t in documents]
    return [(p, t) for p, t in made if p.exists()], wall, cpu


def soffice(to, profile):
    return lambda out, paths: ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", to, "--outdir", str(out)] + paths


def scans(documents, folder):
    """The pages of drawn PDFs whose text is only a picture are PNG files: the table of requests of each."""
    folder.mkdir(exist_ok=True)
    for path, _ in documents:
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-f", "1", "-l", "2", str(path), str(folder / path.stem)], check=True)
    return [(p, t) for path, t in documents for p in sorted(folder.glob(path.stem + "*.png"))]


def measure(options, kind, documents):
    """Lets the contenders take turns on each document. Returns contender -> times, cells right and errors."""
    names = [n for n in FORMATS[kind] if n != "libreoffice" and n not in options.without.split(",")]
    running = {n: Contender(n, options) for n in names}
    best = {n: [] for n in names}
    cells = {n: {"plain": 0, "deviating": 0} for n in names}
    errors = dict.fromkeys(names, 0)
    total = {"plain": 0, "deviating": 0}
    for path, _ in documents[:2]:  # imports, caches
        for n in names:
            running[n].read(path)
    for at, (path, truth) in enumerate(documents):
        group = "deviating" if truth.get("deviations") else "plain"
        total[group] += len(truth["cells"])
        tries = {n: [] for n in names}
        for r in range(options.rounds):
            order = names if (at + r) % 2 == 0 else names[::-1]
            for n in order:
                answer = running[n].read(path)
                tries[n].append((answer["wall"], answer["cpu"]))
                if r == 0:
                    errors[n] += "error" in answer
                    cells[n][group] += right(answer.get("cells") or {}, truth)
        for n in names:
            best[n].append((min(w for w, _ in tries[n]), min(c for _, c in tries[n])))
    for c in running.values():
        c.close()
    return {n: {"wall": [w for w, _ in best[n]], "cpu": [c for _, c in best[n]], "cells": cells[n], "total": total, "errors": errors[n]} for n in names}


def summary(kind, found):
    lines = [f"### {kind}: {len(found['gongkai']['wall'])} documents", "",
             "| contender | wall ms | ratio | CPU ms | ratio | cells right, official form | cells right, with deviations | failed |",
             "|---|---:|---:|---:|---:|---:|---:|---:|"]
    base = found["gongkai"]
    for name, f in found.items():
        row = [name]
        for what in ("wall", "cpu"):
            ratio = f.get(what + "_ratio") or statistics.median(a / max(b, 1e-4) for a, b in zip(f[what], base[what]))
            f[what + "_ratio"] = ratio
            row += [f"{1000 * statistics.median(f[what]):.2f}", f"{ratio:.1f}"]
        for group in ("plain", "deviating"):
            n, of = f["cells"][group], f["total"][group]
            row.append("–" if name in FLOOR or not of else f"{100 * n / of:.2f} %")
        lines.append("| " + " | ".join(row + ["–" if name in FLOOR else str(f["errors"])]) + " |")
    return "\n".join(lines) + "\n"


def batch(options):
    """gongkai build against batch.py, a mixed folder, whole commands, in turns."""
    folder = options.out / "batch"
    for kind, share, seed in (("html", 0.6, 31), ("docx", 0.2, 32), ("pdf", 0.2, 33)):
        synth(options, folder / kind, max(1, int(options.batch * share)), seed, kind)
    sides = {
        "gongkai": [options.gongkai, "build", "--no-cache", "-o", str(options.out / "dataset")] + [str(folder / k / "documents") for k in ("html", "docx", "pdf")],
        "python": [sys.executable, str(HERE / "batch.py"), str(folder), str(options.out / "batch.csv")],
    }
    times = {n: [] for n in sides}
    for r in range(options.batch_rounds):
        for n in list(sides) if r % 2 == 0 else list(sides)[::-1]:
            before, start = os.times(), time.perf_counter()
            subprocess.run(sides[n], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            after = os.times()
            times[n].append((time.perf_counter() - start, after.children_user + after.children_system - before.children_user - before.children_system))
    result = {n: {"wall": statistics.median(w for w, _ in t), "cpu": statistics.median(c for _, c in t)} for n, t in times.items()}
    result["ratio"] = {w: statistics.median(p[i] / g[i] for p, g in zip(times["python"], times["gongkai"])) for i, w in enumerate(("wall", "cpu"))}
    lines = [f"### batch: {options.batch} documents, {options.batch_rounds} rounds", "", "| side | wall s | CPU s | documents/s |", "|---|---:|---:|---:|"]
    lines += [f"| {n} | {result[n]['wall']:.1f} | {result[n]['cpu']:.1f} | {options.batch / result[n]['wall']:.1f} |" for n in sides]
    lines.append(f"| ratio | {result['ratio']['wall']:.1f} | {result['ratio']['cpu']:.1f} | |")
    return result, "\n".join(lines) + "\n"


def machine():
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    return f"{cpu}, {os.cpu_count()} cores, Linux {platform.release()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--gongkai", required=True)
    p.add_argument("--reader", required=True)
    p.add_argument("--out", required=True, type=pathlib.Path)
    p.add_argument("-n", type=int, default=100, help="documents of HTML and DOCX; half as many of PDF")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--batch", type=int, default=200)
    p.add_argument("--batch-rounds", type=int, default=3)
    p.add_argument("--only", default="html,docx,pdf,doc,scan,batch")
    p.add_argument("--without", default="", help="contenders to leave out: pymupdf and camelot take seconds a document")
    options = p.parse_args()
    options.out = options.out.absolute()
    options.out.mkdir(parents=True, exist_ok=True)
    results, text = {"machine": [machine()]}, []

    def note(kind, found, lines):
        results[kind] = found
        text.append(lines)
        print(lines, flush=True)

    for kind in options.only.split(","):
        n = max(2, int(options.n * SHARE.get(kind, 1)))
        if kind in ("html", "docx", "pdf"):
            found = measure(options, kind, synth(options, options.out / kind, n, 21, kind))
            note(kind, found, summary(kind, found))
        elif kind == "doc":
            source = synth(options, options.out / "docx", n, 21, "docx")[:n]
            profile = options.out / "office"
            documents, _, _ = converted(source, options.out / "doc", ".doc", soffice("doc", profile))
            found = measure(options, kind, documents)
            # LibreOffice takes all documents in one call, which is kinder to it than a process each.
            made, wall, cpu = converted(documents, options.out / "doc-html", ".html", soffice("html", profile))
            sys.path.insert(0, str(HERE))
            import contenders
            cells = {"plain": 0, "deviating": 0}
            for path, truth in made:
                cells["deviating" if truth.get("deviations") else "plain"] += right(contenders.find_cells(contenders.beautifulsoup(path)), truth)
            each = len(documents)
            found["libreoffice"] = {"wall": [wall / each] * each, "cpu": [cpu / each] * each, "cells": cells, "total": found["gongkai"]["total"], "errors": each - len(made)}
            note(kind, found, summary(kind, found))
        elif kind == "scan":
            found = measure(options, kind, scans(synth(options, options.out / "scan-source", n, 41, "pdf-office"), options.out / "scan"))
            note(kind, found, summary(kind, found))
        elif kind == "batch":
            note(kind, *batch(options))
    results["machine"].append(machine())
    text.append("\n".join(f"- at the {when}: {m}" for when, m in zip(("beginning", "end"), results["machine"])) + "\n")
    (options.out / "results.json").write_text(json.dumps(results, indent=1))
    (options.out / "results.md").write_text("\n".join(text))


if __name__ == "__main__":
    main()
