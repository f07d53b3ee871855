"""An office that a whole module of tests looks at, where each leaves it as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hrgrid.storage.attachments import attach
from hrgrid.storage.backup import back_up
from hrgrid.storage.database import Database
from hrgrid.storage.sealed import key_file_of
from tests.offices import fresh_name
from tests.storage.deeds import SEALED, run_of


@pytest.fixture(scope="session")
def offices():
    """The open offices by module and engine, closed with the run; see tests/offices.py."""
    opened = {}
    yield opened
    for database in opened.values():
        database.close()


@pytest.fixture
def office(engine_name, template, offices, tmp_path_factory, request):
    """A copy of the office for the tests of one module, which roll back whatever they do."""
    key = (request.module.__name__, engine_name)
    if key not in offices:
        offices[key] = Database.open(_copied(engine_name, template, tmp_path_factory, request))
    return offices[key]


def _copied(engine_name, template, folders, request):
    if engine_name == "sqlite":
        path = folders.mktemp("office") / "机构.hrg"
        shutil.copyfile(template, path)
        shutil.copyfile(key_file_of(Path(template)), key_file_of(path))
        return path
    server, name = request.getfixturevalue("postgres"), fresh_name()
    server.create_database(name, template)
    return server.url(name)


@pytest.fixture
def made(database, desk, tmp_path):
    """A backup of an office with deeds, a scan and a sealed value in it."""
    desk.write(run_of("一", 300))
    sealed = desk.keyring.seal(*SEALED)
    desk.write(lambda work: attach(work, "密.bin", sealed, "application/x"))
    return back_up(database, tmp_path / "备份").path
