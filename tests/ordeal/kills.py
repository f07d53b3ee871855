"""kill -9 at random moments, and what is found afterwards."""

from __future__ import annotations

import csv
import json
import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

from hrgrid import schema
from hrgrid.accounts.service import sign_in
from hrgrid.core.paths import migrations
from hrgrid.storage import upgrade
from hrgrid.storage.backup import back_up, list_backups, read_manifest
from hrgrid.storage.checks import check
from hrgrid.storage.database import Database
from hrgrid.storage.files import sha256_of
from hrgrid.storage.sealed import key_file_of
from tests.ordeal.outcomes import Outcome, spread
from tests.ordeal.places import CLERK, Ground
from tests.ordeal.typists import look, seat_panel
from tests.ordeal.victims import BULK, run, suffer

_SLOWEST = 60.0
REOPENED = 2.0


@dataclass
class Scene:
    """One killed deed: its place, its folder, what was told to be done, and what it costs."""

    outcome: Outcome
    place: str
    folder: Path
    told: list[str] = field(default_factory=list)
    reopened: list[float] = field(default_factory=list)


def _context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ordeal.victims"])
    return context


def kill_once(scene: Scene, deed: str, delay: float) -> float:
    """Start the deed, kill it `delay` seconds after it was ready; returns how long it lived."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = _context().Process(target=suffer, args=(deed, scene.place, str(scene.folder), theirs))
    child.start()
    theirs.close()
    try:
        if not ours.poll(_SLOWEST) or ours.recv() != "ready":
            raise RuntimeError(f"{deed} did not begin")
        begun = time.monotonic()
        child.join(delay)
        lived = time.monotonic() - begun
        if child.exitcode:
            raise RuntimeError(f"{deed} ended by itself with {child.exitcode}")
    finally:
        child.kill()
        child.join()
    scene.told = _all_told(ours)
    return lived


def _all_told(ours: Connection) -> list[str]:
    told = []
    try:
        while True:
            told.append(ours.recv())
    except EOFError:
        ours.close()
    return told


def duration_of(scene: Scene, deed: str) -> float:
    """How long the deed takes when nobody disturbs it, from its first two reports."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    child = _context().Process(target=suffer, args=(deed, scene.place, str(scene.folder), theirs))
    child.start()
    theirs.close()
    try:
        ours.recv()
        begun = time.monotonic()
        ours.recv()
        return time.monotonic() - begun
    finally:
        child.kill()
        child.join()
        ours.close()


Verify = Callable[[Scene], None]


@dataclass(frozen=True)
class Killing:
    """A deed, how its ground is prepared, and what must hold when it was killed.

    It is killed within `seconds`; where none are given, within two and a half of its rounds.
    """

    deed: str
    verify: Verify
    prepare: Callable[[Scene], None] = lambda _scene: None
    fresh_each: int = 1
    seconds: float | None = None


def kill(ground: Ground, engine: str, name: str, rounds: int, seed: int) -> Outcome:
    """`rounds` kills of one deed at moments drawn from `seed`."""
    killing, dice = KILLINGS[name], random.Random(seed)
    outcome = Outcome(f"kill {name}", engine)
    scene = _fresh(ground, engine, killing, outcome)
    span = killing.seconds or 2.5 * duration_of(scene, killing.deed)
    lived, reopened = [], []
    for number in range(rounds):
        if number % killing.fresh_each == 0:
            ground.drop(scene.place)
            scene = _fresh(ground, engine, killing, outcome)
        lived.append(kill_once(scene, killing.deed, dice.uniform(0, span)))
        _settle(ground, scene)
        killing.verify(scene)
        reopened += scene.reopened
        scene.reopened = []
        outcome.runs += 1
    ground.drop(scene.place)
    slow = [each for each in reopened if each > REOPENED]
    outcome.figures |= {"lived": spread(lived), "reopened": spread(reopened)}
    outcome.figures |= {f"over {REOPENED:.0f} s": str(len(slow))} if slow else {}
    return outcome


def _fresh(ground: Ground, engine: str, killing: Killing, outcome: Outcome) -> Scene:
    place = ground.fresh(engine)
    folder = Path(place).parent if engine == "sqlite" else ground.folder
    scene = Scene(outcome, place, folder / "旁")
    scene.folder.mkdir(exist_ok=True)
    killing.prepare(scene)
    return scene


