"""What a district says of those it names: who recommends, in which order, with which deeds.

Deeds are counted in characters without blanks, as a form of paper counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from hrgrid.core.labelled import Labelled


class NominatedBy(Labelled):
    """Who recommends; whoever recommends himself needs the word of his unit."""

    UNIT = "unit", "单位推荐"
    SELF = "self", "本人自荐"
    GROUP = "group", "集体推荐"
    CITIZENS = "citizens", "群众推荐"


NAMED_RECOMMENDERS = (NominatedBy.GROUP, NominatedBy.CITIZENS)
"""Ways of which the recommenders are named."""


class BookletConsent(Labelled):
    """Whether somebody lets his photo and deeds be printed in the booklet (rules.md 9)."""

    UNASKED = "unasked", "还没有问"
    GIVEN = "given", "同意"
    REFUSED = "refused", "不同意"


def way_problem(way: NominatedBy, recommenders: str, opinion: str) -> str:
    """What is missing of a way of recommending, as a sentence; "" where nothing is."""
    if way in NAMED_RECOMMENDERS and not recommenders.strip():
        return f"是{way.label}，没有写推荐人。请在“推荐人”写明姓名"
    if way is NominatedBy.SELF and not opinion.strip():
        return "是本人自荐，没有写单位意见。请先征求所在单位，写明意见"
    return ""


def deeds_length(deeds: str) -> int:
    """Characters of a text of deeds, blanks and ends of lines not counted."""
    return sum(not sign.isspace() for sign in deeds)


def deeds_problem(deeds: str, least: int, most: int) -> str:
    """What is wrong with the length, as a sentence; an empty text is told elsewhere."""
    count = deeds_length(deeds)
    if count > most:
        return f"主要事迹有 {count:,} 字，最多 {most:,} 字。请删减 {count - most:,} 字"
    if 0 < count < least:
        return f"主要事迹只有 {count:,} 字，至少 {least:,} 字。请补写 {least - count:,} 字"
    return ""


def order_gaps(ranks: Iterable[int | None]) -> list[int]:
    """The places that nobody has in an order that begins with 1."""
    held = {rank for rank in ranks if rank is not None}
    return [place for place in range(1, max(held, default=0)) if place not in held]


_SHORTEST, _LONGEST = 2, 4


def people_named(text: str, names: Collection[str], own: str) -> list[str]:
    """Names of people of the workforce that stand in a text, but `own`, in order of appearance.

    A hint for whoever reads it: a name may be a word. The longest name at a place counts.
    """
    found: dict[str, None] = {}
    at = 0
    while at < len(text):
        for length in range(_LONGEST, _SHORTEST - 1, -1):
            part = text[at : at + length]
            if len(part) == length and part in names:
                if part != own:
                    found[part] = None
                at += length
                break
        else:
            at += 1
    return list(found)


# --- shares -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """One person as the shares count him; `woman` None where the sex is not known."""

    front_line: bool
    leading: bool
    woman: bool | None


@dataclass(frozen=True)
class Bounds:
    """Least share of the front line and of women, most of leading posts, in basis points."""

    front_line_bp: int
    women_bp: int
    leading_bp: int


@dataclass(frozen=True)
class Shares:
    """Counts of a list; `unknown` are people whose sex is not on file: women are among the rest."""

    people: int
    front_line: int
    leading: int
    women: int
    unknown: int

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """The shares in words, each with its name; nothing of nobody."""
        if not self.people:
            return ()
        return (
            ("一线", _share(self.front_line, self.people)),
            ("领导职务", _share(self.leading, self.people)),
            ("女性", _share(self.women, self._known)),
        )

    @property
    def _known(self) -> int:
        return self.people - self.unknown

    def warnings(self, bounds: Bounds) -> tuple[str, ...]:
        """Which shares are not kept, in sentences; warned of, never refused (rules.md 7)."""
        told = []
        if _below(self.front_line, self.people, bounds.front_line_bp):
            found = _of(self.front_line, self.people)
            told.append(f"一线 {found}，不到 {_percent(bounds.front_line_bp)}")
        if _below(self.women, self._known, bounds.women_bp):
            found = _of(self.women, self._known)
            told.append(f"女性 {found}，不到 {_percent(bounds.women_bp)}")
        if self.leading * _WHOLE > self.people * bounds.leading_bp:
            found = _of(self.leading, self.people)
            told.append(f"领导职务 {found}，超过 {_percent(bounds.leading_bp)}")
        return tuple(told)


_WHOLE = 10_000


def _share(count: int, of: int) -> str:
    """Whole per cent, half up; a dash of nobody."""
    return f"{(200 * count + of) // (2 * of)}%" if of else "—"


def _of(count: int, of: int) -> str:
    return f"{count:,} 人（{_share(count, of)}）"


def _below(count: int, people: int, least_bp: int) -> bool:
    return count * _WHOLE < people * least_bp


def _percent(share_bp: int) -> str:
    whole, rest = divmod(share_bp, 100)
    return f"{whole}.{rest:02d}".rstrip("0") + "%" if rest else f"{whole}%"


def shares(people: Sequence[Counted]) -> Shares:
    """The shares of a list."""
    sexes = Counter(one.woman for one in people)
    return Shares(
        len(people),
        sum(one.front_line for one in people),
        sum(one.leading for one in people),
        sexes[True],
        sexes[None],
    )


LEADING_ROLES = frozenset(("local_leader",))
"""Roles that are leading posts; whoever leads a grid stands in the front line."""
