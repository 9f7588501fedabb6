"""The straightforward way to read a folder: pandas, python-docx and pdfplumber in two processes.

    python batch.py FOLDER OUT.csv
"""
import csv, multiprocessing, pathlib, sys
import contenders

READ = {".html": contenders.pandas, ".docx": contenders.python_docx, ".pdf": contenders.pdfplumber}

def read(path):
    try:
        return path, contenders.find_cells(READ[path.suffix](str(path)))
    except Exception:
        return path, {}

if __name__ == "__main__":
    paths = sorted(p for p in pathlib.Path(sys.argv[1]).rglob("*") if p.suffix in READ)
    with multiprocessing.Pool(2) as pool, open(sys.argv[2], "w", newline="") as f:
        out = csv.writer(f)
        for path, cells in pool.imap(read, paths, chunksize=8):
            out.writerows([path.name, cell, text] for cell, text in cells.items())
