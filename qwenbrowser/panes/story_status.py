"""The bar below the panes: how much the story holds, what is filtered, and what is under way."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import StoryCounts
from qwenbrowser.models import filter_words
from qwenbrowser.models.wording import counted
from qwenbrowser.store import counts
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import META, SEMIBOLD
from qwenbrowser.widgets.announce import announce
from qwenbrowser.widgets.buttons import Button
from qwenbrowser.widgets.text import PlainLabel
from qwenbrowser.workspace import Workspace


class StoryStatus(QWidget):
    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        self._workspace = workspace
        self._theme = theme
        self._review = ""
        self.counts = PlainLabel("", self, font=theme.fonts.ui(META))
        self.filtered = PlainLabel("", self, font=theme.fonts.ui(META))
        self.filtered.setObjectName("filter_status")
        self.work = PlainLabel("", self, font=theme.fonts.ui(META))
        self.cancel = Button(theme, self.tr("Cancel"), look="inline", parent=self)
        self.cancel.setObjectName("cancel_work")
        self.cancel.setFont(theme.fonts.ui(META, SEMIBOLD))
        self.cancel.setAccessibleDescription(self.tr("Ends what is being written; nothing of it is kept"))
        self.cancel.hide()
        self.cancel.clicked.connect(self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 5, 16, 5)
        layout.addWidget(self.counts, 1)
        layout.addWidget(self.filtered)
        layout.addWidget(self.work)
        layout.addWidget(self.cancel)
        workspace.changed.connect(self._reload)
        for said in (workspace.filter_changed, workspace.selection_changed):
            said.connect(self._say_filters)
        theme.changed.connect(self._dress)
        self._dress()
        self._load()
        self._say_filters()

    def show_running(self, jobs: int) -> None:
        self.work.setText(self.tr("Writing…") if jobs else self._review)
        self.cancel.hide()

    def show_progress(self, share: float, records: int) -> None:
        """How far a long write has come; it can be cancelled from now on."""
        begins = self.cancel.isHidden()
        if begins:
            self.cancel.setEnabled(True)
            self.cancel.show()
        if self.cancel.isEnabled():
            said = self.tr("Writing… %1 %, %2 records")
            self.work.setText(fill(said, f"{int(100 * share)}", f"{records:,}"))
        if begins:
            announce(self, self.work.text())

    def _stop(self) -> None:
        self.work.setText(self.tr("Cancelling…"))
        announce(self, self.work.text())
        self.cancel.setEnabled(False)
        self._workspace.jobs.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.tokens.border)
        painter.end()

    def _load(self) -> None:
        if self._workspace.known(counts.is_big):
            self._workspace.ask("counts", counts.story_counts, self._fill)
        else:
            self._fill(self._workspace.read(counts.story_counts))

    def _fill(self, found: StoryCounts) -> None:
        self.counts.setText(" · ".join(self._parts(found)))
        self._review = (
            counted(found.proposed, self.tr("1 to review"), self.tr("%1 to review"))
            if found.proposed
            else self.tr("Nothing to review")
        )
        self.work.setText(self._review)
        self.setAccessibleName(self.counts.text())

    def _say_filters(self, *_changed: object) -> None:
        """That filters leave something out, and in the tooltip which; nothing while there is none."""
        texts = filter_words.all_texts(self._workspace)
        several = fill(self.tr("%1 filters on"), f"{len(texts):,}")
        self.filtered.setText(several if len(texts) > 1 else fill(self.tr("Filtered: %1"), *texts))
        self.filtered.set_tooltip(" · ".join(texts))
        self.filtered.setAccessibleDescription(" · ".join(texts))
        self.filtered.setVisible(bool(texts))

    def _parts(self, found: StoryCounts) -> list[str]:
        parts = [
            counted(found.sources, self.tr("1 source"), self.tr("%1 sources")),
            counted(found.people, self.tr("1 person"), self.tr("%1 people")),
            counted(found.organisations, self.tr("1 organisation"), self.tr("%1 organisations")),
            counted(found.products, self.tr("1 product"), self.tr("%1 products")),
            counted(found.quotes, self.tr("1 quote"), self.tr("%1 quotes")),
            counted(found.changes, self.tr("1 profile change"), self.tr("%1 profile changes")),
            counted(found.questions, self.tr("1 open question"), self.tr("%1 open questions")),
        ]
        if found.in_tension:
            parts.append(fill(self.tr("%1 in tension"), f"{found.in_tension:,}"))
        return parts

    def _reload(self, _changes: Changes) -> None:
        self._load()
        self._say_filters()

    def _dress(self) -> None:
        for label in (self.counts, self.work):
            label.set_color(self._theme.tokens.text2)
        self.filtered.set_color(self._theme.tokens.accent)
        self.update()
