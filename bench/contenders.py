"""What people would use instead of gongkai: for each library or program the short script that
a competent user writes for it. All read the tables of a document; one function finds the standard
cells in them by the labels of their rows.

    python contenders.py NAME        reads paths from standard input, answers with JSON lines

Imports and a first document are not measured: time is taken around the reading of one document.
"""
import json, os, re, resource, subprocess, sys, time, unicodedata

ROWS = {  # label of a row -> table, row
    **{label: ("requests", code) for code, label in {
        "new_requests": "本年新收政府信息公开申请数量", "carried_in": "上年结转政府信息公开申请数量", "granted": "予以公开", "partly_granted": "部分公开",
        "denied_state_secret": "属于国家秘密", "denied_by_law": "其他法律行政法规禁止公开", "denied_safety_stability": "危及三安全一稳定",
        "denied_third_party": "保护第三方合法权益", "denied_internal_affairs": "属于三类内部事务信息", "denied_process_information": "属于四类过程性信息",
        "denied_enforcement_file": "属于行政执法案卷", "denied_administrative_query": "属于行政查询事项", "unavailable_not_held": "本机关不掌握相关政府信息",
        "unavailable_needs_creation": "没有现成信息需要另行制作", "unavailable_unclear": "补正后申请内容仍不明确", "rejected_petition": "信访举报投诉类申请",
        "rejected_duplicate": "重复申请", "rejected_publication": "要求提供公开出版物", "rejected_excessive": "无正当理由大量反复申请",
        "rejected_reissue": "要求行政机关确认或重新出具已获取信息", "other": "其他处理",
        "other_not_corrected": "申请人无正当理由逾期不补正行政机关不再处理其政府信息公开申请",
        "other_fee_unpaid": "申请人逾期未按收费通知要求缴纳费用行政机关不再处理其政府信息公开申请", "other_remaining": "其他",
        "processed_total": "总计", "carried_out": "结转下年度继续办理"}.items()},
    **{label: ("proactive", code) for code, label in {
        "regulations": "规章", "normative_documents": "规范性文件", "licensing": "行政许可", "other_services": "其他对外管理服务事项",
        "penalties": "行政处罚", "coercive_measures": "行政强制", "fees": "行政事业性收费", "procurement": "政府集中采购"}.items()},
    "行政规范性文件": ("proactive", "normative_documents"),
}
HEADS = {"本年制发件数": "issued", "本年废止件数": "repealed", "现行有效件数": "in_force", "本年处理决定数量": "decisions", "处理决定数量": "decisions",
         "本年收费金额": "amount", "本年新制作数量": "made", "本年新公开数量": "disclosed", "对外公开总数量": "disclosed_total",
         "上一年项目数量": "items_last_year", "本年增减": "items_change", "采购项目数量": "items", "采购总金额": "amount"}
APPLICANTS = ["natural_person", "commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org", "other_org", "total"]
DISPUTES = [(row, column) for row in ("review", "suit_direct", "suit_after_review") for column in ("upheld", "corrected", "other", "pending", "total")]

