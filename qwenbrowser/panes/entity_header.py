"""Who is chosen: name, summary, open questions, and how much there is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.phrases import beside, fill
from qwenbrowser.domain.records import Entity, EntityKind, NameKind
from qwenbrowser.models import wording
from qwenbrowser.store import entities
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import META, NAME, SEMIBOLD
from qwenbrowser.widgets.avatar import Avatar
from qwenbrowser.widgets.paint import initials
from qwenbrowser.widgets.pill import Pill
from qwenbrowser.widgets.surface import be_surface
from qwenbrowser.widgets.text import PlainLabel, isolate
from qwenbrowser.workspace import Selection, Workspace


class Figure(QWidget):
    """A number over a word."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._token = "text1"
        self._number = PlainLabel("", self)
        self._word = PlainLabel("", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._number)
        layout.addWidget(self._word)
        theme.changed.connect(self._dress)
        self._dress()

    def show_count(self, number: int, one: str, many: str, token: str) -> None:
        """`one` and `many` are the word beside the number; a zero is shown faintly."""
        self._number.setText(f"{number:,}")
        self._word.setText(one if number == 1 else many)
        before, self._token = self._token, token if number else "text3"
        self.setAccessibleName(f"{number:,} {one if number == 1 else many}")
        if self._token != before:
            self._dress()
        self.updateGeometry()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        for label, font, color in (
            (self._number, self._theme.fonts.ui(16, SEMIBOLD), getattr(tokens, self._token)),
            (self._word, self._theme.fonts.ui(META), tokens.text2),
        ):
            label.setFont(font)
            label.set_color(color)


class EntityHeader(QWidget):
    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entity_header")
        be_surface(self)
        self._workspace = workspace
        self._theme = theme
        self.avatar = Avatar(theme, 48, self)
        self.name = PlainLabel("", self)
        self.name.setObjectName("entity_name")
        self.summary = PlainLabel("", self)
        self.question = Pill(theme, token="tension", icon="question", parent=self)
        self._questions = 0
        self.figures = [Figure(theme, self) for _ in range(3)]
        self._arrange()
        workspace.selection_changed.connect(self._show)
        workspace.changed.connect(self._reload)
        theme.changed.connect(self._dress)
        self._dress()
        self._load(workspace.selection.entity)

    def _arrange(self) -> None:
        self._first = first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.name)
        first.addWidget(self.question, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        self._texts = texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addLayout(first)
        texts.addWidget(self.summary)
        texts.addStretch(1)
        self._whole = layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 20, 12)
        layout.setSpacing(14)
        layout.addWidget(self.avatar)
        layout.addLayout(texts, 1)
        for figure in self.figures:
            layout.addWidget(figure, 0, Qt.AlignmentFlag.AlignVCenter)
            layout.addSpacing(14)

    def _load(self, entity_id: int | None) -> None:
        for widget in (self.avatar, self.question, *self.figures):
            widget.setVisible(entity_id is not None)
        if entity_id is None:
            self._questions = 0
            self.name.setText(self.tr("Nobody is chosen"))
            self.summary.setText(self.tr("Choose a person or an organisation at the left"))
            self.setAccessibleName(self.name.text())
            return
        self._fill(self._workspace.known(entities.get_entity, entity_id))

    def _fill(self, entity: Entity) -> None:
        self.avatar.show_initials(initials(entity.name), square=entity.kind is not EntityKind.PERSON)
        self.name.setText(entity.name)
        self.summary.setText(self._line_below(entity))
        self._questions = entity.counts.questions
        self.question.setText(
            wording.counted(self._questions, self.tr("1 open question"), self.tr("%1 open questions"))
        )
        counts = entity.counts
        quotes, changes, sources = self.figures
        quotes.show_count(counts.quotes, self.tr("quote"), self.tr("quotes"), "quote")
        changes.show_count(counts.changes, self.tr("profile change"), self.tr("profile changes"), "change")
        sources.show_count(counts.sources, self.tr("source"), self.tr("sources"), "text1")
        self.setAccessibleName(f"{isolate(entity.name)}. {self.summary.text()}")
        self._fit()
        # At once: numbers are never painted in the room of those before.
        self._whole.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The open questions give way where they would cut the name short; a list below names them too."""
        beside = self._whole.sizeHint().width() - self._texts.sizeHint().width()
        needed = self.name.sizeHint().width() + self._first.spacing() + self.question.sizeHint().width()
        self.question.setVisible(self._questions > 0 and beside + needed <= self.width())

    def _line_below(self, entity: Entity) -> str:
        """The summary, and the other names that the sources use."""
        said = f"{entity.name} {entity.summary or ''}"
        others = [
            name.text for name in entity.names if name.kind is not NameKind.PRIMARY and name.text not in said
        ]
        also = fill(self.tr("also %1"), wording.listed(others)) if others else ""
        return " · ".join(beside(part) for part in (entity.summary, also) if part)

    def _show(self, new: Selection, old: Selection) -> None:
        if new.entity != old.entity:
            self._load(new.entity)

    def _reload(self, _changes: Changes) -> None:
        self._load(self._workspace.selection.entity)

    def _dress(self) -> None:
        self.name.setFont(self._theme.fonts.ui(NAME, SEMIBOLD))
        self.summary.set_color(self._theme.tokens.text2)
