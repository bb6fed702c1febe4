"""People, organisations and products as rows with a name, a line below and a count."""

from __future__ import annotations

from qwenbrowser.domain.phrases import beside
from qwenbrowser.domain.records import Entity, EntityKind
from qwenbrowser.models import wording
from qwenbrowser.models.record_model import RecordModel
from qwenbrowser.widgets.paint import initials
from qwenbrowser.widgets.rows import NameRow


class EntityModel(RecordModel[Entity]):
    def text(self, record: Entity) -> str:
        return record.name

    def accessible(self, record: Entity) -> str:
        count, _token = wording.entity_count(record)
        parts = (record.name, wording.entity_kind(record.kind), record.summary or "", count)
        return ", ".join(beside(part) for part in parts if part)

    def kind(self, record: Entity) -> str:
        return str(record.kind)

    def content(self, record: Entity) -> NameRow:
        count, token = wording.entity_count(record)
        return NameRow(
            name=record.name,
            detail=record.summary or record.disambiguation or "",
            initials=initials(record.name),
            square=record.kind is not EntityKind.PERSON,
            count=count,
            count_token=token,
        )
