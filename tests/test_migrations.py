"""The database that the migrations make is the one that the models describe, on both engines.

Alembic's own comparison sees no CHECK, partial index or trigger; here the catalogues themselves
are compared: sqlite_master on SQLite, what PostgreSQL prints of its own objects there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, MetaData, Table, text

from hrgrid import schema
from hrgrid.core.errors import UserError
from hrgrid.core.paths import migrations
from hrgrid.storage.database import Database, sqlite_engine
from hrgrid.storage.location import Location
from hrgrid.storage.upgrade import migrate, program_version
from tests.offices import fresh_name
from tests.postgres import Server

POSTGRESQL = {
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
               column_default, collation_name
        FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2""",
    "functions": """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace ORDER BY 1""",
    "sequences": "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
}


def catalogue(connection: Connection) -> dict[str, list[str]]:
    """Everything that a database holds but rows, one line an object, in a comparable form."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"))
        found = [(row.type, row.name, _plain_sql(row.sql or "")) for row in rows]
        kinds = sorted({row[0] for row in found})
        return {kind: [str(row[1:]) for row in found if row[0] == kind] for kind in kinds}
    return {
        kind: [str(tuple(row)) for row in connection.execute(text(query))]
        for kind, query in POSTGRESQL.items()
    }


def _plain_sql(sql: str) -> str:
    # The order of constraints inside CREATE TABLE says nothing; quotes and blanks neither.
    folded = re.sub(r"\s+", " ", sql.replace('"', "")).strip()
    opening = re.match(r"(CREATE TABLE \w+ ?\()(.*)\)$", folded)
    if opening is None:
        return folded
    return opening[1] + ", ".join(sorted(part.strip() for part in _parts(opening[2])))


def _parts(body: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(body):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(body[start:place])
            start = place + 1
    return [*parts, body[start:]]


def _empty(engine_name: str, folder: Path, request: pytest.FixtureRequest) -> Database:
    if engine_name == "sqlite":
        path = folder / f"{fresh_name()}.hrg"
        return Database(Location(file=path), _made(path))
    server: Server = request.getfixturevalue("postgres")
    name = fresh_name()
    server.create_database(name)
    return Database.attach(server.url(name))


def _made(path: Path):
    path.touch()
    return sqlite_engine(path)


def _without_alembic(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        kind: [line for line in lines if "alembic_version" not in line]
        for kind, lines in found.items()
    }


def test_migrations_make_what_the_models_describe(engine_name, tmp_path, request):
    with (
        _empty(engine_name, tmp_path, request) as migrated,
        _empty(engine_name, tmp_path, request) as created,
    ):
        migrate(migrated)
        with created.raw(writes=True) as connection:
            schema.metadata.create_all(connection)
        with migrated.raw(writes=False) as one, created.raw(writes=False) as other:
            ours, theirs = catalogue(one), catalogue(other)
    ours = _without_alembic(ours)
    # The comparison would be worth nothing if it saw no triggers and checks.
    triggers = ours["trigger" if engine_name == "sqlite" else "triggers"]
    assert len(triggers) >= len(schema.metadata.tables) / 2
    assert ours == theirs


def test_the_comparison_sees_a_missing_check_index_and_trigger(engine_name, tmp_path, request):
    losses = {
        "sqlite": ["DROP TRIGGER journal_entry_keeps_delete", "DROP INDEX ux_key_wrap_recovery"],
        "postgresql": [
            "DROP TRIGGER journal_entry_keeps_delete ON journal_entry",
            "DROP INDEX ux_key_wrap_recovery",
            "ALTER TABLE approval DROP CONSTRAINT ck_approval_paper_has_number",
        ],
    }
    with _empty(engine_name, tmp_path, request) as database:
        migrate(database)
        with database.raw(writes=False) as connection:
            whole = catalogue(connection)
        for loss in losses[engine_name]:
            with database.raw(writes=True) as connection:
                connection.execute(text(loss))
                assert catalogue(connection) != whole, loss
                whole = catalogue(connection)


def test_every_migration_follows_the_one_before():
    names = sorted(path.name for path in (migrations() / "versions").glob("*.py"))
    for number, name in enumerate(names, start=1):
        content = (migrations() / "versions" / name).read_text(encoding="utf-8")
        assert name.startswith(f"{number:04d}_")
        assert f'revision = "{number:04d}"' in content
        before = f'"{number - 1:04d}"' if number > 1 else "None"
        assert f"down_revision = {before}" in content
    assert program_version() == f"{len(names):04d}"


def test_a_failed_migration_leaves_nothing(engine_name, tmp_path, request, monkeypatch):
    """A migration that breaks half way, on the real engine: not even its first table stays."""
    broken = tmp_path / "migrations"
    (broken / "versions").mkdir(parents=True)
    (broken / "env.py").write_bytes((migrations() / "env.py").read_bytes())
    (broken / "versions" / "0001_break.py").write_text(
        'import sqlalchemy as sa\nfrom alembic import op\nrevision = "0001"\ndown_revision = None\n'
        'def upgrade():\n    op.create_table("half", sa.Column("id", sa.Integer))\n'
        '    op.execute("INSERT INTO nowhere VALUES (1)")\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("hrgrid.storage.upgrade.migrations", lambda: broken)
    with _empty(engine_name, tmp_path, request) as database:
        with pytest.raises(Exception, match="nowhere"):
            migrate(database)
        with database.raw(writes=False) as connection:
            left = catalogue(connection)
    assert not any("half" in line or "alembic" in line for lines in left.values() for line in lines)


def test_newer_data_is_refused_and_untouched(place):
    with Database.open(place) as database, database.raw(writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError, match="更新版本的程序（9999）"):
        Database.open(place)
    from hrgrid.storage.upgrade import open_upgraded

    with pytest.raises(UserError, match="请安装新版本"):
        open_upgraded(place)


def test_areas_of_before_stand_when_their_changes_are_kept(of_before):
    """A tree that was renamed before anybody wrote changes down is as it was after the upgrade."""
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.violating import DAY, T, row
    from tests.workforce.forbidden import ROWS

    script = next((migrations() / "versions").glob("*_record_area_changes.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    later = DAY.replace(year=2027)
    rows = (
        row(ROWS, "area"),
        row(ROWS, "area_stand", valid_to=later),
        row(ROWS, "area_stand", id=901, name="新名", valid_from=later),
        row(ROWS, "area_closure"),
    )
    told = [
        *(f"SELECT * FROM {name} ORDER BY 1" for name in ("area", "area_stand", "area_closure")),
        "SELECT id, area_id, person_id, reason, row_hash, version FROM stand_in ORDER BY 1",
    ]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            for each in rows:
                connection.execute(each)
            # Without an office nobody could be registered.
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            connection.execute(row(ROWS, "person"))
            connection.execute(
                text(
                    "INSERT INTO stand_in (id, area_id, person_id, reason, valid_from, row_hash, "
                    "version) VALUES (900, 900, 900, '产假', '2026-05-01', 7, 1)"
                )
            )
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            count = "SELECT COUNT(*) FROM area_change"
            assert connection.execute(text(count)).scalar() == 0
    assert [len(each) for each in kept] == [1, 2, 1, 1]


def test_grids_of_before_are_dated_by_their_areas(of_before):
    """Kind and households hold as long as the area stood; damage of before is still seen."""
    import datetime as dt

    from sqlalchemy import select

    from hrgrid.storage.base import DamagedRow, row_hash
    from hrgrid.workforce.model import Grid
    from tests.storage.violating import DAY, row
    from tests.workforce.forbidden import ROWS

    script = next((migrations() / "versions").glob("*_date_what_grids_have.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    closed = DAY + dt.timedelta(days=30)
    kept = {"kind": "dedicated", "households": None, "requires_full_time": False}
    hashed = Table("before", MetaData(), *map(Column, ("area_id", *kept, "row_hash")))
    insert = text(
        "INSERT INTO grid (area_id, kind, households, requires_full_time, row_hash, version) "
        "VALUES (:area_id, :kind, :households, :requires_full_time, :row_hash, 3)"
    )
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            ended = {"valid_to": closed}
            for area_id, change in ((900, {}), (901, ended), (902, {})):
                connection.execute(row(ROWS, "area", id=area_id, code=f"A{area_id}", **change))
                values = kept | {"area_id": area_id}
                right = row_hash(hashed, values)
                connection.execute(insert, values | {"row_hash": right + (area_id == 902)})
        migrate(database)

        def read(work, area_id):
            grid = work.session.scalars(select(Grid).where(Grid.area_id == area_id)).one()
            return grid.kind.value, grid.households, grid.valid_from, grid.valid_to, grid.version

        assert database.run(lambda work: read(work, 900)) == ("dedicated", None, DAY, None, 3)
        assert database.run(lambda work: read(work, 901)) == ("dedicated", None, DAY, closed, 3)
        with pytest.raises(DamagedRow, match="grid"):
            database.run(lambda work: read(work, 902))


def test_what_stood_before_absences_were_kept_stands_and_gets_the_rules(of_before):
    """Areas and stand-ins are rebuilt on SQLite: rows, guards and who refers to them stay."""
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.violating import T, row
    from tests.workforce.forbidden import LATER, OTHER_AREA, ROWS

    script = next((migrations() / "versions").glob("*_add_absences_and_what_was_before.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    roles = [
        row(ROWS, "post_role", code=code, label=code)
        for code in ("grid_worker", "supervisor", "grid_leader")
    ]
    rows = (
        row(CELLAR, "office", recovery_confirmed_at=T),
        *(row(ROWS, name) for name in ("area", "area_stand", "area_closure", "grid", "person")),
        OTHER_AREA,
        *roles,
        row(ROWS, "post", role="grid_worker"),
        row(ROWS, "stand_in", area_id=901),
    )
    tables = ("area", "area_stand", "area_closure", "grid", "person", "post", "stand_in")
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in tables]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            for each in rows:
                connection.execute(each)
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            rules = connection.execute(
                text("SELECT kind, role, other_role FROM role_rule ORDER BY id")
            ).all()
        # No 巡查员 in this dictionary: his rule is left out.
        assert [tuple(each) for each in rules] == [
            ("exclusive", "grid_worker", "supervisor"),
            ("single", "grid_leader", None),
        ]
        for refused in (
            row(ROWS, "area", id=902),
            row(ROWS, "stand_in", id=901, area_id=901, valid_from=LATER),
            row(ROWS, "area_stand", id=902, valid_from=LATER),
        ):
            with pytest.raises(Exception, match=r"已经有在用的|已有人代管|同一天有两个名称"):
                _write(database, refused)


def _write(database: Database, statement) -> None:
    with database.raw(writes=True) as connection:
        connection.execute(statement)


def test_people_of_before_stand_when_boards_are_registered(of_before):
    """Nobody has given his word before it is asked: the new tables come empty."""
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.violating import T, row
    from tests.workforce.forbidden import ROWS

    script = next((migrations() / "versions").glob("*_register_boards.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("area", "person")]
    new = ("phone_consent", "board_words", "grid_board")
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            connection.execute(row(ROWS, "area"))
            connection.execute(row(ROWS, "person"))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            counts = [
                connection.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar() for name in new
            ]
    assert counts == [0, 0, 0]
    assert [len(each) for each in kept] == [1, 1]


def test_an_office_of_before_gets_panels_and_keeps_what_it_had(of_before):
    """The new tables come empty, refer to people who were there, and refuse what they must."""
    from tests.panels.forbidden import ROWS as PANELS
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.forbidden_accounts import ROWS as ACCOUNTS
    from tests.storage.violating import T, row
    from tests.workforce.forbidden import ROWS

    script = next((migrations() / "versions").glob("*_seat_panels.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("area", "person", "operator")]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            connection.execute(row(ROWS, "area"))
            connection.execute(row(ROWS, "person"))
            connection.execute(row(ACCOUNTS, "operator"))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            counts = [
                connection.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar() for name in PANELS
            ]
        assert set(counts) == {0}
        with database.raw(writes=True) as connection:
            for name in ("panel", "panel_item"):
                connection.execute(row(PANELS, name))
            connection.execute(row(PANELS, "panel_seat", person_id=900, area_id=900))
            for name in ("panel_entrant", "panel_sheet", "panel_keying", "panel_mark"):
                connection.execute(row(PANELS, name))
        with pytest.raises(Exception, match=r"已经有评委"):
            _write(database, row(PANELS, "panel_seat", id=901, name="评委乙"))


def test_operators_and_scans_of_before_stand_when_notices_are_registered(of_before):
    """Whoever works here and what was scanned stays; no notice is there before one is published."""
    from tests.publicity.forbidden import ROWS as NOTICES
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.forbidden_accounts import ROWS
    from tests.storage.violating import T, row

    script = next((migrations() / "versions").glob("*_publish_lists.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("operator", "operator_role")]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            connection.execute(row(ROWS, "operator", id=1, login="first"))
            connection.execute(row(ROWS, "operator"))
            connection.execute(row(ROWS, "operator_role"))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            counts = [
                connection.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar()
                for name in NOTICES
            ]
        # And what they hold from now on is guarded: a notice cannot be struck out.
        _write(database, row(NOTICES, "notice"))
        with pytest.raises(Exception, match="公示的登记不能删除"):
            _write(database, text("DELETE FROM notice"))
    assert counts == [0] * len(NOTICES)
    assert [len(each) for each in kept] == [2, 1]


def test_attachments_of_before_stand_and_go_only_when_put_down(of_before):
    """The guard that nothing is deleted is hung anew: it lets through what was put down first."""
    from tests.storage.forbidden import ROWS
    from tests.storage.violating import row

    script = next((migrations() / "versions").glob("*_erase_attachments.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(ROWS, "attachment"))
            connection.execute(row(ROWS, "attachment_content"))
            kept = connection.execute(text("SELECT * FROM attachment")).all()
        migrate(database)
        with database.raw(writes=False) as connection:
            assert connection.execute(text("SELECT * FROM attachment")).all() == kept
        for table in ("attachment_content", "attachment"):
            with pytest.raises(Exception, match=f"{table}_keeps_delete"):
                _write(database, text(f"DELETE FROM {table}"))
        sha256 = ROWS["attachment"]["sha256"]
        _write(database, row(ROWS, "attachment_erasure", sha256=sha256))
        for table in ("attachment_content", "attachment"):
            _write(database, text(f"DELETE FROM {table}"))


def test_who_works_of_before_stands_when_hiring_comes(of_before):
    """The tables of hiring come empty and leave people, posts and grids as they were."""
    from tests.hiring.forbidden import APPLIED, of
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.violating import T, row
    from tests.workforce.forbidden import ROWS

    script = next((migrations() / "versions").glob("*_add_hiring.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("area", "grid", "person", "post")]
    names = ("post_role", "area", "grid", "person", "post")
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            for name in names:
                connection.execute(row(ROWS, name))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            count = "SELECT COUNT(*) FROM candidate"
            assert connection.execute(text(count)).scalar() == 0
        batch, _, _, *rest = APPLIED
        for each in (batch, *rest, of("candidate_check")):
            _write(database, each)
        assert [len(each) for each in kept] == [1, 1, 1, 1]


def test_imports_of_before_stand_when_packages_travel(of_before):
    from tests.exchange.forbidden import PACKAGE, ROWS
    from tests.storage.violating import row

    script = next((migrations() / "versions").glob("*_add_packages.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("import_job", "import_file")]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            for name in ("import_job", "import_file"):
                connection.execute(row(ROWS, name))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            assert connection.execute(text("SELECT COUNT(*) FROM package")).scalar() == 0
        _write(database, PACKAGE)
        _write(database, row(ROWS, "package_return"))
        assert [len(each) for each in kept] == [1, 1]


def test_imports_of_before_stand_when_workbooks_are_collected(of_before):
    from tests.exchange.forbidden import ROWS
    from tests.exchange.forbidden_collections import CAME, ROUND, SHEET
    from tests.storage.violating import row

    script = next((migrations() / "versions").glob("*_add_collections.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("import_job", "import_file")]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            for name in ("import_job", "import_file"):
                connection.execute(row(ROWS, name))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            assert connection.execute(text("SELECT COUNT(*) FROM collection")).scalar() == 0
        for each in (ROUND, SHEET, CAME):
            _write(database, each)
        assert [len(each) for each in kept] == [1, 1]


@pytest.mark.parametrize("kind", ["hiring", "training", "exits", "funding"])
def test_what_was_done_about_duties_stands_and_stays_guarded(of_before, kind):
    """The table is rebuilt on SQLite for one more kind: rows, index and triggers stay."""
    from tests.overview.forbidden import ROWS
    from tests.storage.violating import row

    script = next((migrations() / "versions").glob(f"*_remember_duties_of_{kind}.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = text("SELECT * FROM duty_mark ORDER BY id")
    with of_before(before) as database:
        with pytest.raises(Exception, match=r"CHECK|check"):
            _write(database, row(ROWS, "duty_mark", kind=kind))
        with database.raw(writes=True) as connection:
            connection.execute(row(ROWS, "duty_mark"))
            kept = connection.execute(told).all()
        migrate(database)
        with database.raw(writes=False) as connection:
            assert connection.execute(told).all() == kept
        _write(database, row(ROWS, "duty_mark", id=999, kind=kind))
        for refused in ("UPDATE duty_mark SET note = 'x'", "DELETE FROM duty_mark"):
            with pytest.raises(Exception, match="duty_mark"):
                _write(database, text(refused))


def test_who_works_of_before_stands_when_training_comes(of_before):
    """The tables of training come empty, take rows at once, and their guards are there."""
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.violating import T, row
    from tests.training.forbidden import SETTLED, SIGNED, of
    from tests.workforce.forbidden import ROWS

    script = next((migrations() / "versions").glob("*_add_training.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("area", "person", "post")]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            for name in ("post_role", "area", "person", "post"):
                connection.execute(row(ROWS, name))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            count = "SELECT COUNT(*) FROM enrolment"
            assert connection.execute(text(count)).scalar() == 0
        person = str(row(ROWS, "person"))
        for each in (*SIGNED, of("training_result"), of("earlier_training"), *SETTLED):
            if str(each) != person:
                _write(database, each)
        with pytest.raises(Exception, match="签到不能再改"):
            _write(database, text("UPDATE attendance SET note = 'x'"))
        assert [len(each) for each in kept] == [1, 1, 1]


def test_panels_of_before_stand_when_competitions_come(of_before):
    """The tables of competitions come empty; panels stay, and those of others open again."""
    from tests.panels.forbidden import PANEL, SHUT, _set
    from tests.training.forbidden_competitions import CLOSED, LOCK

    script = next((migrations() / "versions").glob("*_add_competitions.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = text("SELECT * FROM panel ORDER BY id")
    opened = "state = 'open', closed_at = NULL, closed_by = '', opening = 2, reopen_reason = '错'"
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(PANEL)
            kept = connection.execute(told).all()
        migrate(database)
        with database.raw(writes=False) as connection:
            assert connection.execute(told).all() == kept
            count = "SELECT COUNT(*) FROM competition"
            assert connection.execute(text(count)).scalar() == 0
        for each in (*CLOSED, *LOCK):
            _write(database, each)
        with pytest.raises(Exception, match="不能直接重新开放"):
            _write(database, _set("panel", opened, 901))
        _write(database, _set("panel", SHUT))
        _write(database, _set("panel", opened))


def test_people_of_before_take_figures_when_assessment_comes(of_before):
    """Indicators, figures and entries come empty, take rows at once, and keep what was written."""
    from tests.assessment.forbidden_facts import DELIVERED, of
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.forbidden_accounts import ZHANG
    from tests.storage.violating import T, row
    from tests.workforce.forbidden import ROWS

    script = next((migrations() / "versions").glob("*_add_assessment.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("area", "person", "post")]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            for name in ("post_role", "area", "person", "post"):
                connection.execute(row(ROWS, name))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            for name in ("indicator", "fact_source", "assessment_fact", "assessment_entry"):
                count = text(f"SELECT COUNT(*) FROM {name}")
                assert connection.execute(count).scalar() == 0
        person = str(row(ROWS, "person"))
        for each in (*DELIVERED, of("assessment_fact", seq=2, amount_milli=None, base_milli=None)):
            if str(each) != person:
                _write(database, each)
        for each in (ZHANG, of("assessment_entry")):
            _write(database, each)
        for refused in (
            "UPDATE assessment_fact SET amount_milli = 0",
            "DELETE FROM assessment_fact",
            "DELETE FROM assessment_entry",
            "DELETE FROM fact_source",
        ):
            with pytest.raises(Exception, match=r"refused|不能"):
                _write(database, text(refused))


def test_who_works_of_before_stands_when_inspections_come(of_before):
    """The tables of inspections come empty, take a whole draw, and their guards are there."""
    from tests.assessment.forbidden_inspections import FAULT, RECTIFY, _set, of
    from tests.storage.forbidden import ROWS as CELLAR
    from tests.storage.violating import T, row

    script = next((migrations() / "versions").glob("*_add_inspections.py"))
    before = re.search(r'down_revision = "(\d+)"', script.read_text(encoding="utf-8"))[1]
    told = [f"SELECT * FROM {name} ORDER BY 1" for name in ("area", "person")]
    people = [str(of(name)) for name in ("area", "person")]
    with of_before(before) as database:
        with database.raw(writes=True) as connection:
            connection.execute(row(CELLAR, "office", recovery_confirmed_at=T))
            for name in ("area", "person"):
                connection.execute(of(name))
            kept = [connection.execute(text(query)).all() for query in told]
        migrate(database)
        with database.raw(writes=False) as connection:
            assert [connection.execute(text(query)).all() for query in told] == kept
            count = "SELECT COUNT(*) FROM inspection_plan"
            assert connection.execute(text(count)).scalar() == 0
        for each in (*FAULT, RECTIFY):
            if str(each) not in people:
                _write(database, each)
        with pytest.raises(Exception, match="名册、种子和人数不能再改"):
            _write(database, _set("inspection_plan", "seed = '乙'"))
        assert [len(each) for each in kept] == [1, 1]
