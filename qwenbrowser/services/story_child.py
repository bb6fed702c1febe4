"""Makes the portions of an import in another process, which never opens the story.

The window goes on while a large file is read, since only the process at work holds its Python. It is this
program itself, started with `FLAG`: what both say to each other is a line and, where it ends with a number,
as many bytes of JSON.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import IO, cast

from qwenbrowser.domain.messages import Message
from qwenbrowser.services.story_portions import Portion, Portions, encoded, portions
from qwenbrowser.services.story_reader import WrongFileError
from qwenbrowser.services.story_rules import Known

FLAG = "--reader-child"
_AHEAD = 2**20  # bytes that may wait in the pipe


def portions_elsewhere(path: Path, *, fresh: bool) -> Portions:
    """As `portions`, made by a process of its own, which ends with this. Raises WrongFileError."""
    process = subprocess.Popen(
        _command(), env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=_AHEAD
    )
    asked, said = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        _ask(asked, [str(path.absolute()), fresh])
        while True:
            portion = _receive(said)
            if portion.kind == "end":
                return
            if portion.kind == "wrong":
                raise WrongFileError(Message(*json.loads(portion.text)))
            if portion.kind == "fault":
                raise RuntimeError(json.loads(portion.text))
            answer = yield portion
            if answer is not None:
                _ask(asked, asdict(answer))
    except (BrokenPipeError, EOFError):
        raise WrongFileError(
            Message(
                "the process that read it ended too early (%1), perhaps for lack of memory.", process.wait()
            )
        ) from None
    finally:
        process.kill()
        said.close()
        process.wait()
        process.stdin = None  # what could not be sent any more is not sent at its end either
        asked.close()


def main() -> int:
    """What the process does; its exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends the process that asked, and this with it
    gc.disable()  # nothing here refers to itself in a circle, and looking for that takes half of the time
    try:
        _work(sys.stdin.buffer, sys.stdout.buffer)
    except (BrokenPipeError, EOFError):  # nobody wants the rest any more
        os._exit(1)
    return 0


def _work(asked: IO[bytes], said: IO[bytes]) -> None:
    path, fresh = json.loads(_line(asked))
    try:
        with Path(path).open("rb") as file:
            steps, answer = portions(file, fresh=fresh), None
            while (step := steps.send(answer)) is not None:
                _send(said, step)
                answer = Known(**json.loads(_line(asked))) if step.kind == "ask" else None
    except StopIteration:
        _send(said, Portion("end", "", ""))
    except WrongFileError as wrong:
        _send(said, Portion("wrong", "", encoded([wrong.message.template, *wrong.message.parts])))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        _send(said, Portion("wrong", "", encoded(["cannot be read: %1.", error.strerror])))
    except Exception:
        _send(said, Portion("fault", "", encoded(traceback.format_exc())))


def _send(said: IO[bytes], portion: Portion) -> None:
    text = portion.text.encode()
    said.write(f"{portion.kind},{portion.name},{len(text)}\n".encode())
    said.write(text)
    said.flush()


def _receive(said: IO[bytes]) -> Portion:
    kind, name, size = _line(said).decode().strip().split(",")
    text = said.read(int(size))
    if len(text) != int(size):
        raise EOFError
    return Portion(kind, name, text.decode())


def _ask(asked: IO[bytes], value: object) -> None:
    asked.write(encoded(value).encode() + b"\n")
    asked.flush()


def _line(stream: IO[bytes]) -> bytes:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return line


def _command() -> list[str]:
    """This program once more, from a package or a checkout."""
    return (
        [sys.executable, FLAG]
        if getattr(sys, "frozen", False)
        else [sys.executable, "-m", "qwenbrowser", FLAG]
    )


def _environment() -> dict[str, str]:
    """With the place of this package, wherever the process is started."""
    places = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places))}
