"""What the levels of looks, regulations, rules and years read, each in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hrgrid.exits.rules.exit_rules import ExitRules
from hrgrid.exits.rules.rows import (
    LookAsk,
    LookBoard,
    LookOffer,
    LookPreview,
    LookRow,
    RegulationRow,
    SignerRow,
    YearlyReport,
)
from hrgrid.storage.work import UnitOfWork


def read_looks(work: UnitOfWork) -> list[LookRow]:
    """Looks of one's own part, the void ones too."""
    from hrgrid.exits.queries.looks import looks

    return looks(work, void=True)


def read_look(look_id: int) -> Callable[[UnitOfWork], LookBoard]:
    """One look with its list."""

    def read(work: UnitOfWork) -> LookBoard:
        from hrgrid.exits.queries.looks import look_board

        return look_board(work, look_id)

    return read


def read_offers(work: UnitOfWork) -> list[LookOffer]:
    """The results that may be looked at."""
    from hrgrid.exits.queries.looks import look_offer

    return list(look_offer(work))


def read_preview(ask: LookAsk) -> Callable[[UnitOfWork], LookPreview]:
    """Whom a look would name."""

    def read(work: UnitOfWork) -> LookPreview:
        from hrgrid.exits.queries.looks import preview_look

        return preview_look(work, ask)

    return read


def read_regulations(work: UnitOfWork) -> list[RegulationRow]:
    """The regulations that concern one's own part."""
    from hrgrid.exits.queries.regulations import regulations

    return regulations(work)


@dataclass(frozen=True)
class Signers:
    """A regulation and the people it concerns, those who did not sign first."""

    row: RegulationRow
    people: Sequence[SignerRow]


def read_signers(regulation_id: int) -> Callable[[UnitOfWork], Signers]:
    """Who signed for a regulation and who did not."""

    def read(work: UnitOfWork) -> Signers:
        from hrgrid.exits.queries.regulations import regulation_row, signers
        from hrgrid.exits.rules.rows import SignerFilter

        everyone = SignerFilter(limit=100_000)
        return Signers(regulation_row(work, regulation_id), signers(work, regulation_id, everyone))

    return read


@dataclass(frozen=True)
class Version:
    """A version of the rules; `changes` against the one before it."""

    number: int
    told: str
    rules: ExitRules
    in_force: bool
    changes: Sequence[str]


def read_versions(work: UnitOfWork) -> list[Version]:
    """All versions, the newest first."""
    from hrgrid.exits.queries.rules import exit_rule_versions
    from hrgrid.ui.matters.words import full_day

    def told(number: int, *rest: str) -> str:
        return "，".join((f"第 {number} 版", *filter(None, rest)))

    return [
        Version(
            one.number,
            told(
                one.number,
                f"{full_day(one.valid_from)} 起" if one.valid_from.year > 1 else "随软件提供",
                "现行" if one.in_force else "",
                one.document_no,
                one.made_by,
                one.reason,
            ),
            one.rules,
            one.in_force,
            one.changes,
        )
        for one in exit_rule_versions(work)
    ]


def read_year(year: int) -> Callable[[UnitOfWork], YearlyReport]:
    """The year of one's own part."""

    def read(work: UnitOfWork) -> YearlyReport:
        from hrgrid.exits.queries.yearly import exits_of_year

        return exits_of_year(work, year)

    return read