def _settle(ground: Ground, scene: Scene) -> None:
    """A server notices that its client is gone when it next reads from it."""
    if "://" not in scene.place:
        return
    with Database.attach(scene.place) as database:
        asked = text(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with database.raw(writes=False) as connection:
                if not connection.execute(asked).scalar():
                    return
            time.sleep(0.005)


# --- what must hold -----------------------------------------------------------------------------


def reopened(scene: Scene) -> Database:
    """Open as the next start of the program does, and note how long it took."""
    begun = time.perf_counter()
    database = Database.open(scene.place)
    with database.reading() as work:
        assert work.setting
    scene.reopened.append(time.perf_counter() - begun)
    return database


def _sound(scene: Scene, database: Database) -> None:
    desk = sign_in(database, CLERK)
    for finding in check(database, keyring=desk.keyring):
        scene.outcome.lose(finding)


def _bulk_is_whole(scene: Scene) -> None:
    with reopened(scene) as database:
        with database.raw(writes=False) as connection:
            counted = "SELECT run_key, count(*) FROM fact_use GROUP BY run_key"
            runs = {row[0]: row[1] for row in connection.execute(text(counted))}
            noted = "SELECT subject FROM journal_entry WHERE action = 'run'"
            entries = list(connection.execute(text(noted)).scalars())
        for key, count in runs.items():
            if count != BULK:
                scene.outcome.lose(f"run {key} is partial: {count} of {BULK}")
        if sorted(entries) != sorted(runs):
            scene.outcome.lose(f"the journal tells of {sorted(entries)}, there are {sorted(runs)}")
        for key in set(scene.told) - set(runs):
            scene.outcome.lose(f"run {key} was acknowledged and is lost")
        _sound(scene, database)


def _backups_are_whole(scene: Scene) -> None:
    listed = {row.path.name: row.path for row in list_backups(scene.folder)}
    for name in set(scene.told) - set(listed):
        scene.outcome.lose(f"backup {name} was acknowledged and is lost")
    for name, path in listed.items():
        manifest = read_manifest(path)
        if manifest is None or sha256_of(path) != manifest.sha256:
            scene.outcome.lose(f"backup {name} is not what its manifest says")
        if not key_file_of(path).exists():
            scene.outcome.lose(f"backup {name} has no keys")
        with Database.open(path, read_only=True) as copy:
            _sound(scene, copy)
    with reopened(scene) as database:
        _sound(scene, database)


def _restored_are_whole(scene: Scene) -> None:
    there = {str(path) for path in (scene.folder / "新").glob("*.hrg")}
    for name in set(scene.told) - there:
        scene.outcome.lose(f"{name} was acknowledged and is lost")
    for name in there:
        with Database.open(name) as database:
            _sound(scene, database)
    with reopened(scene) as database:
        _sound(scene, database)


def _exports_are_whole(scene: Scene) -> None:
    tables = {table.name for table in schema.metadata.sorted_tables}
    wanted = tables - {"attachment_content", "key_file"} | {"数据字典"}
    folders = [each for each in scene.folder.iterdir() if not each.name.startswith(".")]
    for name in set(scene.told) - {each.name for each in folders}:
        scene.outcome.lose(f"export {name} was acknowledged and is lost")
    for each in folders:
        if {path.stem for path in each.glob("*.csv")} != wanted:
            scene.outcome.lose(f"export {each.name} lacks tables")
        with (each / "fact_use.csv").open(encoding="utf-8-sig", newline="") as stream:
            if (count := sum(1 for _ in csv.reader(stream)) - 1) != BULK:
                scene.outcome.lose(f"export {each.name} has {count} of {BULK} rows")
    with reopened(scene) as database:
        with database.raw(writes=False) as connection:
            noted = "SELECT subject FROM journal_entry WHERE action = 'export_all'"
            recorded = set(connection.execute(text(noted)).scalars())
        for each in folders:
            if each.name not in recorded:
                scene.outcome.lose(f"export {each.name} is not on record")
        _sound(scene, database)


def _offices_are_whole(scene: Scene) -> None:
    there = {str(path) for path in scene.folder.glob("*.hrg")}
    for name in set(scene.told) - there:
        scene.outcome.lose(f"office {name} was acknowledged and is lost")
    for name in there:
        begun = time.perf_counter()
        with Database.open(name) as database:
            scene.reopened.append(time.perf_counter() - begun)
            _sound(scene, database)


def _is_old_or_new(scene: Scene) -> None:
    with Database.attach(scene.place) as database:
        with database.raw(writes=False) as connection:
            version = upgrade.data_version(connection)
            later = inspect(connection).has_table("later")
            facts = connection.execute(text("SELECT count(*) FROM fact_use")).scalar()
            whole = not database.is_sqlite or (
                connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            )
        if (version == "9990") != later or facts != BULK or not whole:
            scene.outcome.lose(f"half migrated: {version}, later {later}, {facts} facts, {whole}")
        if "upgraded" in scene.told and version != "9990":
            scene.outcome.lose("the upgrade was acknowledged and is lost")


# Which marks stood there when the typist began.
_MARKS = "marks.json"


def _only_the_last_mark_is_gone(scene: Scene) -> None:
    """What was shown as safe is there; of the rest at most the mark that was being typed is not."""
    before = _kept_marks(scene)
    lines = [json.loads(line) for line in scene.told]
    typed = {tuple(cell): milli for word, cell, milli in lines if word == "typed"}
    safe = {tuple(cell): milli for word, cell, milli in lines if word == "safe"}
    with reopened(scene) as database:
        found = dict(sign_in(database, CLERK).read(look).marks)
        _sound(scene, database)
    new = {cell: milli for cell, milli in found.items() if cell not in before}
    lost = [cell for cell in typed if cell not in new]
    for cell in set(safe) - set(new):
        scene.outcome.lose(f"the mark of {cell} was shown as safe and is lost")
    if len(lost) > 1 or lost != list(typed)[len(typed) - len(lost) :]:
        scene.outcome.lose(f"{len(lost)} marks are lost, not only the last: {lost}")
    for cell, milli in found.items():
        if milli != typed.get(cell, before.get(cell)):
            scene.outcome.lose(f"{cell} holds {milli}, typed was {typed.get(cell)}")
    for cell in set(before) - set(found):
        scene.outcome.lose(f"the mark of {cell} from before is lost")
    figures = scene.outcome.figures
    for name, count in (("marks", len(typed)), ("gone", len(lost))):
        figures[name] = str(int(figures.get(name, "0")) + count)
    _keep_marks(scene, found)


def _kept_marks(scene: Scene) -> dict[tuple[int, ...], int]:
    kept = json.loads((scene.folder / _MARKS).read_text(encoding="ascii"))
    return {tuple(cell): milli for cell, milli in kept}


def _keep_marks(scene: Scene, marks: Any) -> None:
    (scene.folder / _MARKS).write_text(json.dumps(list(marks.items())), encoding="ascii")


# --- how the ground is prepared -----------------------------------------------------------------


def _with_a_run(scene: Scene) -> None:
    with Database.open(scene.place) as database:
        sign_in(database, CLERK).write(lambda work: run(work, "before"))


def _with_a_panel(scene: Scene) -> None:
    seat_panel(scene.place)
    _keep_marks(scene, {})


def _with_a_backup(scene: Scene) -> None:
    _with_a_run(scene)
    with Database.open(scene.place) as database:
        back_up(database, scene.folder)


_LATER = """
import sqlalchemy as sa
from alembic import op
revision = "9990"
down_revision = "{before}"
def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
    with op.batch_alter_table("fact_use", recreate="always") as batch:
        batch.add_column(sa.Column("more", sa.Integer))
"""


def _with_a_newer_program(scene: Scene) -> None:
    _with_a_run(scene)
    versions = scene.folder / "migrations" / "versions"
    versions.mkdir(parents=True)
    for path in (migrations() / "env.py", *(migrations() / "versions").glob("*.py")):
        goal = versions if path.parent.name == "versions" else versions.parent
        (goal / path.name).write_bytes(path.read_bytes())
    later = _LATER.format(before=upgrade.program_version())
    (versions / "9990_later.py").write_text(later, encoding="utf-8")


KILLINGS = {
    "bulk": Killing("bulk", _bulk_is_whole, fresh_each=5),
    "backup": Killing("backup", _backups_are_whole, _with_a_run, fresh_each=5),
    "restore": Killing("restore", _restored_are_whole, _with_a_backup),
    "export": Killing("export", _exports_are_whole, _with_a_run),
    "create": Killing("create", _offices_are_whole),
    "migrate": Killing("migrate", _is_old_or_new, _with_a_newer_program),
    "marks": Killing(
        "marks", _only_the_last_mark_is_gone, _with_a_panel, fresh_each=10, seconds=6.0
    ),
}
