"""What a certificate says and where it says it: plain rows, to a tenth of a millimetre."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.names import match_key
from hrgrid.paper.certificate.face import CLOSING, Face

# What a certificate says by the title it gives; {year} is the year that was assessed.
CITATIONS = {
    "先锋网格员": "在{year}年度网格化社会治理工作中成绩突出，被命名为{city}“先锋网格员”。",
    "优秀网格员": "在{year}年度网格化社会治理工作中表现优秀，被命名为{city}“优秀网格员”。",
    "能手网格员": "在{year}年度网格化社会治理工作中业务精湛，被命名为{city}“能手网格员”。",
}


@dataclass(frozen=True)
class Layout:
    """Where things stand, in tenths of a millimetre from the upper left corner of the page.

    `begin` is where the printed part begins on the sheet; `code` is its left, top and side.
    `sizes` (thousandths) makes letters fit a smaller sheet.
    """

    page: tuple[int, int]
    begin: int
    frame: tuple[int, int, int, int]
    centre: int
    title: int
    left: int
    right: int
    name: int
    body: int
    leading: int
    signer: int
    day: int
    number: int
    code: tuple[int, int, int]
    sizes: int = 1000

    def scaled(self, width: int, height: int) -> Layout:
        """The same on a sheet of another size, every part where it stands in proportion."""
        across, down = (width, self.page[0]), (height, self.page[1])
        less = min(across, down, key=lambda each: each[0] / each[1])
        left, _, right, bottom = self.frame
        x, y, side = self.code
        edge = _times(left, less)
        return Layout(
            page=(width, height),
            begin=_times(self.begin, across),
            frame=(
                edge,
                edge,
                width - _times(self.page[0] - right, less),
                height - _times(self.page[1] - bottom, less),
            ),
            centre=_times(self.centre, across),
            title=_times(self.title, down),
            left=_times(self.left, across),
            right=_times(self.right, across),
            name=_times(self.name, down),
            body=_times(self.body, down),
            leading=_times(self.leading, down),
            signer=_times(self.signer, down),
            day=_times(self.day, down),
            number=_times(self.number, down),
            code=(_times(x, across), _times(y, down), side),
            sizes=_times(self.sizes, less),
        )


def _times(length: int, share: tuple[int, int]) -> int:
    """A length times new over old, rounded half up."""
    new, old = share
    return (2 * length * new + old) // (2 * old)


A4 = Layout(
    page=(2970, 2100),
    begin=0,
    frame=(80, 80, 2890, 2020),
    centre=1485,
    title=480,
    left=400,
    right=2570,
    name=780,
    body=980,
    leading=140,
    signer=1600,
    day=1740,
    number=1900,
    code=(400, 1600, 220),
)
# The right inner page of a folded A3 sheet.
A3_FOLD = Layout(
    page=(4200, 2970),
    begin=2100,
    frame=(80, 80, 2020, 2890),
    centre=1050,
    title=680,
    left=300,
    right=1800,
    name=1080,
    body=1300,
    leading=140,
    signer=2230,
    day=2370,
    number=2620,
    code=(300, 2270, 220),
)
# The inner sheets of covers as they are sold; a cover of another measure is fitted by scale.
K6, K8, K12 = A4.scaled(3270, 2230), A4.scaled(2850, 1970), A4.scaled(2400, 1650)


@dataclass(frozen=True)
class Design:
    """What all certificates of a batch share.

    `signers` from top to bottom, the day as it is printed. For bought covers `frame`, `title`
    and `code` are left out; the shift (right and down, tenths of a millimetre) and `scale`
    (thousandths) fit the print to the paper. `kept` are words that no line breaks, as the city's
    name; an honour's own name is kept anyway.
    """

    signers: tuple[str, ...]
    day: str
    layout: Layout = A4
    title: str = "荣誉证书"
    frame: bool = True
    code: bool = True
    shift: tuple[int, int] = (0, 0)
    scale: int = 1000
    kept: tuple[str, ...] = ()

    @property
    def face(self) -> Face:
        """The face of what was issued without one of its own."""
        return Face(self.title, CLOSING, self.signers, self.day, self.kept)

    def overprinted(self, *, title: bool = True) -> Design:
        """The same for a bought cover: no frame, no code; no title where the cover has one."""
        shown = self.title if title else ""
        return dataclasses.replace(self, frame=False, code=False, title=shown)

    def cover(self, overprint: Design) -> Design:
        """What the bought cover has on it where `overprint` of this design is what is printed."""
        kept = "" if overprint.title else self.title
        return dataclasses.replace(self, title=kept, shift=(0, 0), scale=1000)


@dataclass(frozen=True)
class CertificateRow:
    """One certificate; without a name room is left to write it by hand.

    `number` as printed, a copy's with （补1）; `code` is the text of its QR code. A `collective`
    one names a team or a unit, and nobody 同志. `face` is what it was issued with, None for that
    of its design.
    """

    number: str
    name: str
    honour: str
    body: str
    unit: str = ""
    with_unit: bool = False
    code: str = ""
    state: str = ""
    closing: str = CLOSING
    collective: bool = False
    face: Face | None = None

    @property
    def addressed(self) -> str:
        """The line that names the person, without gaps."""
        return f"{self.unit if self.with_unit else ''}{self.name}{self.called}："

    @property
    def called(self) -> str:
        """What follows the name."""
        return "" if self.collective else "同志"

    @property
    def full_text(self) -> str:
        """All that the certificate says to the person."""
        return f"{self.addressed}{self.body}{self.closing}"


def with_units(rows: Sequence[CertificateRow]) -> list[CertificateRow]:
    """The rows, each with its unit printed where two of one honour share a name."""
    counts = Counter((row.honour, match_key(row.name)) for row in rows if row.name)
    return [
        dataclasses.replace(row, with_unit=True)
        if row.unit and counts[row.honour, match_key(row.name)] > 1
        else row
        for row in rows
    ]
