"""A draw repeated from what is printed of it, with the standard library alone.

Written from the words of rules/drawing.py and core/draws.py and from nothing else: whoever keeps
the lists, the seed and the numbers gets the same people and teams without the program.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from fractions import Fraction


def sha(text: str) -> str:
    """As `printf '%s' TEXT | sha256sum` prints it."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(value: object) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def list_hash(pairs: list[tuple[str, str]]) -> str:
    """The hash of a list of codes with their streets."""
    return sha(canonical(sorted([key, street] for key, street in pairs)))


def sealed(
    lists: list[list[tuple[str, str]]],
    inspectors: list[tuple[str, str, str, str]],
    numbers: tuple[int, int, int, int],
) -> str:
    """The hash of all that is fixed; `lists` are first, others and offices."""
    parts = [list_hash(each) for each in lists]
    parts.append(sha(canonical([list(each) for each in inspectors])))
    return sha("|".join([*parts, *map(str, numbers)]))


def people(pairs: list[tuple[str, str]], count: int, seed: str) -> list[tuple[str, str]]:
    """Who is drawn from a list: by street, largest remainder, lowest tickets."""
    if not count:
        return []
    by_street: dict[str, list[str]] = defaultdict(list)
    for key, street in pairs:
        by_street[street].append(key)
    quotas = {s: Fraction(len(keys) * count, len(pairs)) for s, keys in by_street.items()}
    places = {s: int(quota) for s, quota in quotas.items()}
    order = sorted(quotas, key=lambda s: (places[s] - quotas[s], sha(f"{seed}|{s}|")))
    for street in order[: count - sum(places.values())]:
        places[street] += 1
    return [
        (key, street)
        for street in sorted(by_street)
        for key in sorted(by_street[street], key=lambda key: sha(f"{seed}|{street}|{key}"))[
            : places[street]
        ]
    ]


def teams(
    inspectors: list[tuple[str, str]], streets: set[str], size: int, count: int, seed: str
) -> list[list[str]]:
    """Numbers of inspectors by team; `inspectors` are a number and the street of his own."""
    own = dict(inspectors)
    order = sorted(own, key=lambda one: _lot(seed, one))
    made = [order[at * size : at * size + size] for at in range(count)]
    if _fits(made, own, streets):
        return made
    free = [n for n in order if own[n] not in streets][: size * count]
    bound = [n for n in order if own[n] in streets]
    made = [[] for _ in range(count)]
    for waiting in _in_rounds(bound, own, size * count - len(free), seed):
        while waiting:
            emptiest = max(made, key=lambda team: size - len(team))
            while waiting and len(emptiest) < size:
                emptiest.append(waiting.pop(0))
    for team in made:
        while len(team) < size:
            team.append(free.pop(0))
    assert _fits(made, own, streets)
    return made


def _lot(seed: str, what: str) -> str:
    return sha(f"{seed}|检查人员|{what}")


def _fits(made: list[list[str]], own: dict[str, str], streets: set[str]) -> bool:
    return all(any(s not in {own[n] for n in team} for team in made) for s in streets)


def _in_rounds(bound: list[str], own: dict[str, str], places: int, seed: str) -> list[list[str]]:
    """Who is taken of each street, the street with the most first."""
    queues: dict[str, list[str]] = defaultdict(list)
    for one in bound:
        queues[own[one]].append(one)
    order = sorted(queues, key=lambda s: _lot(seed, s))
    taken: dict[str, list[str]] = defaultdict(list)
    while places:
        for street in order:
            if queues[street] and places:
                taken[street].append(queues[street].pop(0))
                places -= 1
    return [taken[s] for s in sorted(taken, key=lambda s: (-len(taken[s]), _lot(seed, s)))]


def sent(streets: list[str], own: list[set[str]]) -> list[int]:
    """To which team each of the drawn goes, in their order."""
    ways = {s: [at for at, held in enumerate(own) if s not in held] for s in streets}
    loads = [0] * len(own)
    to = [0] * len(streets)
    order = sorted(dict.fromkeys(streets), key=lambda s: len(ways[s]))
    for street in order:
        for at, each in enumerate(streets):
            if each == street:
                team = min(ways[street], key=lambda one: (loads[one], one))
                loads[team] += 1
                to[at] = team + 1
    return to
