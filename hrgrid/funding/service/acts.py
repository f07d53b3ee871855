"""Papers about budgets: drafted by one, approved by another, and only then is anything changed.

What an approved paper says is booked in the same transaction: budgets, headings and ledger stand
together or not at all. A paper is never edited; what was wrong is put right by another.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from hrgrid.accounts.queries import ApprovalState
from hrgrid.accounts.rules import Deed
from hrgrid.accounts.service import PaperApproval, Subject, approve, record_paper_approval
from hrgrid.core.errors import UserError
from hrgrid.core.money import format_money
from hrgrid.core.rights import Right
from hrgrid.funding.model import Allotment, Budget, BudgetAct, BudgetMove
from hrgrid.funding.rules.budget_forms import ActForm, ApproveForm, MoveForm
from hrgrid.funding.rules.posting_forms import EntryForm, PostingForm
from hrgrid.funding.rules.words import Account, ActKind, ActState, PostingKind
from hrgrid.funding.service.months import hold_ledger
from hrgrid.funding.service.postings import book
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.queries.areas import area_on

_FROM_OUTSIDE = (ActKind.ISSUE, ActKind.AMEND, ActKind.CARRY, ActKind.RETURN)
_BETWEEN = (ActKind.GIVE, ActKind.TRANSFER)


def draft_act(work: UnitOfWork, form: ActForm) -> int:
    """Lay a paper in for approval; returns its id. Nothing changes yet.

    Raises UserError for lines that do not fit the kind of paper, naming the unit.
    """
    work.require(Right.RUN_FUNDING, form.area_path)
    title = form.title.strip()
    if not title:
        raise UserError("经费文件没有写名称。请填上")
    if form.day > work.today:
        raise UserError(f"“{title}”的日期 {form.day:%Y-%m-%d} 在今天之后。请核对日期")
    if not form.moves:
        raise UserError(f"“{title}”里没有一笔金额。请先填写金额")
    budgets = {move.budget_id: _budget(work, move.budget_id) for move in form.moves}
    for move in form.moves:
        _check_move(work, form, move, budgets[move.budget_id])
    row = BudgetAct(
        year=form.year,
        kind=form.kind,
        area_path=form.area_path,
        title=title[:120],
        document_no=form.document_no.strip()[:80],
        day=form.day,
        why=form.why.strip(),
        scan_sha256=form.scan_sha256,
        state=ActState.DRAFT,
        proposer_id=work.actor.operator_id,
        approval_words="",
        decided_on=None,
        void_reason="",
        made_at=work.now,
        made_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        BudgetMove(
            act_id=row.id,
            seq=seq,
            budget_id=move.budget_id,
            heading=move.heading,
            payer=move.payer,
            other_budget_id=move.other_budget_id,
            fen=move.fen,
            note=move.note.strip()[:200],
        )
        for seq, move in enumerate(form.moves, start=1)
    )
    work.session.flush()
    work.record(
        "draft_budget_act", row.title, after={"kind": form.kind.value, "lines": len(form.moves)}
    )
    return row.id


def approve_act(work: UnitOfWork, act_id: int, form: ApproveForm) -> ApprovalState:
    """One approval; the one that completes them changes the budgets and books it.

    With a name it was given on paper and is recorded by who handles it, else the actor signs it.
    Raises Refused for the proposer where the policy asks for another, UserError with the
    arithmetic where the money does not reach.
    """
    # Before the budgets are held: whoever posts holds the ledger first and the headings after.
    hold_ledger(work)
    on_paper = bool(form.name.strip())
    found = _draft(work, act_id)
    work.require(Right.RUN_FUNDING if on_paper else Right.APPROVE, found.area_path)
    document = form.document_no.strip() or found.document_no
    if not document:
        raise UserError(f"“{found.title}”没有文号。请填上批准文号或会议号")
    subject = act_subject(work, act_id)
    if on_paper:
        paper = PaperApproval(
            form.name, form.post, form.on or work.today, document, found.scan_sha256
        )
        state = record_paper_approval(work, subject, paper)
    else:
        state = approve(work, subject)
    if state.complete:
        found.document_no = document[:80]
        _carry_out(work, found, state)
    return state


def void_act(work: UnitOfWork, act_id: int, why: str) -> None:
    """A draft is not wanted any more, with the reason."""
    found = _draft(work, act_id)
    work.require(Right.RUN_FUNDING, found.area_path)
    if not why.strip():
        raise UserError(f"作废“{found.title}”要写明原因。请填上")
    found.state, found.void_reason = ActState.VOID, why.strip()[:200]
    work.session.flush()
    work.record("void_budget_act", found.title, why.strip())


def act_subject(work: UnitOfWork, act_id: int) -> Subject:
    """What is approved."""
    found = _act(work, act_id)
    return Subject(
        Deed.BUDGET, f"budget_act:{found.id}", found.title, found.proposer_id, found.area_path
    )


def _carry_out(work: UnitOfWork, found: BudgetAct, state: ApprovalState) -> None:
    moves = list(
        work.session.scalars(
            select(BudgetMove).where(BudgetMove.act_id == found.id).order_by(BudgetMove.seq)
        )
    )
    # In the order of their ids, whatever the paper's: two approvals at once wait for each other.
    ids = {move.budget_id for move in moves} | {
        move.other_budget_id for move in moves if move.other_budget_id is not None
    }
    budgets = {at: _budget(work, at, lock=True) for at in sorted(ids)}
    # Nothing is written before the sums are looked at: the database would refuse them too, but
    # without the arithmetic.
    with work.session.no_autoflush:
        for move in moves:
            _change(work, found, move, budgets)
        for budget in budgets.values():
            _check_sums(work, found, budget)
    found.approval_words = state.words
    found.decided_on = work.today
    found.state = ActState.APPROVED
    work.session.flush()
    entries = list(_entries(moves, budgets))
    if entries:
        first = budgets[moves[0].budget_id]
        kind = PostingKind.TRANSFER if found.kind in _BETWEEN else PostingKind.BUDGET
        kind = PostingKind.RETURN if found.kind is ActKind.RETURN else kind
        book(
            work,
            PostingForm(
                kind,
                found.day,
                first.area_id,
                found.title,
                entries,
                document_no=found.document_no,
                source_key=f"budget_act:{found.id}",
                scan_sha256=found.scan_sha256,
            ),
        )
    work.record(
        "approve_budget_act",
        found.title,
        after={"document": found.document_no, "lines": len(moves)},
    )


def _change(
    work: UnitOfWork, found: BudgetAct, move: BudgetMove, budgets: dict[int, Budget]
) -> None:
    budget = budgets[move.budget_id]
    if move.heading is not None:
        kept = work.session.get(Allotment, (budget.id, move.heading), populate_existing=True)
        if kept is None:
            kept = Allotment(budget_id=budget.id, heading=move.heading, fen=0, spent_fen=0)
            work.session.add(kept)
        if kept.fen + move.fen < kept.spent_fen:
            raise UserError(
                f"{_name(work, budget)}“{move.heading.label}”安排 {format_money(kept.fen)} 元，"
                f"已支出 {format_money(kept.spent_fen)} 元，不能减少 {format_money(-move.fen)} 元。"
                "请核对金额"
            )
        kept.fen += move.fen
        budget.allotted_fen += move.fen
    elif move.other_budget_id is None:
        budget.total_fen += move.fen
    elif found.kind is ActKind.GIVE:
        # `budget` is the child, the other side its parent.
        budget.total_fen += move.fen
        budgets[move.other_budget_id].given_fen += move.fen
    else:
        _transfer(work, budget, budgets[move.other_budget_id], move.fen)


def _transfer(work: UnitOfWork, to: Budget, other: Budget, fen: int) -> None:
    """Between two units: what stands above the one goes down by it, above the other up."""
    to.total_fen += fen
    other.total_fen -= fen
    if to.parent_id != other.parent_id:
        raise UserError(
            f"{_name(work, to)}和{_name(work, other)}不在同一个上级下面，不能直接调剂。"
            "请先收回，再分给另一个单位"
        )


def _check_sums(work: UnitOfWork, found: BudgetAct, budget: Budget) -> None:
    """The database refuses it as well; here the sentence has the arithmetic."""
    name, parts = _name(work, budget), budget.given_fen + budget.allotted_fen
    if budget.total_fen < 0 or parts > budget.total_fen:
        raise UserError(
            f"“{found.title}”办不了：{name} {budget.year} 年度经费共 "
            f"{format_money(budget.total_fen)} 元，分给下级 {format_money(budget.given_fen)} 元，"
            f"安排到科目 {format_money(budget.allotted_fen)} 元，"
            f"超出 {format_money(parts - budget.total_fen)} 元。请核对金额，或先调整预算"
        )
    if budget.given_fen < 0:
        raise UserError(f"“{found.title}”从下级收回的比分给下级的多。请核对金额")


def _entries(moves: list[BudgetMove], budgets: dict[int, Budget]) -> Iterator[EntryForm]:
    for move in moves:
        if move.heading is not None:
            continue
        to = budgets[move.budget_id].area_id
        yield EntryForm(Account.QUOTA, to, move.fen, payer=move.payer)
        if move.other_budget_id is None:
            yield EntryForm(Account.APPROPRIATION, to, -move.fen, payer=move.payer)
        else:
            yield EntryForm(Account.QUOTA, budgets[move.other_budget_id].area_id, -move.fen)


def _check_move(work: UnitOfWork, form: ActForm, move: MoveForm, budget: Budget) -> None:
    name = _name(work, budget)
    if budget.year != form.year:
        raise UserError(f"{name}的经费是 {budget.year} 年度的，文件是 {form.year} 年度的。请核对")
    if not budget.area_path.startswith(form.area_path):
        raise UserError(f"{name}不在这份文件的单位下面。请核对")
    if not move.fen:
        raise UserError(f"{name}的金额是 0。请填写金额，或删去这一行")
    if form.kind is ActKind.ALLOT:
        fits = move.heading is not None and move.payer is None and move.other_budget_id is None
    elif form.kind in _FROM_OUTSIDE:
        fits = move.payer is not None and move.heading is None and move.other_budget_id is None
    else:
        fits = move.other_budget_id is not None and move.heading is None and move.payer is None
    if not fits:
        raise UserError(f"“{form.kind.label}”里{name}的一行填得不对。请核对这一行的来源或科目")
    if form.kind in (ActKind.ISSUE, ActKind.CARRY, ActKind.TRANSFER) and move.fen < 0:
        raise UserError(
            f"“{form.kind.label}”里{name}的金额是 {format_money(move.fen)} 元，不能是负数。"
            "要减少请办预算调整"
        )
    if form.kind is ActKind.RETURN and move.fen > 0:
        raise UserError(f"收回{name}的金额要填成减少。请核对金额")
    if form.kind is ActKind.GIVE and budget.parent_id != move.other_budget_id:
        raise UserError(f"{name}不归这个上级管。请核对上级")


def _name(work: UnitOfWork, budget: Budget) -> str:
    return area_on(work, budget.area_id, work.today).name


def _budget(work: UnitOfWork, budget_id: int, *, lock: bool = False) -> Budget:
    found = work.session.get(Budget, budget_id, populate_existing=True, with_for_update=lock)
    if found is None:
        raise UserError("没有这笔年度经费。请刷新后再选")
    return found


def _act(work: UnitOfWork, act_id: int) -> BudgetAct:
    found = work.session.get(BudgetAct, act_id, populate_existing=True)
    if found is None:
        raise UserError("没有这份经费文件。请刷新后再选")
    return found


def _draft(work: UnitOfWork, act_id: int) -> BudgetAct:
    found = _act(work, act_id)
    if found.state is not ActState.DRAFT:
        raise UserError(f"“{found.title}”已是“{found.state.label}”。请刷新后查看")
    return found
