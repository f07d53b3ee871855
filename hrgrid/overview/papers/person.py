"""一人一档 on paper, and the same as the person's own sheet of the data held on him."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hrgrid.accounts.queries import office
from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.overview.queries.file import FilePart, PersonFile, person_file
from hrgrid.paper.listing import WIDTH, Listing, PaperColumn
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import PersonCard
from hrgrid.workforce.queries.cards import photo_of

_COLUMNS = (
    PaperColumn("时间", 430),
    PaperColumn("内容", 750),
    PaperColumn("说明", 560),
)
_PHOTO = (250, 350)
_RIGHTS = (
    "以上是本机构为管理网格员队伍而保存的本人的信息，证件号和手机号在这里只显示一部分。",
    "有不对或不全的，可以向经办人申请更正：写明哪一项、应该是什么，附上依据。",
    "更正会登记，谁在什么时候改了什么都可以查。",
)


class PersonPaper(Labelled):
    """What the paper is headed with, and for whom it is."""

    FILE = "file", "人员档案"
    OWN = "own", "本人信息告知单"

    @staticmethod
    def facts(card: PersonCard) -> list[tuple[str, str]]:
        """What is known of a person, in reading order; numbers masked, empty ones told as such."""
        born = f"{card.birth_date:%Y-%m-%d}" if card.birth_date else "没有登记"
        facts = [
            ("姓名", card.name),
            ("工号", card.number),
            ("性别", card.sex.label if card.sex else "没有登记"),
            ("出生日期", born),
            ("证件号", card.id_masked or "没有登记"),
            ("手机号", card.phone_masked or "没有登记"),
            ("政治面貌", card.party or "没有登记"),
            ("学历", card.education or "没有登记"),
        ]
        return [*facts, ("备注", card.note)] if card.note else facts


@dataclass(frozen=True)
class _Read:
    file: PersonFile
    photo: bytes | None
    office: str
    by: str
    today: str


def write_person(
    desk: Desk, person_id: int, paper: PersonPaper, path: Path, progress: Progress
) -> int:
    """Write the file of a person as a PDF; returns how many pages.

    Raises UserError where nobody is there, the file cannot be written, or the name has a
    character without a face; Refused where the actor may not look at him.
    """

    def read(work: UnitOfWork) -> _Read:
        file = person_file(work, person_id)
        today = f"{work.today:%Y-%m-%d}"
        return _Read(file, photo_of(work, person_id), office(work).name, work.actor.name, today)

    found = desk.read(read)
    progress.begin("生成档案", 1)
    with paper_file(path) as part:
        return _write(part, found, paper, progress)


def _write(path: Path, found: _Read, paper: PersonPaper, progress: Progress) -> int:
    card = found.file.card
    made = Listing(paper.label, f"{found.office}　{found.today} 由{found.by}打印")
    made.head([f"{found.office}　{found.today}"])
    top, room = made.y, WIDTH
    if found.photo is not None:
        made.picture(found.photo, *_PHOTO)
        room = WIDTH - _PHOTO[0] - 60
    made.facts(PersonPaper.facts(card), across=2, room=room)
    if found.photo is not None:
        made.y = max(made.y, top + _PHOTO[1])
    for part in found.file.parts:
        if not part.coded:
            _add(made, part)
    if paper is PersonPaper.OWN:
        _add_rights(made)
    return made.write(path, [(card.name, card.name)], progress)


def _add(made: Listing, part: FilePart) -> None:
    made.heading(part.title, f"{len(part.lines)} 项" if part.lines else "", keep=1)
    if part.lines:
        rows = [(line.when, line.what, line.beside) for line in part.lines]
        made.table(_COLUMNS, rows, headed=False)
    else:
        made.y += 10
        made.paragraph(part.none)


def _add_rights(made: Listing) -> None:
    made.heading("怎样更正", keep=8)
    made.y += 10
    for text in _RIGHTS:
        made.paragraph(text)
    made.y += 60
    made.make_room(160)
    made.facts([("本人签名", ""), ("日期", "")], across=2)
