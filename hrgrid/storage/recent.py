"""Which data the window opened last, kept in this account's folder for the next start."""

from __future__ import annotations

import json

from hrgrid.core.paths import user_folder
from hrgrid.storage.files import write_whole
from hrgrid.storage.location import Location


def remember(location: Location) -> None:
    """Note what was opened; an address goes without its password."""
    if location.file is not None:
        where = str(location.file)
    else:
        where = location.url.set(password=None).render_as_string()
    content = json.dumps({"data": where}, ensure_ascii=False)
    write_whole(user_folder() / "last.json", content.encode("utf-8"))


def last_opened() -> Location | None:
    """What was opened last, None at the first start; it may have gone since."""
    try:
        read = json.loads((user_folder() / "last.json").read_text(encoding="utf-8"))
        return Location.of(str(read["data"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
