"""The system libraries that Qt needs on Linux, looked for before Qt is imported; then Qt itself.

PySide6 brings Qt itself but not these; without one the import fails with a linker's
message that helps nobody. Windows and macOS carry all of them. Imports no Qt before `load`.
"""

from __future__ import annotations

import builtins
import ctypes
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Library:
    """A shared library and the Debian package that holds it."""

    soname: str
    package: str


OFFSCREEN = (
    Library("libglib-2.0.so.0", "libglib2.0-0"),
    Library("libGL.so.1", "libgl1"),
    Library("libEGL.so.1", "libegl1"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
)

X11 = (
    Library("libxcb-cursor.so.0", "libxcb-cursor0"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4"),
    Library("libxcb-image.so.0", "libxcb-image0"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Library("libxcb-randr.so.0", "libxcb-randr0"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0"),
    Library("libxcb-shape.so.0", "libxcb-shape0"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)


def wants_x11(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether Qt would open an X11 window here: a display, and no other platform asked for."""
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform:
        return platform == "xcb"
    return bool(environment.get("DISPLAY")) and not environment.get("WAYLAND_DISPLAY")


def missing(x11: bool = False) -> list[Library]:
    """The libraries that do not load; with `x11` also those of a real X11 window."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = OFFSCREEN + X11 if x11 else OFFSCREEN
    return [library for library in wanted if not _loads(library.soname)]


def install_line(libraries: list[Library]) -> str:
    """The one command that installs `libraries` on Debian, Ubuntu, UOS and Kylin."""
    return "apt-get install -y " + " ".join(library.package for library in libraries)


def sentence(libraries: list[Library]) -> str:
    """What to tell the user when `libraries` are missing."""
    names = "、".join(library.soname for library in libraries)
    return f"打不开窗口：系统缺少 {names}。请用管理员身份运行：{install_line(libraries)}"


def load() -> None:
    """Import Qt, and take its hook off Python's imports.

    The hook reads and decodes the source of every module that is imported after Qt, to learn
    whether the module speaks of PySide6: a twentieth of the start. Only `from __feature__ import`
    needs to know, and nothing here renames Qt's methods.
    """
    import PySide6.QtCore  # noqa: F401 - it hangs the hook on

    names = vars(builtins)
    hook, own = names.get("__feature_import__"), names.get("__orig_import__")
    if own is not None and names["__import__"] is hook:
        names["__import__"] = own


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True
