"""The source's own text with every cited span marked, and the evidence of the chosen fact in a band."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from qwenbrowser.domain.changes import Changes
from qwenbrowser.domain.phrases import beside, fill
from qwenbrowser.domain.records import Citation, Fact, FactKind, Source, TextKind
from qwenbrowser.domain.web import web_address
from qwenbrowser.models import wording
from qwenbrowser.store import facts, sources
from qwenbrowser.theme.manager import Theme
from qwenbrowser.theme.tokens import SECONDARY, SEMIBOLD
from qwenbrowser.widgets.announce import announce
from qwenbrowser.widgets.avatar import Avatar
from qwenbrowser.widgets.banner import Banner
from qwenbrowser.widgets.buttons import Button, IconButton
from qwenbrowser.widgets.divider import Divider
from qwenbrowser.widgets.find_bar import FindBar, occurrences
from qwenbrowser.widgets.links import open_link
from qwenbrowser.widgets.marked_text import MarkedText
from qwenbrowser.widgets.paint import initials
from qwenbrowser.widgets.pill import Pill
from qwenbrowser.widgets.section_header import SectionHeader
from qwenbrowser.widgets.surface import be_surface
from qwenbrowser.widgets.text import PlainLabel, isolate, plain_tooltip, visible
from qwenbrowser.widgets.text_mark import TextMark
from qwenbrowser.workspace import Selection, Workspace

_WORDS_LIMIT = 200
"""What is selected is looked for up to this length."""


class ReaderPane(QWidget):
    """Shows the chosen citation; of an entity alone, that of its foremost fact.

    `told` is a short message for the user.
    """

    told = Signal(str)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        be_surface(self)
        self._workspace = workspace
        self._theme = theme
        self._source: Source | None = None
        self._fact: Fact | None = None
        self._at = 0
        self._matches: list[tuple[int, int]] = []
        self._match = 0
        self._came_from: QWidget | None = None
        self.header = SectionHeader(theme, self.tr("Source"), parent=self)
        self.evidence = Pill(theme, token="event", parent=self)
        self.evidence.setObjectName("evidence_count")
        self.previous = IconButton(theme, "chevron-left", self.tr("Previous evidence of this fact"), self)
        self.next = IconButton(theme, "chevron-right", self.tr("Next evidence of this fact"), self)
        for widget in (self.evidence, self.previous, self.next):
            self.header.add(widget)
        self.avatar = Avatar(theme, 20, self)
        self.outlet = PlainLabel("", self)
        self.about = PlainLabel("", self, lines=2)
        self.banner = Banner(theme, parent=self)
        self.text = MarkedText(theme, "source_view", self.tr("Text of the source"), self)
        self.find_bar = FindBar(theme, self)
        self.copy = Button(
            theme, self.tr("Copy as citation"), icon="copy", tint="text2", look="quiet", parent=self
        )
        self.original = Button(
            theme, self.tr("Original"), icon="external-link", tint="text2", look="quiet", parent=self
        )
        self.copy.setToolTip(plain_tooltip(self.tr("The evidence with who, when and where (Ctrl+Shift+C)")))
        self.address = PlainLabel("", self)
        self._arrange()
        self._wire()
        self._dress()
        self._show(workspace.selection, Selection())

    @property
    def citation(self) -> Citation | None:
        """The citation that is shown."""
        return self._fact.citations[self._at] if self._fact and self._fact.citations else None

    def step(self, by: int) -> None:
        """Go to another citation of the shown fact; nothing beyond the first and the last."""
        if self._fact is not None and 0 <= self._at + by < len(self._fact.citations):
            citation = self._fact.citations[self._at + by]
            self._workspace.choose_item(self._fact.id, citation.source.id, (citation.start, citation.end))
            announce(self.text, f"{self.evidence.text()}. {citation.exact}")

    def step_fact(self, by: int) -> None:
        """Choose the fact that is marked next (+1) or before (-1) in the shown text."""
        places = list(dict.fromkeys((mark.key, mark.start, mark.end) for mark in self.text.marks))
        here = (self._fact.id, *self.text.band) if self._fact and self.text.band else None
        if here in places:
            after = before = places.index(here)
            after += 1
        else:
            after = before = sum(start < self.text.caret for _key, start, _end in places)
        wanted = after if by > 0 else before - 1
        if 0 <= wanted < len(places):
            self._choose(*places[wanted])
            key = places[wanted][0]
            announce(self.text, next(mark.label for mark in self.text.marks if mark.key == key))
        elif by > 0:
            self.told.emit(self.tr("No fact follows in this text"))
        else:
            self.told.emit(self.tr("No fact stands before in this text"))

    def copy_citation(self) -> None:
        """Put the shown citation on the clipboard: as plain text, HTML and Markdown at once."""
        citation = self.citation
        if self._fact is None or self._source is None or citation is None:
            return
        from qwenbrowser.services.citing import cite

        cited = cite(self._fact, citation, self._source, QCoreApplication.translate, wording.language())
        data = QMimeData()
        data.setText(cited.plain)
        data.setHtml(cited.html)
        data.setData("text/markdown", cited.markdown.encode())
        QGuiApplication.clipboard().setMimeData(data)
        self.told.emit(self.tr("Citation copied"))

    def open_original(self) -> None:
        """Open the address of the source, where it has one of the web, in the system's browser."""
        if self._source is not None and not open_link(self._source.url):
            self.told.emit(self.tr("This address could not be opened"))

    def open_find(self) -> None:
        """Show the bar that finds words in the text; what is selected in the text is looked for."""
        focus = QApplication.focusWidget()
        if self.find_bar.isHidden() or (focus is not None and not self.find_bar.isAncestorOf(focus)):
            self._came_from = focus
        selected = self.text.textCursor().selectedText()
        self.find_bar.show()
        self.find_bar.start(selected if len(selected) < _WORDS_LIMIT and "\u2029" not in selected else "")
        self._find()

    def close_find(self) -> None:
        """Hide the bar and give the focus back to where it was."""
        self.find_bar.hide()
        self._find()
        back = self._came_from
        if back is None or not isValid(back) or not back.isVisible():
            back = self.text
        back.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_step(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) place of the words, and around at the ends."""
        if self.find_bar.isHidden():
            self.open_find()
        elif self._matches:
            self._match = (self._match + by) % len(self._matches)
            self._show_match()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.find_bar.isVisible():
            self.close_find()
        else:
            super().keyPressEvent(event)

    def _wire(self) -> None:
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(+1))
        self.text.mark_clicked.connect(self._choose)
        self.copy.clicked.connect(self.copy_citation)
        self.original.clicked.connect(self.open_original)
        self.find_bar.words_changed.connect(lambda _words: self._find())
        self.find_bar.step_requested.connect(self.find_step)
        self.find_bar.closed.connect(self.close_find)
        self._workspace.selection_changed.connect(self._show)
        self._workspace.changed.connect(self._reload)
        self._theme.changed.connect(self._dress)

    def _arrange(self) -> None:
        meta = QHBoxLayout()
        meta.setContentsMargins(16, 6, 12, 8)
        meta.setSpacing(8)
        meta.addWidget(self.avatar)
        meta.addWidget(self.outlet)
        meta.addWidget(self.about, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 16, 4)
        foot.setSpacing(8)
        foot.addWidget(self.copy)
        foot.addWidget(self.original)
        foot.addWidget(self.address, 1, Qt.AlignmentFlag.AlignVCenter)
        self.address.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.find_bar.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(meta)
        layout.addWidget(self.banner)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.find_bar)
        layout.addWidget(Divider(self._theme, self))
        layout.addLayout(foot)

    def _show(self, new: Selection, old: Selection) -> None:
        item = new.item
        if item is None and new.source is None and new.entity is not None:
            item = self._workspace.known(facts.lead_fact_of, new.entity)
        found = [] if item is None else self._workspace.known(facts.facts_by_ids, (item,))
        self._fact = found[0] if found else None
        citation = self._citation(new)
        if citation is not None:
            self._open(citation.source.id)
            self._show_evidence(citation)
        else:
            self._open(new.source)
            self.text.clear_band()
        self._count()

    def _citation(self, selection: Selection) -> Citation | None:
        """The citation that the selection means, the first of the fact where it does not say."""
        if self._fact is None or not self._fact.citations:
            return None
        for number, citation in enumerate(self._fact.citations):
            if (citation.source.id, (citation.start, citation.end)) == (selection.source, selection.span):
                self._at = number
                return citation
        self._at = 0
        return self._fact.citations[0]

    def _show_evidence(self, citation: Citation) -> None:
        context = None
        if self._fact is not None and self._fact.kind is FactKind.PROFILE_CHANGE:
            # A changed profile is read with the words around it: whose it is, and the hedge.
            context = self.text.paragraph_of(citation.start)
        self.text.show_band(citation.start, citation.end, context)

    def _open(self, source_id: int | None) -> None:
        if source_id is None:
            self._source = None
            self.text.show_text("", ())
            self._find()
            self._describe()
        elif self._source is None or self._source.id != source_id:
            self._source = self._workspace.read(sources.get_source, source_id)
            self.text.show_text(self._source.text, self._marks(source_id))
            self._find()
            self._describe()

    def _marks(self, source_id: int) -> list[TextMark]:
        return [
            TextMark(
                mark.fact_id,
                mark.start,
                mark.end,
                *wording.fact_icon(mark),
                partial(self._tell, mark.fact_id),
            )
            for mark in self._workspace.known(sources.marks_of, source_id)
        ]

    def _tell(self, fact_id: int) -> str:
        """The fact in words; "" where it is gone by now."""
        found = self._workspace.known(facts.facts_by_ids, (fact_id,))
        return wording.fact_sentence(found[0]) if found else ""

    def _describe(self) -> None:
        source = self._source
        for widget in (self.avatar, self.outlet, self.about, self.banner, self.copy, self.address):
            widget.setVisible(source is not None)
        self.original.setVisible(source is not None and web_address(source.url) is not None)
        if source is None:
            nothing = self.tr("Choose a fact to read the words that it rests on")
            self.text.setPlaceholderText(nothing)
            return
        outlet = wording.outlet(source)
        self.avatar.show_initials(initials(source.outlet or ""), square=True)
        self.outlet.setText(outlet)
        self.about.setText(f"· {wording.page_date(source)} · {wording.text_kind(source)}")
        self.banner.setVisible(source.text_kind is TextKind.DIGEST)
        self.banner.set_text(
            self.tr(
                "Digest written for this demonstration. "
                "Only the words inside quotation marks are the source’s."
            )
        )
        self.address.setText(self._address(source))
        self.original.setAccessibleDescription(visible(source.url or ""))
        self.text.setAccessibleDescription(f"{isolate(outlet)}. {isolate(source.title)}. {self.about.text()}")

    def _address(self, source: Source) -> str:
        address = beside(source.url or "") or self.tr("No address recorded")
        if source.derives_from:
            address += " · " + fill(self.tr("Credits %1"), source.derives_from)
        return address

    def _count(self) -> None:
        count = len(self._fact.citations) if self._fact else 0
        for widget in (self.evidence, self.previous, self.next):
            widget.setVisible(count > 0)
        self.evidence.setText(fill(self.tr("Evidence %1 of %2"), str(self._at + 1), str(count)))
        self.copy.setEnabled(count > 0)
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at + 1 < count)

    def _find(self) -> None:
        """Look for the words of the bar anew, from the caret on; nothing is marked while it is hidden."""
        words = "" if self.find_bar.isHidden() else self.find_bar.words
        self._matches = occurrences(self.text.text, words)
        before = sum(start < self.text.caret for start, _end in self._matches)
        self._match = before % len(self._matches) if self._matches else 0
        self._show_match()

    def _show_match(self) -> None:
        self.text.show_matches(self._matches, self._match)
        self.find_bar.show_count(self._match + 1, len(self._matches))

    def _choose(self, fact_id: int, start: int, end: int) -> None:
        if self._source is not None:
            self._workspace.choose_item(fact_id, self._source.id, (start, end))

    def _reload(self, _changes: Changes) -> None:
        self._source = None
        self._show(self._workspace.selection, Selection())

    def _dress(self) -> None:
        self.outlet.setFont(self._theme.fonts.ui(SECONDARY, SEMIBOLD))
        for label in (self.about, self.address):
            label.setFont(self._theme.fonts.ui(SECONDARY))
            label.set_color(self._theme.tokens.text2)
