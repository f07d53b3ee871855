"""Approvals, signed in by their person or recorded from paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from hrgrid.accounts import queries
from hrgrid.accounts.model import Approval, How, Operator
from hrgrid.accounts.rules import HANDLED_WITH, Deed
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.names.spelling import match_key, unified
from hrgrid.core.policies import Policy
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Subject:
    """What is approved: the deed, its key among deeds of that kind, who proposed it, and where."""

    deed: Deed
    key: str
    title: str
    proposer_id: int
    area_path: str = ""


@dataclass(frozen=True)
class PaperApproval:
    """An approval on paper: by whom, his post, when, under which document or meeting number."""

    name: str
    post: str
    decided_on: dt.date
    document_no: str
    scan_sha256: str | None = None


def approve(work: UnitOfWork, subject: Subject) -> queries.ApprovalState:
    """The actor himself approves. Raises Refused for his own proposal or a second time."""
    work.require(Right.APPROVE, subject.area_path)
    found = work.session.get_one(Operator, work.actor.operator_id)
    post = found.post or work.actor.role
    return _add_approval(work, subject, How.SIGNED, PaperApproval(found.name, post, work.today, ""))


def record_paper_approval(
    work: UnitOfWork, subject: Subject, paper: PaperApproval
) -> queries.ApprovalState:
    """Record an approval that was given on paper; the scan may follow.

    Raises Refused where the paper is the proposer's own or the same person's second one.
    """
    work.require(HANDLED_WITH[subject.deed], subject.area_path)
    if not (paper.name.strip() and paper.post.strip() and paper.document_no.strip()):
        raise UserError(
            f"“{subject.title}”的纸质批件要写明审批人、职务和文号（或会议号）。请补上再登记"
        )
    if paper.decided_on > work.today:
        raise UserError(f"批件日期 {paper.decided_on:%Y-%m-%d} 在今天之后。请核对批件上的日期")
    return _add_approval(work, subject, How.PAPER, paper)


def _add_approval(
    work: UnitOfWork, subject: Subject, how: How, paper: PaperApproval
) -> queries.ApprovalState:
    approver_id = work.actor.operator_id if how is How.SIGNED else None
    earlier = _given(work, subject)
    _require_another(work, subject, earlier, approver_id, paper.name)
    name, post = unified(paper.name), paper.post.strip()
    work.session.add(
        Approval(
            deed=subject.deed,
            subject=subject.key,
            step=1 + max((row.step for row in earlier), default=0),
            how=how,
            approver_id=approver_id,
            approver_name=name,
            approver_post=post,
            decided_on=paper.decided_on,
            document_no=paper.document_no.strip(),
            scan_sha256=paper.scan_sha256,
            proposer_id=subject.proposer_id,
            setting=work.setting,
            recorded_by=work.actor.operator_id,
            recorded_at=work.now,
        )
    )
    work.session.flush()
    work.record(
        "approve",
        f"{subject.deed.label}：{subject.title}",
        after={
            "how": how.value,
            "by": f"{post}{name}",
            "on": paper.decided_on,
            "document": paper.document_no,
            "scan": paper.scan_sha256 or "缺签批件扫描",
        },
    )
    return queries.approval_state(work, subject.deed, subject.key)


def _given(work: UnitOfWork, subject: Subject) -> list[Approval]:
    chosen = (Approval.deed == subject.deed, Approval.subject == subject.key)
    return list(work.session.scalars(select(Approval).where(*chosen)))


def _require_another(
    work: UnitOfWork,
    subject: Subject,
    earlier: list[Approval],
    approver_id: int | None,
    name: str,
) -> None:
    # The database refuses the plain cases as well; asked here, the refusal goes on record, and
    # a blank inside a name or another post on the paper does not make a second person.
    proposer = work.session.get_one(Operator, subject.proposer_id)
    if work.policy(Policy.OTHER_APPROVER) == 1 and _same(
        approver_id, name, proposer.id, proposer.name
    ):
        raise Refused(
            f"经办人不能审批自己经办的事项（“{subject.title}”）。"
            "请由另一人登录审批，或登记他的纸质批件"
        )
    if any(_same(approver_id, name, row.approver_id, row.approver_name) for row in earlier):
        raise Refused(
            f"同一个人已经审批过“{subject.title}”。第二个审批须由另一人作出；"
            "若是同名的另一人，请让他登录审批"
        )


def _same(one_id: int | None, one: str, other_id: int | None, other: str) -> bool:
    """Two operators are told apart by their number, anybody else only by the name."""
    if one_id is not None and other_id is not None:
        return one_id == other_id
    return match_key(one) == match_key(other)


def require_approved(work: UnitOfWork, subject: Subject) -> queries.ApprovalState:
    """Raise Refused while a deed lacks approvals."""
    state = queries.approval_state(work, subject.deed, subject.key)
    if not state.complete:
        raise Refused(
            f"“{subject.title}”须有 {state.needed} 人审批，现有 {state.given} 人。"
            "请审批人登录审批，或登记纸质批件"
        )
    return state
