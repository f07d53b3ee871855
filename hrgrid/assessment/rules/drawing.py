"""双随机: who may be drawn, how many, and teams of inspectors, so that anybody can repeat it.

Three lists are fixed before the seed is known: the people in post whom nobody inspected this year
(`first`), those who were inspected (`others`), and the offices. Each is a list of public codes
with the street that they count in; a code is the code of the area with a number in it and says
nothing about a person. People come from `first`; only where these are too few all of them are
taken, and the rest is drawn from `others` with the same seed. So everybody's turn comes once a
year before anybody's comes twice. All draws are hrgrid-draw/1 (core/draws.py).

The inspectors are a fourth list, numbered J01, J02 … as they were entered, each with the street
in which he inspects nobody, his own. The hash of everything that is fixed is that of one line,
the hashes of the four lists and the four numbers between bars:
    printf '%s' 'FIRST|OTHERS|OFFICES|INSPECTORS|sample|offices|team size|teams' | sha256sum
where the hash of the inspectors is that of the JSON without blanks of [number, name, unit, own
street] in the order of their numbers:
    printf '%s' '[["J01","张三","东街道","东街道"],["J02","李四","市委政法委",""]]' | sha256sum

Algorithm hrgrid-teams/1, for T teams of K inspectors; hashes are SHA-256 in hexadecimal, a
street's are compared as text:

1. The ticket of an inspector is the hash of seed|检查人员|number, that of a street the hash of
   seed|检查人员|street:
       printf '%s' '2026年11月|检查人员|J01' | sha256sum
2. By lots: the first T×K by ticket are taken; the first K are team 1, the next K team 2 …
   This stands if every street on the lists has a team with nobody from it.
3. Else by streets. Taken are first those whose own street is not on the lists, by ticket; then
   in rounds one of every street, streets by ticket, in each street by ticket, until T×K are
   taken. The street with the most taken comes first (equal ones by ticket), its people by ticket
   into the team with the most free seats (equal ones: the lowest number), what does not fit into
   the next such team; those of no street on the lists fill the seats that are left, by ticket.
   Whether every street then has a team depends on numbers alone, so it is known, and refused,
   before the seed is.
4. Those drawn stand in their order: `first`, then `others`, then offices, each by street (code
   point) and ticket. Their streets are taken by the number of teams that may go there, the fewest
   first (equal ones in the order of the drawn); one after the other goes to that one of these
   teams which has the fewest so far (equal ones: the lowest number).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hrgrid.core import draws
from hrgrid.core.draws import Draw, PoolRow
from hrgrid.core.errors import UserError
from hrgrid.core.hashing import canonical_hash

TEAMS = "hrgrid-teams/1"
ALGORITHM = f"{draws.ALGORITHM} + {TEAMS}"
LOTS = "检查人员"
"""What stands in a ticket where a stratum stands for those who are inspected."""
_YEAR = 12
_TENTH = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or an office that may be drawn; `unit` is the stratum."""

    key: str
    unit: str
    person_id: int | None
    bureau_id: int | None
    area_id: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class Assessor:
    """An inspector on the sealed list; `own` is the street in which he inspects nobody, or ''."""

    number: str
    name: str
    unit: str
    own: str = ""


