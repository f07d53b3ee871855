"""Two hundred spoilt files: read or refused in a sentence, in time, and left as they were."""

from __future__ import annotations

import datetime as dt
import random
import time

import pytest

from hrgrid.core.columns import ReadingContext
from hrgrid.core.errors import UserError
from hrgrid.exchange.rules.mapping import guess_columns
from hrgrid.exchange.rules.reading import read_rows
from hrgrid.exchange.rules.rows import Answers
from hrgrid.exchange.rules.tables import find_table
from hrgrid.paper.intake import read_table
from hrgrid.workforce.columns import WORKERS
from tests.exchange.mutants import mutant

CONTEXT = ReadingContext(dt.date(2026, 11, 21))
BATCHES, EACH = 10, 20
MOST_SECONDS = 60  # the child's own limit is 20 s of its time; the machine may be busy


def read_whole(path):
    """How many rows of people a file holds, through everything that looks at them."""
    total = 0
    for sheet in read_table(path).sheets:
        if sheet.rows:
            table = find_table(str(path), sheet, WORKERS)
            columns = guess_columns(table, WORKERS)
            total += read_rows(table, columns, WORKERS, CONTEXT, Answers()).count
    return total


def outcome(path):
    """The sentence of a refusal, "" where it was read; anything else is a fault of the program."""
    try:
        read_whole(path)
    except UserError as refusal:
        return refusal.sentence
    return ""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoilt_file_is_read_or_refused(tmp_path, batch):
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    seen = set()
    for number in range(EACH):
        path = mutant(chance, tmp_path / f"{batch}-{number}")
        before, began = path.read_bytes(), time.monotonic()
        try:
            sentence = outcome(path)
        except Exception as fault:
            fault.add_note(f"seed {seed}, file {number} of its batch")
            raise
        assert not sentence or sentence.endswith(("。", "？")), sentence
        seen.add(bool(sentence))
        assert time.monotonic() - began < MOST_SECONDS, f"seed {seed}, file {number}"
        assert path.read_bytes() == before
    assert seen == {False, True}, f"seed {seed}"
