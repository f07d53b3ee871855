"""What the journal says of a person: imports and corrections, for who may read it."""

from __future__ import annotations

from sqlalchemy import func, select

from hrgrid.core.rights import Right
from hrgrid.overview.queries.file.lines import FileLine, FilePart, joined
from hrgrid.storage.journal import entries_about
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Contract, Person, Post
from hrgrid.workforce.queries import PersonCard

_MOST = 30


def journal_part(work: UnitOfWork, card: PersonCard) -> FilePart | None:
    """The entries that name the person, and the imports that brought his rows."""
    if not work.actor.may_somewhere(Right.READ_JOURNAL):
        return None
    subjects = [f"{card.name}（{card.number}）"]
    query = select(func.count(Person.id)).where(Person.name == card.name)
    namesakes = work.session.scalar(query) or 0
    told = ""
    if namesakes == 1:
        subjects.append(card.name)
    else:
        # The journal of old names people by their name alone.
        told = f"同名的有 {namesakes} 人，只写了姓名的留痕分不清是谁，没有列出。"
    operations = {
        operation
        for model in (Post, Contract)
        for operation in work.session.scalars(
            select(model.import_operation).where(model.person_id == card.id).distinct()
        )
    }
    operations.add(work.session.scalar(select(Person.import_operation).where(Person.id == card.id)))
    found = entries_about(work.session, subjects, [one for one in operations if one], _MOST)
    lines = tuple(
        FileLine(
            f"{row.at.astimezone():%Y-%m-%d %H:%M}",
            row.action,
            joined(row.actor_name, row.reason),
            "journal",
            f"entry/{row.seq}",
        )
        for row in found
    )
    return FilePart("操作留痕", lines, "没有单独的留痕", told, coded=True)
