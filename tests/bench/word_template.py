"""`python -m tests.bench.word_template [N]`: our certificates beside a Word template.

The other side is what offices do without a program for it: a Word file with fields, filled for
each person and made into PDF by LibreOffice without a window. Twice: all people in one file, and a
file each, which is what may be sent to somebody. It is filled by its XML, which costs next to
nothing, and has neither frame nor code; LibreOffice's time is what is measured. Where there is no
`soffice` the script says so, and measures ours alone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from tests.bench.certificates import names, ours

_COUNT = 1_110
# LibreOffice leaves files out where it is given hundreds at a time.
_AT_ONCE = 50
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType=
 "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml" Type=
 "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"""
_FOOT = """<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>
</w:body></w:document>"""


def _paragraph(text: str, size: int, *, new_page: bool = False) -> str:
    fresh = "<w:pPr><w:pageBreakBefore/></w:pPr>" if new_page else ""
    return (
        f'<w:p>{fresh}<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def _page(number: int, name: str) -> str:
    body = "在2018年度网格化社会治理工作中业务精湛，被命名为苏州市“能手网格员”。"
    return "".join(
        (
            _paragraph("荣 誉 证 书", 96, new_page=number > 1),
            _paragraph(f"{name}同志：", 52),
            _paragraph(f"　　{body}", 44),
            _paragraph("　　特发此证，以资鼓励。", 44),
            _paragraph("中共苏州市委政法委员会", 40),
            _paragraph("2019年4月15日", 40),
            _paragraph(f"编号：苏政法网格〔2019〕NS{number:04d}", 22),
        )
    )


def write_merged(path: Path, people: list[str]) -> None:
    """The Word file with a page for each of them, filled as a mail merge fills it."""
    pages = "".join(_page(number, name) for number, name in enumerate(people, start=1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr("_rels/.rels", _RELATIONS)
        made.writestr("word/document.xml", f"{_HEAD}{pages}{_FOOT}")


def theirs(folder: Path, n: int, program: str, *, each: bool = False) -> float:
    """Seconds from the names to PDF by way of LibreOffice, `each` in a file of its own."""
    people = names(n)
    began = time.perf_counter()
    parts = [[one] for one in people] if each else [people]
    merged = [folder / f"merged-{at}.docx" for at in range(len(parts))]
    for path, part in zip(merged, parts, strict=True):
        write_merged(path, part)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    for begin in range(0, len(merged), _AT_ONCE):
        block = [str(path) for path in merged[begin : begin + _AT_ONCE]]
        subprocess.run([*asked, *block], check=True, capture_output=True)
    seconds = time.perf_counter() - began
    if not all(path.with_suffix(".pdf").exists() for path in merged):
        raise SystemExit("LibreOffice did not write every file")
    return seconds


def main() -> None:
    """Measure and tell."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mine = ours(folder, n)
        print(f"{n} certificates, signed: {mine:.2f} s")
        program = shutil.which("soffice")
        if program is None:
            print("no soffice on this machine: the Word template was not measured")
            return
        # The first start makes a profile; what is measured is the second.
        theirs(folder, 1, program)
        for what, each in (("all in one file", False), ("a file each", True)):
            other = theirs(folder, n, program, each=each)
            print(f"Word template, {what}: {other:.2f} s, {other / mine:.1f} times ours")


if __name__ == "__main__":
    main()
