"""What may be chosen of a paper, beside the batch that it is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from hrgrid.core.labelled import Labelled
from hrgrid.core.progress import Progress
from hrgrid.paper.forms import Form

WRITTEN = "write_hiring_paper"
CONTACT = ("报名地点：", "联系电话：", "监督电话：")


@dataclass(frozen=True)
class AnnouncementWords:
    """The parts of the announcement that an office words itself; "" leaves a part out.

    `contact` are lines of their own, blank for what the program does not know.
    """

    basis: str = "根据网格化服务管理工作需要和年度招录计划"
    register: str = (
        "采取现场报名方式，报名时提交本人身份证、学历证书原件和复印件，以及近期免冠照片2张，"
        "填写报名登记表。每人限报一个岗位"
    )
    pay: str = (
        "聘用人员依法签订劳动合同，按规定参加社会保险，工资待遇按照本地网格员薪酬管理办法执行"
    )
    discipline: str = (
        "招录工作坚持公开、平等、竞争、择优，接受社会监督。报名人对所填信息和所交材料的真实性负责，"
        "弄虚作假的，一经查实取消资格"
    )
    contact: tuple[str, ...] = CONTACT
    signers: tuple[str, ...] = ()


class Subject(Labelled):
    """What a paper is about."""

    BATCH = "batch", "招录批次"


@dataclass(frozen=True)
class PaperOptions:
    """Choices of a paper; each paper looks at those that concern it.

    `candidate_ids` narrows to some people, `room` to one room of the exam or of the interviews,
    `columns` is how many desks stand beside each other. `full` prints numbers in full, for a
    `reason`. `number` and `day` are those of a document that is not yet in the batch.
    """

    candidate_ids: tuple[int, ...] = ()
    room: int | None = None
    columns: int = 5
    full: bool = False
    reason: str = ""
    number: str = ""
    day: dt.date | None = None
    addressee: str = ""
    report_to: str = ""
    words: AnnouncementWords = field(default_factory=AnnouncementWords)


@dataclass(frozen=True)
class Asked:
    """One paper that is wanted: of which batch, as which file, where."""

    code: str
    batch_id: int
    path: Path
    form: Form
    options: PaperOptions
    progress: Progress

    @property
    def action(self) -> str:
        """What the journal calls the writing of it."""
        return WRITTEN
