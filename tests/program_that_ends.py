"""The whole program, to which one thing happens once its window is shown: `program_that_ends.py STORY HOW`.

It prints the title, text and detail of every message that is shown then, as JSON.
"""

from __future__ import annotations

import faulthandler
import json
import sys
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from qwenbrowser import app
from qwenbrowser.window import MainWindow


def window() -> MainWindow:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))


def messages() -> list[QMessageBox]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]


def slot() -> None:
    raise ValueError("in a slot <b>x</b>")


def job() -> None:
    window().workspace.run(lambda _db: 1 / 0, print)


HOW: dict[str, Any] = {
    "crash": faulthandler._sigsegv,
    "slot": slot,
    "job": job,
    "quit": QApplication.quit,
    "wait": lambda: print("ready", flush=True),
    "look": lambda: None,
}


def tell() -> None:
    if not messages():
        QTimer.singleShot(10, tell)
        return
    print(json.dumps([[one.windowTitle(), one.text(), one.informativeText()] for one in messages()]))
    for message in messages():
        message.accept()
    QApplication.quit()


def happen(how: str) -> None:
    if not any(isinstance(one, MainWindow) and one.idle for one in QApplication.topLevelWidgets()):
        QTimer.singleShot(10, lambda: happen(how))
        return
    if how in ("slot", "job", "look"):
        QTimer.singleShot(0, tell)
    HOW[how]()


if __name__ == "__main__":
    application = QApplication(["qwenbrowser"])
    QTimer.singleShot(0, lambda: happen(sys.argv[2]))
    sys.exit(app.main([sys.argv[1]]))
