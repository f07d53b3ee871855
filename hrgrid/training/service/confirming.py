"""Results of a class: proposed, approved where the office asks for it, confirmed, reopened."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.accounts.service import Subject
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Confirmed:
    """Which version of the results, how many passed and how many did not."""

    version: int
    passed: int
    failed: int


def needs_approval(work: UnitOfWork) -> bool:
    """Whether results are approved by somebody else before they are confirmed (the policy)."""
    raise NotImplementedError


def propose_results(work: UnitOfWork, class_id: int) -> None:
    """Put the results up for approval; raises UserError with the first thing that blocks."""
    raise NotImplementedError


def results_subject(work: UnitOfWork, class_id: int) -> Subject:
    """What is approved: exactly these numbers; a later change wants a new approval."""
    raise NotImplementedError


def confirm_results(work: UnitOfWork, class_id: int) -> Confirmed:
    """Write the next version of the results and settle the class.

    Raises UserError with what blocks, Refused while an approval is missing.
    """
    raise NotImplementedError


def reopen_results(work: UnitOfWork, class_id: int) -> None:
    """结果已定 → 已结课, with a reason; what is confirmed next is a new version."""
    raise NotImplementedError
