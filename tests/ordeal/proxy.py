"""A line to PostgreSQL that can be cut: at a byte, or between the server's commit and its answer.

Sits on a unix socket of its own and forwards to the server's, so that a client needs nothing
but another `host=`.
"""

from __future__ import annotations

import contextlib
import select
import shutil
import socket
import tempfile
import threading
from pathlib import Path
from typing import Self

_SOCKET = ".s.PGSQL.5432"
_COMMIT = b"COMMIT\x00"


class Proxy:
    """Forwards until told to cut; a context manager."""

    def __init__(self, server_folder: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hrgrid-line-", dir="/tmp"))
        self._target = str(Path(server_folder) / _SOCKET)
        self._lock = threading.Lock()
        self._budget: int | None = None
        self._swallow = False
        self._frozen = False
        self._forwarded = 0
        self._lines: list[tuple[socket.socket, socket.socket]] = []
        self._listener: socket.socket | None = None
        self.commit_sent = threading.Event()
        self.was_cut = threading.Event()
        self.restore()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.break_off()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """The address of a database through this line."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    @property
    def forwarded(self) -> int:
        """Bytes forwarded so far, both ways."""
        return self._forwarded

    def cut_after(self, count: int) -> None:
        """Cut every line once `count` more bytes went through, both ways together; only once."""
        with self._lock:
            self._budget = count
            self.was_cut.clear()

    def cut_none(self) -> None:
        """Forget an order to cut."""
        with self._lock:
            self._budget, self._swallow = None, False

    def cut_behind_commit(self) -> None:
        """Forward the next COMMIT, and cut when the server answers it."""
        with self._lock:
            self._swallow = True
            self.commit_sent.clear()
            self.was_cut.clear()

    def freeze_at_commit(self) -> None:
        """Hold the next COMMIT back and stay silent, both ends open: a plug was pulled."""
        with self._lock:
            self._frozen = True
            self.commit_sent.clear()

    def break_off(self) -> None:
        """Cut every line and take no new one: the network is down."""
        if self._listener is not None:
            # A thread in accept() does not wake up when its socket is only closed.
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        (self.folder / _SOCKET).unlink(missing_ok=True)
        self.cut()

    def cut(self) -> None:
        """Cut every open line."""
        with self._lock:
            lines, self._lines = self._lines, []
        for pair in lines:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self.was_cut.set()

    def restore(self) -> None:
        """Take lines (again)."""
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.folder / _SOCKET))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._target)
            with self._lock:
                self._lines.append((client, server))
            threading.Thread(target=self._forward, args=(client, server), daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        with client, server, contextlib.suppress(OSError):
            while True:
                for side in select.select([client, server], [], [])[0]:
                    data = side.recv(65_536)
                    if not data or not self._pass_on(data, client, server, side is client):
                        return

    def _pass_on(
        self, data: bytes, client: socket.socket, server: socket.socket, from_client: bool
    ) -> bool:
        if self._frozen and data.endswith(_COMMIT):
            self.commit_sent.set()
            return True
        if self._swallows(data, from_client):
            self.cut()
            return False
        allowed = self._allowed(len(data))
        (server if from_client else client).sendall(data[:allowed])
        if allowed < len(data):
            self.cut()
            return False
        return True

    def _swallows(self, data: bytes, from_client: bool) -> bool:
        with self._lock:
            if not self._swallow:
                return False
            if not from_client:
                swallowed = self.commit_sent.is_set()
                self._swallow = not swallowed
                return swallowed
            if data.endswith(_COMMIT):
                self.commit_sent.set()
            return False

    def _allowed(self, wanted: int) -> int:
        with self._lock:
            allowed = wanted if self._budget is None else min(wanted, self._budget)
            self._forwarded += allowed
            if self._budget is not None:
                # The order to cut is spent with the cut.
                self._budget = None if allowed < wanted else self._budget - allowed
            return allowed
