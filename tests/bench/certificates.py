"""Certificates with frame, signature and a signed code each, rare names among them.

The limit draws one name a page with reportlab, in one font and nothing else.
"""

from __future__ import annotations

import itertools
import random
import time
from pathlib import Path

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰玉萍红建国华"
# Drawn by four faces: one in a hundred has such a name.
RARE = ("𬱖云", "䶮一", "㛃玉", "\U00020007明", "\U00030000三")


def names(n: int) -> list[str]:
    """The same names for both sides."""
    chance = random.Random(2018)
    rare = itertools.cycle(RARE)
    return [
        next(rare)
        if number % 100 == 7
        else chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
        for number in range(n)
    ]


def prepare(folder: Path, n: int) -> None:
    """Nothing is needed beforehand."""


def ours(folder: Path, n: int) -> float:
    """Seconds from the names to the file, signatures included."""
    import datetime as dt

    from hrgrid.paper.certificate import CITATIONS, CertificateRow, Design, write_certificates
    from hrgrid.paper.fonts import bundled_fonts
    from hrgrid.paper.seal import Signer, Statement

    people = names(n)
    began = time.perf_counter()
    signer, day = Signer("2019A", bytes(32)), dt.date(2019, 4, 15)
    rows = []
    for number, name in enumerate(people, start=1):
        honour = "能手网格员"
        full = f"苏政法网格〔2019〕NS{number:04d}"
        code = signer.code(Statement(full, name, f"苏州市“{honour}”", "", day))
        body = CITATIONS[honour].format(year=2018, city="苏州市")
        rows.append(CertificateRow(full, name, honour, body, code=code))
    design = Design(("中共苏州市委政法委员会",), "2019年4月15日", kept=("苏州市",))
    volumes = write_certificates(folder / "ours.pdf", rows, design, fonts=bundled_fonts())
    seconds = time.perf_counter() - began
    if sum(volume.pages for volume in volumes) != n:
        raise SystemExit(f"{volumes} are not {n} pages")
    return seconds


def limit(folder: Path, n: int) -> float:
    """Seconds of the bare names."""
    people = names(n)
    font = Path(__file__).parents[2] / "resources" / "fonts" / "LXGWWenKai-Regular.ttf"
    began = time.perf_counter()
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("kai", str(font)))
    canvas = Canvas(str(folder / "limit.pdf"), pagesize=(842, 595), pageCompression=1)
    for name in people:
        canvas.setFont("kai", 26)
        canvas.drawString(113, 374, f"{name}同志：")
        canvas.showPage()
    canvas.save()
    return time.perf_counter() - began
