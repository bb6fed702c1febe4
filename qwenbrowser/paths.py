"""Where the program's files are, and how one of the user's files is replaced whole."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import platformdirs

from qwenbrowser.domain.errors import NotFound, StorageFailed
from qwenbrowser.domain.messages import Message

APP = "qwenbrowser"
HOME_VARIABLE = "QWENBROWSER_HOME"
CHUNK = 1 << 20

_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """A file or folder below `resources/`. Raises NotFound where the installation lacks it."""
    return _installed("resources", parts)


def data_path(*parts: str) -> Path:
    """A file or folder below `data/`. Raises NotFound where the installation lacks it."""
    return _installed("data", parts)


def user_data_dir() -> Path:
    """The user's folder for stories. Not created here."""
    return _own_home("data") or platformdirs.user_data_path(APP, appauthor=False)


def user_config_dir() -> Path:
    """The user's folder for settings. Not created here."""
    return _own_home("config") or platformdirs.user_config_path(APP, appauthor=False)


def user_log_dir() -> Path:
    """The user's folder for the log. Not created here."""
    return _own_home("log") or platformdirs.user_log_path(APP, appauthor=False)


def log_file() -> Path:
    """The file that unexpected errors are written to."""
    return user_log_dir() / f"{APP}.log"


def is_file(path: Path) -> bool:
    """Whether a file is there and can be reached; a name that no system takes is no file either."""
    try:
        return path.is_file()
    except OSError:
        return False


def _own_home(name: str) -> Path | None:
    """The folder `name` below $QWENBROWSER_HOME, which moves all of the user's folders on every system."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).absolute() / name if home else None


def _roots() -> list[Path]:
    """The folders that may hold `resources/` and `data/`, in the order they are tried."""
    if getattr(sys, "frozen", False):
        bundle = Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent))
        return [bundle, bundle / APP / "_bundled"]
    checkout = _PACKAGE.parent
    # Beside an installed package lie other packages' folders: only a project folder counts as a checkout.
    return [checkout] if (checkout / "pyproject.toml").is_file() else [_PACKAGE / "_bundled"]


def _installed(kind: str, parts: tuple[str, ...]) -> Path:
    tried = [root.joinpath(kind, *parts) for root in _roots()]
    for path in tried:
        if path.exists():
            return path
    raise NotFound(
        Message(
            "this part of the program is missing (looked in %1).",
            ", ".join(str(path.parent) for path in tried),
        ),
        "Install the program again.",
        "/".join((kind, *parts)),
    )


def write_atomically(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Replace the file with `content` (or its pieces), or leave it as it was; its folder is made if need be.

    Raises StorageFailed, naming the file and the reason, where the disk is full or the place cannot
    be written. A link is followed; anything but a regular file is refused.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        if target.exists() and not target.is_file():
            raise OSError(errno.EINVAL, "not a regular file")
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_new(temporary, content)
        temporary.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StorageFailed(
            Message("could not be written: %1. What was there before is unchanged.", error.strerror or error),
            "Free space or choose another place, then try again.",
            path,
        ) from error
    except BaseException:  # whoever makes the pieces has failed or was stopped
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _write_new(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write unbuffered and count every chunk: a disk that fills up may take a part without an error."""
    with path.open("xb", buffering=0) as file:
        for piece in [content] if isinstance(content, bytes) else content:
            view = memoryview(piece)
            for start in range(0, len(view), CHUNK):
                chunk = view[start : start + CHUNK]
                if file.write(chunk) != len(chunk):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power failure, where the system and its file system can."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
