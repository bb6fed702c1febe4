"""Sources as rows: the outlet, the title, the page date and what kind of text it is."""

from __future__ import annotations

from qwenbrowser.domain.phrases import beside
from qwenbrowser.domain.records import Source
from qwenbrowser.models import wording
from qwenbrowser.models.record_model import RecordModel
from qwenbrowser.widgets.paint import initials
from qwenbrowser.widgets.rows import NameRow


class SourceModel(RecordModel[Source]):
    def text(self, record: Source) -> str:
        return record.title

    def accessible(self, record: Source) -> str:
        parts = (
            wording.outlet(record),
            record.title,
            wording.page_date(record),
            wording.text_kind(record),
            wording.facts(record.fact_count),
        )
        return ", ".join(map(beside, parts))

    def kind(self, record: Source) -> str:
        return str(record.kind)

    def content(self, record: Source) -> NameRow:
        return NameRow(
            name=wording.outlet(record),
            detail=record.title,
            more=f"{wording.page_date(record)} · {wording.text_kind(record)}",
            initials=initials(record.outlet or ""),
            square=True,
            count=wording.facts(record.fact_count),
        )
