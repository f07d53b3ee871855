"""Posts, absences, contracts, grids that the person looked after, and what changed since."""

from __future__ import annotations

from sqlalchemy import and_, select

from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined, span
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Area, AreaStand, Contract, Post, StandIn
from hrgrid.workforce.queries import PersonCard
from hrgrid.workforce.queries.absences import absences_of
from hrgrid.workforce.queries.persons import former_values
from hrgrid.workforce.rules import Level, PostState


def post_part(work: UnitOfWork, card: PersonCard) -> FilePart:
    """Every post, voided ones too; each leads to its grid, or to the people of its area."""
    query = select(Post.id, Area.id, Area.level).join(Area, Area.id == Post.area_id)
    places = {
        post_id: f"{'grid' if level is Level.GRID else 'area'}/{area_id}"
        for post_id, area_id, level in work.session.execute(query.where(Post.person_id == card.id))
    }
    lines = tuple(
        FileLine(
            span(row.valid_from, row.valid_to),
            f"{row.place}　{row.role}（{row.employment.label}）",
            joined("作废" if row.state is PostState.VOIDED else "", row.note),
            "workforce" if row.id in places else "",
            places.get(row.id, ""),
            quiet=row.state is PostState.VOIDED,
        )
        for row in card.posts
    )
    return FilePart("任职", lines, "没有任职记录")


def absence_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """When the person was away, as anybody may read it; nothing is said of who never was."""
    lines = tuple(
        FileLine(
            span(row.valid_from, row.valid_to),
            row.called,
            joined("作废" if row.void_reason else "", row.host, row.document_no),
            quiet=bool(row.void_reason),
        )
        for row in absences_of(work, card.id)
    )
    return FilePart("离岗", lines, "") if lines else None


def former_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """What of the person was otherwise before a change."""
    lines = tuple(
        FileLine(
            f"{row.held_until:%Y-%m-%d} 以前", f"{row.field.label}　{row.text}", row.document_no
        )
        for row in former_values(work, card.id)
    )
    return FilePart("变更前", lines, "") if lines else None


def contract_part(work: UnitOfWork, card: PersonCard) -> FilePart:
    """Every contract with its number and its probation; it leads to its import's entry."""
    query = (
        select(Contract)
        .where(Contract.person_id == card.id)
        .order_by(Contract.valid_from.desc(), Contract.id)
    )
    lines = []
    for row in work.session.scalars(query):
        probation = f"试用期至 {row.probation_to:%Y-%m-%d}" if row.probation_to else ""
        signed = f"{row.signed_on:%Y-%m-%d} 签订" if row.signed_on else ""
        operation = row.import_operation
        lines.append(
            FileLine(
                span(row.valid_from, row.valid_to),
                joined(row.kind.label, row.employer),
                joined(row.contract_no, signed, probation),
                "journal" if operation else "",
                f"operation/{operation}" if operation else "",
            )
        )
    return FilePart("聘用关系", tuple(lines), "没有聘用记录")


def stand_in_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """Grids that the person looked after for somebody; nothing is said of who never did."""
    stand = and_(
        AreaStand.area_id == StandIn.area_id,
        AreaStand.valid_from <= StandIn.valid_from,
        (AreaStand.valid_to.is_(None)) | (AreaStand.valid_to > StandIn.valid_from),
    )
    query = (
        select(StandIn.area_id, StandIn.valid_from, StandIn.valid_to, AreaStand.name)
        .outerjoin(AreaStand, stand)
        .where(StandIn.person_id == card.id)
        .order_by(StandIn.valid_from.desc())
    )
    # Why somebody was away is nobody's business here.
    lines = tuple(
        FileLine(span(since, until), f"代管{name or ''}", "", "workforce", f"grid/{area_id}")
        for area_id, since, until, name in work.session.execute(query)
    )
    return FilePart("代管", lines, "") if lines else None