@dataclass(frozen=True)
class Lists:
    """What is fixed before the seed is known."""

    first: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    offices: tuple[Candidate, ...]
    inspectors: tuple[Assessor, ...]

    @property
    def units(self) -> frozenset[str]:
        """Every street on the lists."""
        return frozenset(
            one.unit for rows in (self.first, self.others, self.offices) for one in rows
        )


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many are drawn, and how many inspectors go in how many teams."""

    sample: int
    offices: int
    team_size: int
    teams: int


@dataclass(frozen=True, slots=True)
class Hashes:
    """Those of the four lists, and that of all that is fixed."""

    first: str
    others: str
    offices: str
    inspectors: str
    whole: str


@dataclass(frozen=True, slots=True)
class DrawnVisit:
    """Who was drawn, in the order of the draw, and by which team he is visited."""

    order: int
    team: int
    who: Candidate


@dataclass(frozen=True)
class Drawing:
    """All that came of a seed; a draw is None where nothing was drawn from its list."""

    first: Draw | None
    others: Draw | None
    offices: Draw | None
    teams: tuple[tuple[Assessor, ...], ...]
    visits: tuple[DrawnVisit, ...]


def hashes_of(lists: Lists, sizes: Sizes) -> Hashes:
    """The hashes that are shown before the seed is typed."""
    first, others, offices = (
        draws.pool_hash(_pool(rows)) for rows in (lists.first, lists.others, lists.offices)
    )
    inspectors = canonical_hash(
        [[one.number, one.name, one.unit, one.own] for one in lists.inspectors]
    )
    numbers = (sizes.sample, sizes.offices, sizes.team_size, sizes.teams)
    line = "|".join([first, others, offices, inspectors, *map(str, numbers)])
    whole = hashlib.sha256(line.encode()).hexdigest()
    return Hashes(first, others, offices, inspectors, whole)


def refuse_impossible(lists: Lists, sizes: Sizes) -> None:
    """Raise UserError where no seed could give a draw: too few people, offices or inspectors."""
    people = len(lists.first) + len(lists.others)
    if sizes.sample > people:
        raise UserError(f"要抽查 {sizes.sample:,} 人，在岗的只有 {people:,} 人。请减少抽查人数")
    if sizes.offices > len(lists.offices):
        raise UserError(
            f"要抽查 {sizes.offices} 家联动单位，辖区内登记的只有 {len(lists.offices)} 家。"
            "请减少家数，或先登记机关单位"
        )
    needed = sizes.teams * sizes.team_size
    if needed > len(lists.inspectors):
        raise UserError(
            f"{sizes.teams} 组、每组 {sizes.team_size} 人要 {needed} 名检查人员，"
            f"名单里只有 {len(lists.inspectors)} 名。请增加检查人员，或减少组数"
        )
    # Whatever the seed is: only how many come from which street decides.
    stuck = _stuck(_by_units(lists, sizes, ""), lists.units)
    if stuck:
        raise UserError(
            f"检查人员要回避本单位：分成 {sizes.teams} 组后，每一组都有{'、'.join(stuck)}的人，"
            "没有人能去那里检查。请增加其他单位的检查人员，或增加组数"
        )


def draw_all(lists: Lists, sizes: Sizes, seed: str) -> Drawing:
    """Draw people, offices and teams; the same lists, sizes and seed always give the same.

    Raises UserError as `refuse_impossible` and core.draws.draw do.
    """
    refuse_impossible(lists, sizes)
    taken = min(sizes.sample, len(lists.first))
    counts = (taken, sizes.sample - taken, sizes.offices)
    drawn = [
        draws.draw(_pool(rows), count, seed) if count else None
        for rows, count in zip((lists.first, lists.others, lists.offices), counts, strict=True)
    ]
    by_key = {one.key: one for rows in (lists.first, lists.others, lists.offices) for one in rows}
    order = [by_key[row.key] for each in drawn if each for row in each.drawn]
    teams = _by_lots(lists, sizes, seed)
    if _stuck(teams, lists.units):
        teams = _by_units(lists, sizes, seed)
    sent = share_out([one.unit for one in order], [{one.own for one in team} for team in teams])
    visits = tuple(
        DrawnVisit(at, team, who) for at, (team, who) in enumerate(zip(sent, order, strict=True), 1)
    )
    return Drawing(drawn[0], drawn[1], drawn[2], teams, visits)


def _pool(rows: Iterable[Candidate]) -> list[PoolRow]:
    return [PoolRow(one.key, one.unit) for one in rows]


Teams = tuple[tuple[Assessor, ...], ...]


def _ticket(seed: str, what: str) -> str:
    return draws.ticket(seed, LOTS, what)


def _by_lots(lists: Lists, sizes: Sizes, seed: str) -> Teams:
    """Step 2."""
    order = sorted(lists.inspectors, key=lambda one: _ticket(seed, one.number))
    return tuple(
        tuple(order[at * sizes.team_size : (at + 1) * sizes.team_size]) for at in range(sizes.teams)
    )


def _by_units(lists: Lists, sizes: Sizes, seed: str) -> Teams:
    """Step 3."""
    on_lists = lists.units
    by_ticket = sorted(lists.inspectors, key=lambda one: _ticket(seed, one.number))
    free = [one for one in by_ticket if one.own not in on_lists]
    bound: dict[str, list[Assessor]] = {}
    for one in by_ticket:
        if one.own in on_lists:
            bound.setdefault(one.own, []).append(one)
    seats = sizes.teams * sizes.team_size
    free = free[:seats]
    taken = _in_rounds(bound, seats - len(free), seed)
    teams: list[list[Assessor]] = [[] for _ in range(sizes.teams)]
    for unit in sorted(taken, key=lambda unit: (-len(taken[unit]), _ticket(seed, unit))):
        waiting = taken[unit]
        while waiting:
            team = min(teams, key=len)
            places = sizes.team_size - len(team)
            team += waiting[:places]
            waiting = waiting[places:]
    left = iter(free)
    for team in teams:
        team += [next(left) for _ in range(sizes.team_size - len(team))]
    return tuple(map(tuple, teams))


def _in_rounds(
    bound: Mapping[str, Sequence[Assessor]], places: int, seed: str
) -> dict[str, list[Assessor]]:
    taken: dict[str, list[Assessor]] = {}
    units = sorted(bound, key=lambda unit: _ticket(seed, unit))
    longest = max(map(len, bound.values()), default=0)
    for at in range(longest):
        for unit in units:
            if places and at < len(bound[unit]):
                taken.setdefault(unit, []).append(bound[unit][at])
                places -= 1
    return taken


def _stuck(teams: Teams, units: Iterable[str]) -> list[str]:
    """The streets to which no team may go."""
    own = [{one.own for one in team} for team in teams]
    return sorted(unit for unit in units if all(unit in held for held in own))


def share_out(units: Sequence[str], own: Sequence[Iterable[str]]) -> list[int]:
    """Step 4: of every drawn one, by his street, the number of the team that visits him."""
    held = [set(each) for each in own]
    allowed = {
        unit: [at for at, each in enumerate(held) if unit not in each]
        for unit in dict.fromkeys(units)
    }
    places: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        places.setdefault(unit, []).append(at)
    loads = [0] * len(held)
    sent = [0] * len(units)
    # Sorting is stable: equal ones stay in the order of the drawn.
    for unit in sorted(places, key=lambda unit: len(allowed[unit])):
        for at in places[unit]:
            team = min(allowed[unit], key=loads.__getitem__)
            loads[team] += 1
            sent[at] = team + 1
    return sent


def proposed_sample(on_duty: int, remaining: int, month: int) -> tuple[int, tuple[str, ...]]:
    """How many to draw in a month, and why: a tenth, and enough for everybody's turn this year."""
    left = months_left(month)
    tenth = -(-on_duty // _TENTH)
    needed = -(-remaining // left)
    sample = min(max(tenth, needed), on_duty)
    if not on_duty:
        return 0, ("这个区域没有在岗的人，不能抽查",)
    reasons = [f"在岗 {on_duty:,} 人，10% 是 {tenth:,} 人"]
    if not remaining:
        reasons.append("今年已全部查过一遍，这次从全体在岗人员中抽")
    else:
        reasons.append(
            f"今年还有 {remaining:,} 人没有查过，到年底连本月还有 {left} 个月，"
            f"每月至少 {needed:,} 人才能每人查到一遍"
        )
    return sample, tuple(reasons)


def months_left(month: int) -> int:
    """From a month (1 to 12) to the end of the year, the month itself counted."""
    return _YEAR + 1 - month


def coded(codes: Sequence[tuple[str, str]], mark: str = "") -> list[str]:
    """Public codes for (code of the area, sort key): numbered within the area by the sort key.

    The sort key (a 工号, the name of an office) decides the order alone and is not in the code.
    """
    counts: Counter[str] = Counter()
    keys = [""] * len(codes)
    for at in sorted(range(len(codes)), key=lambda at: codes[at]):
        area = codes[at][0]
        counts[area] += 1
        keys[at] = f"{area}-{mark}{counts[area]:02d}"
    return keys


def told_apart(units: Mapping[int, tuple[str, str, str]]) -> dict[int, str]:
    """Names of streets that nobody mixes up; of each id (name, name of the area above, code).

    Strata must differ: 城关镇 of two counties is told with its county, or with its code.
    """
    plain = Counter(name for name, _, _ in units.values())
    longer = Counter(f"{above}{name}" for name, above, _ in units.values())
    found = {}
    for unit_id, (name, above, code) in units.items():
        if plain[name] == 1:
            found[unit_id] = name
        elif longer[f"{above}{name}"] == 1:
            found[unit_id] = f"{above}{name}"
        else:
            found[unit_id] = f"{name}（{code}）"
    return found


def lists_text(lists: Lists) -> str:
    """The lists as a plan keeps them: JSON of rows, for the repeat."""
    rows = {
        name: [
            [one.key, one.unit, one.person_id, one.bureau_id, one.area_id, one.unit_id]
            for one in each
        ]
        for name, each in (
            ("first", lists.first),
            ("others", lists.others),
            ("offices", lists.offices),
        )
    }
    inspectors = [[one.number, one.name, one.unit, one.own] for one in lists.inspectors]
    whole = {**rows, "inspectors": inspectors}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def lists_of(text: str) -> Lists:
    """The lists that a plan keeps."""
    held = json.loads(text)
    first, others, offices = (
        tuple(Candidate(*row) for row in held[name]) for name in ("first", "others", "offices")
    )
    return Lists(first, others, offices, tuple(Assessor(*row) for row in held["inspectors"]))
