"""Where an ordeal takes place: offices on either engine, made once and copied, outside pytest."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hrgrid.accounts.service import OfficeForm, set_up_office
from hrgrid.core.policies import Setting
from hrgrid.storage.sealed import key_file_of
from tests import postgres as servers

FORM = OfficeForm("示例区委政法委", "示例区", Setting.SINGLE)
CLERK = "经办人"
ENGINES = ("sqlite", "postgresql")
_count = itertools.count(1)


@dataclass
class Ground:
    """A folder, a server where one is needed, and copies of one office on either."""

    folder: Path
    server: servers.Server | None = None
    _templates: dict[str, str] = field(default_factory=dict)

    def fresh(self, engine: str) -> str:
        """The place of a new copy of the office: a path or an address."""
        template = self._template(engine)
        name = f"o_{os.getpid()}_{next(_count)}"
        if engine == "sqlite":
            path = self.folder / name / "机构.hrg"
            path.parent.mkdir()
            shutil.copyfile(template, path)
            shutil.copyfile(key_file_of(Path(template)), key_file_of(path))
            return str(path)
        self.postgres.create_database(name, template)
        return self.postgres.url(name)

    def drop(self, place: str) -> None:
        """Remove a copy."""
        if "://" in place:
            self.postgres.drop(place.split("@/")[1].split("?")[0])
        else:
            shutil.rmtree(Path(place).parent, ignore_errors=True)

    @property
    def postgres(self) -> servers.Server:
        """The server; there is one wherever PostgreSQL is asked for."""
        assert self.server is not None
        return self.server

    def _template(self, engine: str) -> str:
        if engine not in self._templates:
            self._templates[engine] = self._make(engine)
        return self._templates[engine]

    def _make(self, engine: str) -> str:
        if engine == "sqlite":
            path = self.folder / "template" / "机构.hrg"
            set_up_office(path, FORM, keep=lambda _keys: None)
            return str(path)
        name = f"o_{os.getpid()}_template"
        self.postgres.create_database(name)
        set_up_office(self.postgres.url(name), FORM, keep=lambda _keys: None)
        return name


@contextmanager
def ground() -> Iterator[Ground]:
    """A folder and a server of their own, for the command; removed at the end."""
    run = Path(tempfile.mkdtemp(prefix="hrgrid-ordeal-"))
    os.environ["HRGRID_HOME"] = str(run / "home")
    held = servers.hold(run)
    try:
        yield Ground(run, servers.server(run))
    finally:
        servers.release(run, held)
        shutil.rmtree(run, ignore_errors=True)
