"""`hrgrid` and `python -m hrgrid`: a command goes to the command line, none opens the window.

Only this module chooses between the two, and Qt is imported only once its libraries load.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from types import ModuleType

from hrgrid import cli
from hrgrid.ui import libraries


def main(words: Sequence[str] | None = None) -> int:
    """Run one command or the desktop program; the exit status is that of cli.py."""
    options = cli.parse(sys.argv[1:] if words is None else words)
    if options.work is None:
        return cli.FAULT if _lacks_libraries() else _open_window(options.data, options.user)
    finish = cli.run(options)
    if finish.window is None or _lacks_libraries():
        return finish.status
    return _open_window(finish.window, options.user)


def _lacks_libraries() -> bool:
    """Whether Qt could not load here; says so with the one command that helps."""
    wanting = libraries.missing(x11=libraries.wants_x11())
    if wanting:
        print(libraries.sentence(wanting), file=sys.stderr)  # noqa: T201 - there is no window
    return bool(wanting)


def _open_window(data: str | None, user: str | None) -> int:
    status: int = desktop().run(data, user)
    return status


def desktop() -> ModuleType:
    """The desktop program, with Python's garbage collector off until its window has come to rest.

    While modules load nothing becomes garbage, and the collector would walk the growing heap again
    and again, for a tenth of the start.
    """
    gc.disable()
    libraries.load()
    from hrgrid import app

    return app


if __name__ == "__main__":
    sys.exit(main())
