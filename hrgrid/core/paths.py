"""Where things lie: resources and migrations in a checkout, an install and a frozen build;
the user's own folder; and file names that every system accepts."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent

# Windows refuses these as the stem of a name, whatever the suffix.
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{kind}{n}" for kind in ("com", "lpt") for n in range(10)
}
_MOST_BYTES = 200
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


def resources() -> Path:
    """The folder of fonts, icons and tables that ship with the program."""
    return _shipped("resources")


def migrations() -> Path:
    """The folder that Alembic reads."""
    return _shipped("migrations")


def _shipped(name: str) -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / name
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def user_folder() -> Path:
    """This person's folder for the machine key, the last file and the logs; made when missing.

    HRGRID_HOME moves it: a portable copy on a stick keeps it beside itself.
    """
    chosen = os.environ.get("HRGRID_HOME")
    if chosen:
        folder = Path(chosen).resolve()
    else:
        from platformdirs import user_data_path

        folder = user_data_path("hrgrid", appauthor=False, roaming=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def safe_name(text: str, longest: int = 80) -> str:
    """A file name made of `text` that Windows, macOS and Linux accept; never empty."""
    name = _FORBIDDEN.sub("_", text).strip(" .")
    if name.split(".")[0].rstrip().lower() in _DEVICES:
        name = f"_{name}"
    # Linux counts bytes, and four of them make one rare character.
    short = name[:longest].encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore")
    return short.rstrip(" .") or "_"


def is_remote(path: Path) -> bool:
    """Whether a path is on a network drive or share, where SQLite's locks cannot be trusted."""
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        remote_drive = 4
        drive = path.resolve().drive + "\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == remote_drive)
    return _mount_type(path) in _NETWORK_MOUNTS


_NETWORK_MOUNTS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "fuse.sshfs"}


def _mount_type(path: Path) -> str:
    table = Path("/proc/self/mounts")
    if not table.exists():
        return ""
    target = str(path.resolve())
    best, kind = "", ""
    for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
        _, mount, mount_kind, *_ = line.split(" ")
        mount = mount.replace("\\040", " ")
        inside = target == mount or target.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, mount_kind
    return kind
