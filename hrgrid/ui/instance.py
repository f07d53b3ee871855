"""One window a data file: a second start raises the first window and ends."""

from __future__ import annotations

import getpass
import hashlib

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from hrgrid.storage.location import Location

_PATIENCE_MS = 1_000


class Instance(QObject):
    """Listens under a name made of the data's place, for this account alone."""

    called = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def claim(self, location: Location) -> bool:
        """Become the window of these data; False where one is there, which comes forward."""
        self.release()
        name = instance_name(location)
        if _call(name):
            return False
        # What a killed program left behind would refuse the name for ever.
        QLocalServer.removeServer(name)
        self._server.listen(name)
        return True

    def release(self) -> None:
        """Let another window have the data."""
        if self._server.isListening():
            self._server.close()

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnectFromServer()
            self.called.emit()


def instance_name(location: Location) -> str:
    """The same for every spelling of one file."""
    place = str(location.file.resolve()) if location.file else location.shown
    digest = hashlib.sha256(f"{getpass.getuser()} {place}".encode()).hexdigest()
    return f"hrgrid-{digest[:24]}"


def _call(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    reached = socket.waitForConnected(_PATIENCE_MS)
    socket.abort()
    return reached
