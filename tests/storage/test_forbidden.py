"""What must never stand in the data is refused by the data itself, on both engines alike.

Every constraint, unique index and trigger of the catalogue is broken here at least once, by
plain SQL; a new one without a tried violation fails.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from sqlalchemy import CheckConstraint, PrimaryKeyConstraint, Table, UniqueConstraint, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from hrgrid import schema
from hrgrid.core.errors import UserError
from hrgrid.storage import violations
from hrgrid.storage.triggers import AtMostOne
from hrgrid.storage.violations import sentence_of, violated
from tests.documents.forbidden_faces import CONFIRMED
from tests.funding.forbidden_ledger import ROWS as LEDGER
from tests.storage.forbidden_accounts import APART, ZHANG, role
from tests.storage.violating import every_forbidden, rooms, row

FORBIDDEN = list(every_forbidden())
# What stands in front of it refuses every write that could break it.
NEVER_REACHED = {
    "uq_office_code": "ck_office_only_one",
    # The key of a row is in it.
    "uq_grid_body_id_kind": "pk_grid_body",
    # SQLite's triggers speak before its indexes; PostgreSQL's index is tried.
    "ux_post_one_worker_a_grid": "ex_post_one_worker_a_grid",
    "ux_post_one_full_time_a_person": "ex_post_one_full_time_a_person",
} | {name: before for room in rooms() for name, before in room.never.items()}

# What a trigger looks for before it looks at anything else.
FIRST = {"posting": (row(LEDGER, "ledger_month"),), "certificate_handover": CONFIRMED}
# No month is no open month.
BEFORE_NULL = {("posting", "month")}


def catalogue(database) -> set[str]:
    """The names of everything that refuses a write."""
    with database.raw(writes=False) as connection:
        if connection.dialect.name == "postgresql":
            found = connection.execute(text(POSTGRESQL)).scalars()
            return {name for name in found if "alembic" not in name}
        triggers = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars()
        # An exclusion is two triggers here, known by one name.
        names = {re.sub(r"^(ex_\w+)_(insert|update)$", r"\1", name) for name in triggers}
        return names | _named_by_the_models()


POSTGRESQL = """
    SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        AND contype IN ('c', 'u', 'p', 'x', 'f')
    UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
    UNION SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid
        WHERE indisunique AND relnamespace = 'public'::regnamespace"""


def _named_by_the_models() -> set[str]:
    # test_migrations.py shows that the data holds what the models say.
    names = set()
    for table in schema.metadata.tables.values():
        names |= {str(each.name) for each in table.constraints}
        names |= {str(each.name) for each in table.indexes if each.unique}
        names |= {each.name for each in _partial(table)}
    return names


def _partial(table: Table) -> list[AtMostOne]:
    return [each for each in table.info.get("guards", ()) if isinstance(each, AtMostOne)]


@pytest.mark.parametrize("forbidden", FORBIDDEN, ids=lambda forbidden: forbidden.name)
def test_a_forbidden_write_is_refused_by_its_own_guard(office, engine_name, forbidden):
    if engine_name not in forbidden.engines:
        return
    told = attempt(office, forbidden)
    sentence = violations._SENTENCES.get(forbidden.name)
    if sentence is not None:
        assert isinstance(told, UserError), told
        assert told.sentence == UserError(sentence).sentence
        told = told.__cause__
    assert isinstance(told, IntegrityError), told
    if forbidden.name.startswith("fk_") and engine_name == "sqlite":
        assert "FOREIGN KEY constraint failed" in str(told.orig)
    else:
        assert violated(told, schema.metadata) == forbidden.name


def attempt(database, forbidden) -> Exception:
    """What the forbidden write ended in; nothing of it stays."""
    reached = []
    with pytest.raises((UserError, DBAPIError)) as told:
        database.run(lambda work: _try(work, forbidden, reached))
    assert reached, f"refused too early: {told.value}"
    return told.value


def _try(work, forbidden, reached):
    for statement in forbidden.before:
        work.session.execute(statement)
    reached.append(forbidden)
    work.session.execute(forbidden.write)


def test_every_guard_of_the_catalogue_has_a_tried_violation(office, engine_name):
    tried = {each.name for each in FORBIDDEN if engine_name in each.engines}
    there = catalogue(office)
    assert len(there) > 60
    untried = there - tried - set(NEVER_REACHED)
    if engine_name == "sqlite":
        untried -= {"pk_key_file"}
    assert not untried, f"no tried violation in tests/<room>/forbidden.py: {sorted(untried)}"
    assert not tried - there, f"tried, but not there: {sorted(tried - there)}"
    assert set(NEVER_REACHED) <= there
    assert set(NEVER_REACHED.values()) <= tried


def test_every_registered_sentence_belongs_to_a_guard(office, engine_name):
    known = catalogue(office)
    for name, sentence in violations._SENTENCES.items():
        if engine_name == "sqlite" and name.endswith("_truncate"):
            continue
        assert name in known, name
        assert not any("a" <= letter <= "z" for letter in sentence), sentence


def test_every_table_has_a_good_row(office):
    named = [name for room in rooms() for name in room.rows]
    assert sorted(named) == sorted(schema.metadata.tables)


def test_every_column_that_must_be_given_is_asked_for(office):
    for room in rooms():
        for name in room.rows:
            table = schema.metadata.tables[name]
            for column in table.columns:
                if column.nullable or column.primary_key or (name, column.name) in BEFORE_NULL:
                    continue
                values = room.rows[name] | {column.name: None}
                if "row_hash" in table.columns and column.name != "row_hash":
                    values["row_hash"] = 0
                with pytest.raises(IntegrityError, match=column.name), office.writing() as work:
                    _insert(work, table, values)


def _insert(work, table, values):
    for first in FIRST.get(table.name, ()):
        work.session.execute(first)
    work.session.execute(insert(table).values(values))


def test_no_two_guards_of_a_table_look_alike_to_sqlite():
    """SQLite names the columns of a broken unique index, never the index."""
    for table in schema.metadata.tables.values():
        uniques = [
            *(
                each
                for each in table.constraints
                if isinstance(each, UniqueConstraint | PrimaryKeyConstraint)
            ),
            *(each for each in table.indexes if each.unique),
        ]
        columns = Counter(tuple(column.name for column in each.columns) for each in uniques)
        columns.update(each.columns for each in _partial(table))
        assert not [each for each, count in columns.items() if count > 1], table.name


def test_every_check_has_a_name():
    for table in schema.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                assert str(constraint.name).startswith(f"ck_{table.name}_")


def test_what_the_rules_allow_is_not_refused(office):
    allowed = [
        (ZHANG, APART, role("auditor"), role("auditor", "3205/")),
        (ZHANG, APART, role("clerk"), role("chief"), role("viewer", "3205/")),
        (ZHANG, role("auditor"), role("owner")),
    ]
    for statements in allowed:
        with pytest.raises(_Enough):
            office.run(lambda work, statements=statements: _do(work, statements))


def _do(work, statements):
    for statement in statements:
        work.session.execute(statement)
    raise _Enough


class _Enough(Exception):
    """Everything went through; take it back."""


def test_a_violation_without_a_sentence_has_none(office):
    with pytest.raises(IntegrityError) as told, office.writing() as work:
        work.session.execute(text("UPDATE policy SET value = -1"))
    assert sentence_of(told.value, schema.metadata) is None