def label(text):
    """The text without white space, numbering, brackets and punctuation."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"^([一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])", "", text)
    return re.sub(r"\W", "", re.sub(r"\(.*?\)", "", text))

NUMBER = re.compile(r"-?[\d,]+(\.\d+)?$")

def find_cells(tables):
    """Tables are lists of rows of texts. What merged cells cover may be missing, empty or repeated."""
    cells = {}
    for table in tables:
        heads, disputes = [], False
        for row in table:
            texts = ["" if c is None else str(c).strip() for c in row if c is not None]
            labels = [label(t) for t in texts]
            if labels and labels[0] == "信息内容":
                heads = [HEADS.get(l) for l in labels[1:]]
            if "结果维持" in labels:
                disputes = True
            known = [i for i, l in enumerate(labels) if l in ROWS]
            if disputes and len(texts) >= 15 and sum(bool(NUMBER.match(t)) for t in texts) >= 8:
                for (r, c), text in zip(DISPUTES, texts):
                    cells.setdefault(f"disputes/{r}/{c}", text)
            elif known:
                at = known[-1]
                (name, code), rest = ROWS[labels[at]], texts[at + 1:]
                if name == "requests" and len(rest) >= 7:
                    for column, text in zip(APPLICANTS, rest[-7:]):
                        cells.setdefault(f"requests/{code}/{column}", text)
                elif name == "proactive":
                    for column, text in zip(heads, rest):
                        if column:
                            cells.setdefault(f"proactive/{code}/{column}", text)
    return cells

# Readers: path -> tables.

def html_tables(source):
    from bs4 import BeautifulSoup
    return [[[c.get_text() for c in tr.find_all(["td", "th"], recursive=False)] for tr in t.find_all("tr")]
            for t in BeautifulSoup(source, "lxml").find_all("table")]

def beautifulsoup(path):
    return html_tables(open(path, "rb").read())

def pandas(path):
    import pandas, io
    try:
        frames = pandas.read_html(io.BytesIO(open(path, "rb").read()), flavor="lxml", keep_default_na=False)
    except ValueError:  # no tables
        return []
    return [[list(f.columns.map(str))] + f.astype(str).values.tolist() for f in frames]

def python_docx(path):
    import docx
    return [[[c.text for c in r.cells] for r in t.rows] for t in docx.Document(path).tables]

def docx2python(path):
    from docx2python import docx2python
    with docx2python(path) as d:
        return [[["".join(cell) for cell in row] for row in table] for table in d.body]

def mammoth(path):
    import mammoth
    with open(path, "rb") as f:
        return html_tables(mammoth.convert_to_html(f).value)

def pdfplumber(path):
    import pdfplumber
    with pdfplumber.open(path) as pdf:
        return [[r for page in pdf.pages for t in page.extract_tables() for r in t]]

def camelot(path):
    import camelot
    return [[r for t in camelot.read_pdf(path, pages="all", flavor="lattice") for r in t.df.values.tolist()]]

def pymupdf(path):
    import pymupdf
    with pymupdf.open(path) as d:
        return [[r for page in d for t in page.find_tables().tables for r in t.extract()]]

def pymupdf_text(path):
    """No tables: text with boxes, inside a process that is warm."""
    import pymupdf
    with pymupdf.open(path) as d:
        for page in d:
            page.get_text("xml")
    return None

def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

def pandoc(path):
    return html_tables(output("pandoc", "-f", "docx", "-t", "html", path))

def antiword(path):
    text = output("antiword", "-w", "0", "-m", "UTF-8.txt", path).decode("utf-8", "replace")
    return [[line.strip("|").split("|") for line in text.splitlines() if "|" in line]]

def catdoc(path):
    text = output("catdoc", "-d", "utf-8", "-w", path).decode("utf-8", "replace")
    return [[line.split("\t") for line in text.splitlines() if "\t" in line]]

def img2table(path):
    from img2table.document import Image
    from img2table.ocr import TesseractOCR
    found = Image(path).extract_tables(ocr=TesseractOCR(n_threads=1, lang="chi_sim"), implicit_rows=False)
    return [t.df.astype(str).values.tolist() for t in found]

def poppler(path):
    output("pdftotext", "-bbox", path, "/dev/null")

def mutool(path):
    output("mutool", "draw", "-q", "-F", "stext", "-o", "/dev/null", path)

def gongkai_command(path):
    """The program itself, a process for each document."""
    output(GONGKAI, "extract", path)

GONGKAI = "gongkai"

def cpu():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime

def serve(read):
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # some libraries print
    for line in sys.stdin:
        before, start, answer = cpu(), time.perf_counter(), {"cells": {}}
        try:
            tables = read(line.rstrip("\n"))
            answer["cells"] = find_cells(tables) if tables else {}
        except Exception as e:  # a contender that fails has no cells right
            answer["error"] = f"{type(e).__name__}: {e}"[:200]
        answer["wall"], answer["cpu"] = time.perf_counter() - start, cpu() - before
        print(json.dumps(answer), file=answers, flush=True)

if __name__ == "__main__":
    if len(sys.argv) > 2:
        GONGKAI = sys.argv[2]
    serve(globals()[sys.argv[1]])
