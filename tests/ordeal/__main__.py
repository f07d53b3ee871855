"""`python -m tests.ordeal [NAME…] [--small] [--seed N]`: runs and losses of each ordeal."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Iterator

from tests.ordeal.city import take_in
from tests.ordeal.clients import PRIZES
from tests.ordeal.cuts import cut
from tests.ordeal.journals import write_and_tamper
from tests.ordeal.kills import KILLINGS, kill
from tests.ordeal.outcomes import Outcome, drawn_seed
from tests.ordeal.places import ENGINES, Ground, ground
from tests.ordeal.races import race_for
from tests.ordeal.spoilt import spoil

Ordeal = Callable[[Ground, int, bool], Iterator[Outcome]]


def kills(place: Ground, seed: int, small: bool) -> Iterator[Outcome]:
    """kill -9 in the bulk write on both engines, and in every other deed on a file."""
    for engine in ENGINES:
        yield kill(place, engine, "bulk", 10 if small else 200, seed)
    for name in KILLINGS:
        if name != "bulk":
            yield kill(place, "sqlite", name, 5 if small else 50, seed)


def races(place: Ground, _seed: int, small: bool) -> Iterator[Outcome]:
    """Clients that want the same row."""
    for engine in ENGINES:
        for name in PRIZES:
            yield race_for(place, engine, name, 16 if small else 64, 3 if small else 100)


def cuts(place: Ground, seed: int, small: bool) -> Iterator[Outcome]:
    """The line to the server cut."""
    yield cut(place, 100 if small else 1_000, seed)


def journals(place: Ground, _seed: int, small: bool) -> Iterator[Outcome]:
    """A long journal."""
    for engine in ENGINES:
        yield write_and_tamper(place, engine, 10_000 if small else 1_000_000)


def city(place: Ground, _seed: int, small: bool) -> Iterator[Outcome]:
    """Ten districts' rosters, taken in by the command and in one drop."""
    for engine in ENGINES:
        yield take_in(place, engine, 2, 100) if small else take_in(place, engine)


def mutants(place: Ground, seed: int, small: bool) -> Iterator[Outcome]:
    """Spoilt workbooks."""
    yield spoil(place, 200 if small else 2_000, seed)


ORDEALS: dict[str, Ordeal] = {
    "kills": kills,
    "races": races,
    "cuts": cuts,
    "journal": journals,
    "city": city,
    "mutants": mutants,
}


def main() -> int:
    """Run the named ordeals, all where none is named; 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.ordeal")
    parser.add_argument("names", nargs="*", choices=[*ORDEALS, []], metavar="NAME")
    parser.add_argument("--small", action="store_true", help="the counts of the test suite")
    parser.add_argument("--seed", type=int, default=drawn_seed())
    given = parser.parse_args()
    # The driver tells of every line that is cut.
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    print(f"seed {given.seed}", flush=True)
    lost = 0
    with ground() as place:
        for name in given.names or ORDEALS:
            begun = time.monotonic()
            for outcome in ORDEALS[name](place, given.seed, given.small):
                print(f"{outcome.line}, {time.monotonic() - begun:.0f} s", flush=True)
                for loss in outcome.losses:
                    print(f"    LOST {loss}", flush=True)
                lost += len(outcome.losses)
                begun = time.monotonic()
    print(f"{lost} lost")
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main())
