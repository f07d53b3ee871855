"""Certificates of volunteers: who is chosen gets one text, on a document, with its own numbers.

Nothing else decides about them, so the document is their occasion: its number and the honour name
the batch, and nobody gets the same honour on the same document twice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.documents.rules import Series
from hrgrid.documents.service.issuing import check_issue, issue
from hrgrid.documents.service.preflight import Checked
from hrgrid.documents.service.requests import Asked, CertificateRequest, Decision
from hrgrid.storage.office import Office
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.facts import volunteer_kinds
from hrgrid.workforce.queries.listing import PeopleFilter, PersonRow, people
from hrgrid.workforce.queries.picking import people_of

_MOST = 10_000
_CODE = re.compile(r"[A-Z]{1,4}")


@dataclass(frozen=True)
class VolunteerOrder:
    """What they get and how it is numbered: `prefix`〔year〕`code` and `width` digits.

    `honour` as it is called, `body` as it is printed; the year is that of the day.
    """

    honour: str
    body: str
    document_no: str
    day: dt.date
    prefix: str
    code: str = "ZY"
    width: int = 4


def batch_of_volunteers(order: VolunteerOrder) -> str:
    """The key of the certificates of an honour on a document."""
    return f"volunteer:{_occasion(order)}"


def _occasion(order: VolunteerOrder) -> str:
    return canonical_hash([order.document_no.strip(), order.honour.strip()])[:16]


def volunteers_of(work: UnitOfWork) -> list[PersonRow]:
    """Whoever is in a post that counts as a volunteer's today, by strokes of the surname."""
    work.require_somewhere(Right.PRINT_PAPERS)
    roles = tuple(kind.role for kind in volunteer_kinds(work))
    return people(work, PeopleFilter(work.today, roles=roles), limit=_MOST)


def check_volunteers(work: UnitOfWork, order: VolunteerOrder, person_ids: Sequence[int]) -> Checked:
    """What issuing these would find; nothing is written."""
    asked = _asked(work, order, person_ids)
    return check_issue(work, asked.batch, asked.requests, asked.decision, asked.kept)


def issue_volunteers(work: UnitOfWork, order: VolunteerOrder, person_ids: Sequence[int]) -> int:
    """A certificate for each in the order given; returns how many are new.

    Who has one of this honour on this document keeps it. Raises UserError on an incomplete order,
    and naming whatever would print a box or run off the paper.
    """
    asked = _asked(work, order, person_ids)
    return issue(work, asked.batch, asked.requests, asked.decision, asked.kept)


def _asked(work: UnitOfWork, order: VolunteerOrder, person_ids: Sequence[int]) -> Asked:
    _check(order)
    if not person_ids:
        raise UserError("没有选志愿者。请至少勾选一人")
    rows = {row.id: row for row in people_of(work, person_ids, PeopleFilter(work.today))}
    chosen = [rows[one] for one in dict.fromkeys(person_ids) if one in rows]
    if len(chosen) < len(set(person_ids)):
        raise UserError("所选的志愿者里有人刚被并入或移出。请刷新名单后再选")
    names = Counter(match_key(row.name) for row in chosen)
    occasion = _occasion(order)
    series = Series(order.prefix.strip(), order.code, order.day.year, order.width)
    city = work.session.get_one(Office, 1).unit
    requests = tuple(
        CertificateRequest(
            source=f"volunteer:{occasion}:{row.id}",
            series=series,
            name=row.name,
            unit=row.street,
            with_unit=names[match_key(row.name)] > 1 and bool(row.street),
            honour=order.honour.strip(),
            title=f"{city}“{order.honour.strip()}”",
            body=order.body.strip(),
        )
        for row in chosen
    )
    decision = Decision(order.document_no, order.day)
    return Asked(batch_of_volunteers(order), requests, decision, (order.honour.strip(),))


def _check(order: VolunteerOrder) -> None:
    for what, text in (("称号", order.honour), ("正文", order.body), ("编号字头", order.prefix)):
        if not text.strip():
            raise UserError(f"志愿者证书没有写{what}。请补上")
    if not _CODE.fullmatch(order.code):
        raise UserError(f"编号代码“{order.code}”要写 1 到 4 个大写字母，例如 ZY。请改正")
    if not 1 <= order.width <= 8:
        raise UserError(f"编号位数 {order.width} 要在 1 到 8 之间。请改正")
