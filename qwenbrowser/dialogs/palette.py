"""The palette over the window: it finds people, facts and sources while one types, and after ">" commands."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from qwenbrowser.commands.catalogue import Catalogue
from qwenbrowser.dialogs.palette_card import PaletteCard
from qwenbrowser.dialogs.palette_reads import Reads
from qwenbrowser.dialogs.palette_why import Reason, Step, failed, no_command, nothing_found
from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.errors import UserError
from qwenbrowser.domain.records import EntityKind
from qwenbrowser.models import command_rows, palette_rows
from qwenbrowser.models.messages import said
from qwenbrowser.models.palette_model import Group, PaletteModel, Result
from qwenbrowser.models.palette_rows import Found
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import faded
from qwenbrowser.workspace import Selection, Workspace

COMMANDS = ">"
_PROMPTS = (COMMANDS, "＞")
_WIDTH = 672
_TOP = 104
_MARGIN = 24
_SHADOW = 10


class Palette(QWidget):
    """Dims the window and shows a card to search in. Choosing goes through the workspace.

    `place_requested` tells where in the text of a source that was chosen the words stand (code points).
    """

    place_requested = Signal(int, int)

    def __init__(self, workspace: Workspace, commands: Catalogue, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Search"))
        self._workspace = workspace
        self._commands = commands
        self._theme = theme
        self._window = window
        self._box: QLineEdit | None = None
        self._mirrors = False
        self._before: QWidget | None = None
        self._pending = False
        self._choose_when_found = False
        self._step: Step = "clear"
        self._reads = Reads(workspace, self._failed)
        self.model = PaletteModel(self)
        self.card = PaletteCard(theme, self.model, self)
        self.edit = self.card.edit
        self.view = self.card.view
        self._name_parts()
        self._wire()
        self.hide()

    def serve(self, box: QLineEdit) -> None:
        """Take the keys that a field elsewhere gets while the palette is open."""
        self._box = box
        box.installEventFilter(self)

    def open(self, text: str = "") -> None:
        """Show the palette with this text, also where it is open already."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
            self._mirrors = False
            self.card.chips["everything"].setChecked(True)
            self.place()
            self.show()
            self.raise_()
            app = QApplication.instance()
            if isinstance(app, QApplication):
                app.focusChanged.connect(self._focus_moved)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.edit.text() != text:
            self.edit.setText(text)
        else:
            self._look()

    def close_palette(self) -> None:
        """Hide, and give the focus back to where it was."""
        if not self.isVisible():
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_moved)
        held = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held):
            # Before hiding: Qt would look for the next stop of Tab, and that is in here.
            held.clearFocus()
            if self._before is not None and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self._choose_when_found = False
        self.hide()
        self._reads.stop()
        self.model.set_groups([])
        self.edit.clear()
        if self._box is not None:
            self._box.clear()

    def place(self) -> None:
        """Cover the window; the card in the middle is as high as its results need and the window lets it."""
        self.setGeometry(self._window.rect())
        width = min(round(_WIDTH * self._theme.fonts.scale), self.width() - 2 * _MARGIN)
        top = min(_TOP, round(self.height() * _TOP / 900))
        left = (self.width() - width) // 2
        self.card.setGeometry(left, top, width, self.card.height())
        height = min(self.card.wanted_height(), self.height() - top - _MARGIN)
        self.card.setGeometry(left, top, width, height)
        self.update()

    # -- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.isVisible():
            return watched is not self._window and self._navigate(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that a chip or a button does not want."""
        if not self._navigate(event):
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays within the palette while it is open."""
        stops: list[QWidget] = [self.edit, *self.card.chips.values(), self.view, self.card.why.button]
        stops = [stop for stop in stops if stop.isVisible()]
        if not stops:
            return False
        held = next((number for number, stop in enumerate(stops) if stop.hasFocus()), -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(held + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        dark = self._theme.tokens.dark
        painter = QPainter(self)
        painter.fillRect(self.rect(), faded(QColor("black"), 0.6 if dark else 0.33))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(QColor("black"), 0.05 if dark else 0.02))
        card = QRectF(self.card.geometry())
        for reach in range(_SHADOW):
            painter.drawRoundedRect(
                card.adjusted(-reach, 2 - reach, reach, reach + 4), 12 + reach, 12 + reach
            )
        painter.end()

    # -- searching

    def _name_parts(self) -> None:
        prompt = self.tr("Search people, events, quotes and sources")
        self.edit.setPlaceholderText(prompt)
        self.edit.setAccessibleName(prompt)
        for name, title in (
            ("everything", self.tr("Everything")),
            ("people", self.tr("People")),
            ("events", self.tr("Events")),
            ("quotes", self.tr("Quotes")),
            ("sources", self.tr("Sources")),
        ):
            self.card.add_chip(name, title)

    def _wire(self) -> None:
        self._window.installEventFilter(self)
        self.edit.installEventFilter(self)
        self.view.installEventFilter(self)
        self.edit.textChanged.connect(self._typed)
        self.view.clicked.connect(self._choose)
        self.card.chip_group.buttonClicked.connect(lambda _chip: self._look())
        self.card.why.acted.connect(self._take_step)
        self._workspace.selection_changed.connect(self._selected)
        self._workspace.changed.connect(self._changed)
        self._theme.changed.connect(self.update)

    @property
    def _scope(self) -> str:
        return next(name for name, chip in self.card.chips.items() if chip.isChecked())

    def _changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._look()

    def _typed(self, text: str) -> None:
        if self._mirrors and self._box is not None and self._box.text() != text:
            self._box.setText(text)
        if self.isVisible():
            self._look()

    def type_outside(self, text: str) -> None:
        """Follow what is typed in the field elsewhere."""
        if self.isVisible():
            if self.edit.text() != text:
                self._mirrors = True
                self.edit.setText(text)
        elif text:
            self.open(text)
            self._mirrors = True

    def _look(self) -> None:
        """Search for what stands in the field; an answer for an older text is dropped."""
        text = self.edit.text()
        self._choose_when_found = False
        commands = text.lstrip().startswith(_PROMPTS)
        self.card.show_commands(commands)
        self._pending = not commands
        if commands:
            self._reads.stop()
            self._show_commands(text.lstrip()[1:])
            return
        if text.strip():
            self._reads.ask(self._found, palette_rows.look_up, text, self._scope)
        else:
            # What is chosen now is in sight: only what was chosen before it is worth a row.
            recent = tuple(self._workspace.recent[1 if self._workspace.selection != Selection() else 0 :])
            self._reads.ask(self._found, palette_rows.suggest, recent)

    def _show_commands(self, typed: str) -> None:
        groups = command_rows.command_groups(self._commands, typed)
        if not groups:
            self._say(no_command(typed, command_rows.unavailable(self._commands, typed)))
        self._show(groups, more=False)

    def _found(self, found: Found) -> None:
        self._pending = False
        groups = palette_rows.groups_of(found)
        if not any(group.results for group in groups):
            self._say(nothing_found(found, self.card.chips[self._scope].text().replace("&&", "&")))
        self._show(groups, more=found.more or found.more_facts)
        if self._choose_when_found:
            self._choose(self.view.currentIndex())
        elif found.more_facts:
            self._reads.ask(
                partial(self._found_more, found.more), palette_rows.look_further, found, self._scope
            )

    def _found_more(self, more: bool, found: Found) -> None:
        """More facts, the best first, below all that is shown: nothing moves under the user's hands."""
        self.model.add_group(palette_rows.further_group(found))
        self._count(more=more or found.more_facts)
        self.place()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._pending = False
        self._say(failed(said(error.problem), said(error.next_step)))
        self._show([], more=False)

    def _show(self, groups: list[Group], *, more: bool) -> None:
        self.model.set_groups(groups)
        results = self.model.results
        self.card.show_results(bool(results))
        said = self._count(more=more)
        self.place()
        self.view.scrollToTop()
        rows = self.model.selectable()
        self.view.show_row(rows[0] if rows else -1, scroll=False)
        if not results:
            said = f"{self.card.why.problem.text()}. {self.card.why.note.text()}"
        self._announce(said)

    def _count(self, *, more: bool) -> str:
        """Say how many results there are; these words."""
        said = palette_rows.summary(len(self.model.results), self.model.groups, more)
        self.card.count.setText(said)
        return said

    # -- why there is nothing

    def _say(self, reason: Reason) -> None:
        self._step = reason.step
        self.card.why.say(reason.problem, reason.note, reason.label)

    def _take_step(self) -> None:
        """What the button below an empty list does."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._step == "clear":
            self.edit.clear()
        elif self._step == "commands":
            self.open(COMMANDS)
        else:
            if self._step == "everything":
                self.card.chips["everything"].setChecked(True)
            self._look()

    # -- choosing

    def _navigate(self, event: QKeyEvent) -> bool:
        """Keys that move among the results or end the search; whether the key was one."""
        rows = self.model.selectable()
        here = self.view.currentIndex().row()
        at = rows.index(here) if here in rows else -1
        page = max(1, self.view.viewport().height() // 60)
        to = {
            Qt.Key.Key_Down: (at + 1) % max(1, len(rows)),
            Qt.Key.Key_Up: (at - 1) % max(1, len(rows)),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(rows) - 1,
            Qt.Key.Key_PageDown: min(at + page, len(rows) - 1),
            Qt.Key.Key_PageUp: max(at - page, 0),
        }
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in to:
            if rows:
                self._go(rows[to[key]], first=to[key] == 0)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return True
        if key == Qt.Key.Key_Escape:
            self.close_palette()
            return True
        return False

    def _go(self, row: int, *, first: bool) -> None:
        self.view.show_row(row)
        if first:
            self.view.scrollToTop()
        # The focus stays in the field, so a screen reader is told what the arrows reach.
        self._announce(self.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def _enter(self) -> None:
        if self._pending:
            self._choose_when_found = True
        elif self.model.result(self.view.currentIndex()) is not None:
            self._choose(self.view.currentIndex())
        elif not self.model.results:
            self._take_step()

    def _choose(self, index: QModelIndex) -> None:
        result = self.model.result(index)
        if result is None or not self.isVisible():
            return
        self.close_palette()
        if result.kind == "command":
            self._run(str(result.id))
        else:
            self._choose_record(result, int(result.id))

    def _choose_record(self, result: Result, record: int) -> None:
        if result.kind in frozenset(EntityKind):
            self._workspace.choose_entity(record)
        elif result.kind == "source":
            self._workspace.choose_source(record)
            if result.place is not None:
                self.place_requested.emit(*result.place)
        else:
            self._workspace.choose_item(record)

    def _run(self, command_id: str) -> None:
        command = self._commands[command_id]
        if command.enabled():
            command.run()

    def _selected(self, _new: Selection, _old: Selection) -> None:
        """Get out of the way of a choice made elsewhere."""
        self.close_palette()

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or now is self._box or now.window() is not self._window:
            return
        if not self.isAncestorOf(now):
            self.close_palette()

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.edit, text))
