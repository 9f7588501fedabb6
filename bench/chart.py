"""Draws docs/performance.svg: what a document takes with each contender, and a soak's curve.

    python chart.py results.json soak-N.csv OUT.svg
"""
import csv, json, math, statistics, sys

results, soak = json.load(open(sys.argv[1])), list(csv.DictReader(open(sys.argv[2])))
WIDTH, LEFT, ROW = 720, 190, 17
svg, y = [], 20


def text(x, y, s, anchor="start", weight="normal"):
    svg.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{s}</text>')


def at(ms):  # 1 ms to 10 s, logarithmic
    return LEFT + (WIDTH - LEFT - 90) * math.log10(max(ms, 1)) / 4


text(10, y, "Processor time of a document, median, ms (logarithmic)", weight="bold")
for kind in ("html", "docx", "pdf", "doc"):
    if kind not in results:
        continue
    y += 8
    for name, found in results[kind].items():
        y += ROW
        ms = 1000 * statistics.median(found["cpu"])
        colour = "#b22" if name == "gongkai" else "#bbb" if name in ("poppler", "mutool", "pymupdf_text", "gongkai_command") else "#57a"
        text(LEFT - 6, y, f"{kind}: {name}", "end")
        svg.append(f'<rect x="{LEFT}" y="{y - 10}" width="{at(ms) - LEFT:.1f}" height="12" fill="{colour}"/>')
        text(at(ms) + 4, y, f"{ms:.1f}")

# The soak: processor time and memory over documents, between lines of progress.
points, last = [], None
for row in soak:
    if int(row["documents"]) != last:
        last = int(row["documents"])
        points.append((last, float(row["cpu_seconds"]), int(row["rss_bytes"]) / 1e6))
points = points[:1] + points[1:][::3]
y += 40
text(10, y, "Build: processor time of a document (red, ms) and memory of all processes (blue, MB) over documents read", weight="bold")
top, height = y + 12, 120
x = lambda d: LEFT + (WIDTH - LEFT - 60) * d / points[-1][0]
rates = [(b[0], 1000 * (b[1] - a[1]) / (b[0] - a[0])) for a, b in zip(points, points[1:])]
for values, limit, colour, side in ((rates, 20, "#b22", LEFT - 6), ([(d, m) for d, _, m in points], 500, "#57a", WIDTH - 55)):
    line = " ".join(f"{x(d):.1f},{top + height * (1 - min(v, limit) / limit):.1f}" for d, v in values)
    svg.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for share in (0, 0.5, 1):
        text(side, top + height * (1 - share) + 4, f"{limit * share:.0f}", "end" if side < LEFT else "start")
svg.append(f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - 60}" height="{height}" fill="none" stroke="#999"/>')
text(WIDTH - 60, top + height + 16, f"{points[-1][0]} documents", "end")
y = top + height + 28
head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y:.0f}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>'
open(sys.argv[3], "w").write(head + "\n" + "\n".join(svg) + "\n</svg>\n")
