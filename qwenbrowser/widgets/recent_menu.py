"""The menu of files that were opened before; those that are gone are marked and can be removed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from qwenbrowser.domain.phrases import fill
from qwenbrowser.paths import is_file
from qwenbrowser.widgets.text import isolate, mnemonic_escape

_LONGEST = 48  # characters of a folder's name


class RecentMenu(QMenu):
    """Files by name and folder, as plain text. It looks for them whenever it opens."""

    chosen = Signal(object)
    """The path that the user wants opened."""
    forgotten = Signal(object)
    """The path that is to leave the list."""
    cleared = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._paths: tuple[Path, ...] = ()
        self._missing: list[QObject] = []
        self.aboutToShow.connect(self._fill)
        self.show_paths(())

    def show_paths(self, paths: Iterable[Path]) -> None:
        """Offer these, in this order; none closes the menu."""
        self._paths = tuple(paths)
        self.menuAction().setEnabled(bool(self._paths))

    def _fill(self) -> None:
        self.clear()
        for menu in self._missing:
            menu.deleteLater()
        self._missing = []
        for path in self._paths:
            if is_file(path):
                self.addAction(_name(path)).triggered.connect(partial(self._choose, path))
            else:
                missing = self.addMenu(fill(self.tr("%1 (not found)"), _name(path)))
                self._missing.append(missing)
                remove = missing.addAction(self.tr("&Remove from this list"))
                remove.triggered.connect(partial(self._forget, path))
        self.addSeparator()
        self.addAction(self.tr("&Clear this list")).triggered.connect(self._clear)

    def _choose(self, path: Path, _on: bool = False) -> None:
        self.chosen.emit(path)

    def _forget(self, path: Path, _on: bool = False) -> None:
        self.forgotten.emit(path)

    def _clear(self, _on: bool = False) -> None:
        self.cleared.emit()


def _name(path: Path) -> str:
    """File and folder in one line; the start of a long folder gives way, its end tells more."""
    folder = str(path.parent)
    if len(folder) > _LONGEST:
        folder = f"…{folder[-_LONGEST:]}"
    return mnemonic_escape(f"{isolate(path.name)} – {isolate(folder)}")
