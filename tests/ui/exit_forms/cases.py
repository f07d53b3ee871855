"""An office with a case at every stage of the path, each of somebody else."""

from __future__ import annotations

from hrgrid.exits.rules.case_forms import (
    AppealForm,
    Delivery,
    OpinionForm,
    ProtectForm,
    SealedScan,
    TellForm,
)
from hrgrid.exits.rules.words import Opinion, OpinionKind, Protection
from hrgrid.exits.service.appeals import file_appeal
from hrgrid.exits.service.hearings import tell_person
from hrgrid.exits.service.opinions import record_opinion
from hrgrid.exits.service.protections import answer_protections, seal_scan
from hrgrid.storage.desk import Desk
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment, Engagement
from hrgrid.workforce.service.engaging import ContractForm, Engaging, engage
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from tests.exits import office
from tests.exits.office import SINCE, on
from tests.hiring.build import id_number, plant

STAGES = (
    "reviewing", "warned", "talked", "remedy", "remedied", "reassessed", "passed", "proposed",
    "checked", "told", "heard", "asked", "objected", "reviewed", "consented", "approved",
    "notified", "appealed", "executed",
)  # fmt: skip
NAMES = (
    "陈建国", "李丽华", "王晓梅", "张海涛", "刘志强", "杨秀英", "黄文斌", "周立军", "吴桂兰",
    "徐雪芳", "孙国平", "马永康", "朱建平", "胡海燕", "郭志明", "何玉珍", "高建华", "林晓东",
    "罗永强",
)  # fmt: skip
PERSON = dict(zip(STAGES, NAMES, strict=True))


def settle(work: UnitOfWork) -> None:
    """Everybody on a contract in a grid of 东街道, and a volunteer."""
    grids = plant(work, {"东街道": len(NAMES) + 2})["东街道"]
    roles = Enlisting(work, tree_index(work, work.today)).roles
    given = []
    for at, name in enumerate((*NAMES, "李四", "钱二")):
        kind = {"李四": Engagement.VOLUNTEER, "钱二": Engagement.DISPATCH}.get(
            name, Engagement.CONTRACT
        )
        full = Employment.PART if kind is Engagement.VOLUNTEER else Employment.FULL
        post = PostForm(grids[at], roles["网格员"], full, SINCE)
        contract = ContractForm(kind, "示例区人力资源公司", SINCE, None)
        given.append(Engaging(PersonForm(name, id_number(at)), post, contract))
    engage(work, given)


def at_every_stage(desk: Desk) -> dict[str, int]:
    """The cases by the name of their stage."""
    who = PERSON
    cases = {
        "reviewing": office.opened(desk, who["reviewing"]),
        "warned": office.warned(desk, who["warned"]),
        "talked": office.talked(desk, who["talked"]),
        "remedy": office.helped(desk, who["remedy"], done=False),
        "remedied": office.helped(desk, who["remedied"]),
        "reassessed": office.reassessed(desk, who["reassessed"]),
        "passed": office.reassessed(desk, who["passed"], 72_500),
        "proposed": office.proposed(desk, who["proposed"]),
        "checked": office.checked(desk, who["checked"]),
        "told": office.checked(desk, who["told"]),
        "heard": office.heard(desk, who["heard"]),
        "asked": office.heard(desk, who["asked"]),
        "objected": office.heard(desk, who["objected"]),
        "reviewed": office.reviewed(desk, who["reviewed"]),
        "consented": office.reviewed(desk, who["consented"]),
        "approved": office.approved(desk, who["approved"]),
        "notified": office.notified(desk, who["notified"]),
        "appealed": office.notified(desk, who["appealed"]),
        "executed": office.executed(desk, who["executed"])[0],
    }
    _further(desk, cases)
    return cases


def _further(desk: Desk, cases: dict[str, int]) -> None:
    told = TellForm(Delivery(on(4, 17), number="东街告〔2026〕1号"))
    desk.write(lambda work: tell_person(work, cases["told"], told))
    for stage in ("asked", "objected"):
        office.asked(desk, cases[stage], OpinionKind.UNION, on(4, 22))
    said = OpinionForm(Opinion.OBJECTS, on(4, 24), "补训只有三门课，建议再安排一次")
    desk.write(lambda work: record_opinion(work, cases["objected"], OpinionKind.UNION, said))
    office.consented(desk, cases["consented"], on(4, 27))
    form = AppealForm(on(5, 6), "再考核没有按办法进行，要求重新考核")
    desk.write(lambda work: file_appeal(work, cases["appealed"], form))
    some = {Protection.PREGNANCY: False, Protection.ILLNESS: False}
    part = ProtectForm(some, on(4, 16))
    desk.write(lambda work: answer_protections(work, cases["proposed"], part))
    scan = SealedScan("说明.pdf", b"%PDF-1.4 made up")
    desk.write(lambda work: seal_scan(work, cases["proposed"], Protection.ILLNESS, scan))


def short_case(desk: Desk) -> int:
    """A volunteer whose case was opened; his path has two steps."""
    return office.opened(desk, "李四")
