"""The document that names the honoured, from a decided campaign, with its lists as annexes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.errors import UserError
from hrgrid.core.progress import Progress
from hrgrid.core.rights import Right
from hrgrid.documents.papers.issued import on_record
from hrgrid.documents.papers.written import Written
from hrgrid.honours.papers.collectives import (
    NAMED_THAT_DAY,
    collective_annexes,
    collective_sentence,
)
from hrgrid.honours.papers.rosters import annexes, campaign_name, printed
from hrgrid.honours.queries import CampaignRow, campaign, decisions, grants, quota_table
from hrgrid.honours.queries.collectives import collectives
from hrgrid.honours.rules.words import Kind, Tier
from hrgrid.paper import decision
from hrgrid.paper.decision import Document, named_phrase
from hrgrid.paper.forms import Form
from hrgrid.paper.roster import Roster
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class DecisionForm:
    """What the document says besides its lists.

    `basis` is the rule that the selection followed, with its number; `task` what the year asks
    of everybody; `copies` and `printed_on` its last lines, left out where empty. Of a list that
    was decided in parts `document_no` says which; without it the first.
    """

    addressee: str
    basis: str
    task: str
    copies: str = ""
    printed_on: str = ""
    document_no: str = ""


def write_decision(
    desk: Desk,
    campaign_id: int,
    path: Path,
    form: DecisionForm,
    *,
    progress: Progress | None = None,
) -> Written:
    """Write the document as a PDF; the people are those who were named that day under the names
    of that day, also those whose honour was revoked since.

    Raises UserError before the decision, without a basis or a task, and naming whom no font can
    print.
    """
    found, document, rosters = desk.read(lambda work: _document(work, campaign_id, form))
    rows = sum(roster.count for roster in rosters)
    with paper_file(path) as part:
        told = {"people": rows, "form": Form.PDF.value, "document_no": document.number}
        trace = on_record(desk, "write_decision", campaign_name(found), told)
        pages = decision.write_decision(part, document, rosters, trace, progress=progress)
    return Written(path, pages, rows)


def _document(
    work: UnitOfWork, campaign_id: int, form: DecisionForm
) -> tuple[CampaignRow, Document, list[Roster]]:
    work.require(Right.PRINT_PAPERS)
    found = campaign(work, campaign_id)
    given = grants(work, campaign_id, as_decided=True)
    made = decisions(given)
    if not made:
        raise UserError(
            f"{campaign_name(found)}现在是“{found.state.label}”，还没有决定文号。"
            "请先登记决定，再输出决定文件"
        )
    for value, what in ((form.basis, "评选依据"), (form.task, "工作要求")):
        if not value.strip():
            raise UserError(f"没有写{what}。请填好再输出决定文件")
    this = next((one for one in made if one.document_no == form.document_no.strip()), made[0])
    named_then = [row for row in given if row.document_no == this.document_no]
    rosters = annexes(printed(named_then))
    units_honoured = collectives(work, campaign_id)
    # Collective honours stand in the first document of the campaign alone.
    with_units = this.document_no == found.document_no
    further = (
        collective_annexes(units_honoured, len(rosters) + 1, NAMED_THAT_DAY) if with_units else []
    )
    of_units = collective_sentence(units_honoured) if with_units else ""
    signer = work.session.get_one(Office, 1).name
    units = quota_table(work, campaign_id)
    verb = found.kind.label
    honours = "，".join(_said(found.kind, tier, roster) for tier, roster in rosters.items())
    opening = decision.OPENING.format(
        year=found.year,
        grids=sum(unit.grids for unit in units),
        people=sum(unit.workers for unit in units),
        basis=form.basis.strip(),
        named=honours,
    )
    closing = decision.CLOSING.format(task=form.task.strip(), verb=verb)
    imprint = [f"抄送：{form.copies.strip()}。"] if form.copies.strip() else []
    if form.printed_on.strip():
        imprint.append(f"{signer}办公室\t{form.printed_on.strip()}印发")
    document = Document(
        organ=f"{signer}文件",
        number=this.document_no,
        title=(signer, f"关于{verb}{found.year}年度“十百千网格员”的{_genre(found.kind)}"),
        addressee=form.addressee.strip(),
        paragraphs=tuple(filter(None, (opening, of_units, closing))),
        signers=(signer,),
        day=this.day,
        annexes=tuple(roster.title for roster in (*rosters.values(), *further)),
        imprint=tuple(imprint),
    )
    return found, document, [*rosters.values(), *further]


def _said(kind: Kind, tier: Tier, roster: Roster) -> str:
    return named_phrase(roster, tier.label, kind.label)


def _genre(kind: Kind) -> str:
    """A commendation or naming is decided; praise is spread by a circular."""
    return "决定" if kind in (Kind.NAMING, Kind.COMMENDATION) else "通报"
