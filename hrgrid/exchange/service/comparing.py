"""What a workbook that came back says, against what went out and what the office holds now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hrgrid.core.rights import Right
from hrgrid.exchange.model import CollectionReturn, CollectionSheet
from hrgrid.exchange.queries.collect_kinds import Collecting
from hrgrid.exchange.queries.contents import open_came, open_sent
from hrgrid.exchange.rules.collecting import HeldRow
from hrgrid.exchange.rules.comparing import compare
from hrgrid.exchange.rules.differing import (
    TOLD_ONLY,
    Comparison,
    Decision,
    Finding,
    Place,
    Side,
    without_secrets,
)
from hrgrid.exchange.rules.words import SheetState
from hrgrid.exchange.service.asking import Asking, any_round
from hrgrid.storage.sealed import Keyring
from hrgrid.storage.work import UnitOfWork

_CONTEXT = "collection.decision"


@dataclass(frozen=True)
class UnitComparison:
    """What one unit's last return says; `edition` is older than `current` for an old workbook."""

    sheet_id: int
    unit_path: str
    unit_name: str
    edition: int
    comparison: Comparison
    old: bool = False


def compare_round(
    work: UnitOfWork,
    collecting: Collecting,
    round_id: int,
    sheet_ids: Sequence[int] | None = None,
) -> list[UnitComparison]:
    """The last return of each unit compared, of old editions too.

    Secrets are masked for who may not see them; what is decided holds all the same.
    """
    asking = any_round(work, collecting, round_id)
    pairs = asking.last_returns(sheet_ids)
    held = asking.held([sheet for sheet, _ in pairs])
    work.progress.begin("比较各单位的表", len(pairs))
    secrets = work.actor.may(Right.SHOW_SENSITIVE, asking.row.area_path)
    done = []
    for sheet, row in pairs:
        comparison = compare_return(asking, sheet, row, held)
        done.append(
            UnitComparison(
                sheet.id,
                sheet.unit_path,
                sheet.unit_name,
                sheet.edition,
                comparison if secrets else without_secrets(comparison),
                sheet.state is SheetState.REPLACED,
            )
        )
        work.progress.step()
    return done


def compare_return(
    asking: Asking,
    sheet: CollectionSheet,
    row: CollectionReturn,
    held: Mapping[str, list[HeldRow]],
    decided: Mapping[Place, Decision] | None = None,
) -> Comparison:
    """One return compared; what was decided at an earlier merge stays decided."""
    keyring = asking.work.keyring
    sent = open_sent(keyring, asking.spec, sheet.content)
    ours = asking.spec_of(sheet)
    came = open_came(keyring, ours, row.content)
    now = held.get(sheet.unit_path, [])
    answered = row.merged_at is not None
    comparison = compare(ours, sent.rows, came, now, decided, answered=answered)
    kept = {(mark, key): (side, mac) for mark, key, side, mac in _kept(row)}
    return _with_kept(keyring, comparison, kept) if kept else comparison


def _kept(row: CollectionReturn) -> list[list[str]]:
    found: list[list[str]] = json.loads(row.counts).get("kept", [])
    return found


def _with_kept(
    keyring: Keyring, comparison: Comparison, kept: Mapping[Place, tuple[str, str]]
) -> Comparison:
    def settled(one: Finding) -> Finding:
        side, mac = kept.get(one.place, ("", ""))
        if one.open and side and mac == mark_of(keyring, one):
            return replace(one, settled=Side(side))
        return one

    return replace(comparison, findings=tuple(map(settled, comparison.findings)))


def mark_of(keyring: Keyring, one: Finding) -> str:
    """What a decision is remembered by: both texts, told to nobody."""
    return keyring.mac(_CONTEXT, one.seen).hex()


def told_counts(comparison: Comparison, kept: Sequence[Sequence[str]] = ()) -> dict[str, object]:
    """What the list of units shows of a return."""
    counts: dict[str, object] = {
        "to_take": comparison.to_take,
        "to_decide": comparison.to_decide,
        "unread": comparison.unread,
        "told": sum(one.differs in TOLD_ONLY for one in comparison.findings),
    }
    return counts | ({"kept": [list(one) for one in kept]} if kept else {})
