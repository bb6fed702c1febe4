"""One window a story: a second start of the same story by the same user raises the first one's window."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

# PySide6.QtNetwork is imported where it is used: most starts need it only after the first paint, for a
# socket of this machine and nothing else.

_CONNECTED_MS = 500
_ANSWERED_MS = 3000
_LONGEST = 65536  # bytes of a request
_LONGEST_PATH = 100  # bytes that every system takes for the path of a socket
_SHOWN = b"shown\n"


class Instance(QObject):
    """Listens for further starts of a story while its window is open."""

    asked = Signal(str, str)
    """What to choose ("" for nothing), and the desktop's leave to come to the front ("" without)."""

    def __init__(self, story: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = server_name(story)
        self._server: QLocalServer | None = None

    def listen(self) -> bool:
        """Begin to listen, in the place of a process that ended without a word; False where one listens."""
        from PySide6.QtNetwork import QLocalServer

        if _connected(self._name) is not None:
            return False
        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._take)
        self._server = server
        return server.listen(self._name)

    def close(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _take(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()):
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        try:
            request = json.loads(bytes(socket.readLine(_LONGEST).data()))
            select, token = str(request["select"]), str(request["token"])
        except (ValueError, TypeError, KeyError):
            socket.abort()
            return
        self.asked.emit(select, token)
        socket.write(_SHOWN)
        socket.flush()
        socket.disconnectFromServer()


def raise_running(story: Path, select: str | None = None) -> bool:
    """Have the window in which `story` is already open come to the front, with `select` chosen.

    False where there is none, or where it does not answer within some seconds.
    """
    socket = _connected(server_name(story))
    if socket is None:
        return False
    request = {"select": select or "", "token": os.environ.get("XDG_ACTIVATION_TOKEN", "")}
    socket.write(json.dumps(request).encode() + b"\n")
    answer = b""
    while len(answer) < len(_SHOWN) and socket.waitForReadyRead(_ANSWERED_MS):
        answer += bytes(socket.readAll().data())
    socket.abort()
    return answer == _SHOWN


def server_name(story: Path) -> str:
    """Where the window of a story listens: one name a user and a file, by whatever path it is reached."""
    user = str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()
    key = os.fsencode(f"{user}\0") + os.fsencode(story.resolve())
    name = f"qwenbrowser-{hashlib.sha256(key).hexdigest()[:24]}"
    if os.name != "posix":
        return name
    path = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir(), name)
    return str(path if len(os.fsencode(path)) <= _LONGEST_PATH else Path("/tmp", name))


def _connected(name: str) -> QLocalSocket | None:
    """A connection to whoever listens there; None where nobody does, or somebody of another user."""
    if os.name == "posix" and not _is_own_socket(Path(name)):
        return None
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket if socket.waitForConnected(_CONNECTED_MS) else None


def _is_own_socket(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISSOCK(found.st_mode) and found.st_uid == os.getuid()
