"""Facts as rows: statements as cards, the dated list, profile changes, and what is known beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QObject

from qwenbrowser.domain.phrases import fill
from qwenbrowser.domain.records import Certainty, Fact, Mode
from qwenbrowser.models import wording
from qwenbrowser.models.record_model import RecordModel
from qwenbrowser.widgets.rows import CardRow, ChangeRow, DatedRow, Field


def _tr(text: str) -> str:
    return QCoreApplication.translate("facts", text)


class FactModel(RecordModel[Fact]):
    """What all lists of facts share: the text, the kind and the sentence for a screen reader."""

    def text(self, record: Fact) -> str:
        return record.text

    def accessible(self, record: Fact) -> str:
        return wording.fact_sentence(record)

    def kind(self, record: Fact) -> str:
        return str(record.kind)


class StatementModel(FactModel):
    """Statements as cards: the words, the speaker, the date, the number of outlets."""

    def accessible(self, record: Fact) -> str:
        sentence = super().accessible(record)
        manner = [part for part in _manner(record) if part.casefold() not in sentence.casefold()]
        return ". ".join([sentence, *manner])

    def content(self, record: Fact) -> CardRow:
        icon, token = wording.fact_icon(record)
        lead, about = wording.speaker(record)
        return CardRow(
            icon=icon,
            icon_token=token,
            text=record.text,
            words=wording.in_source_words(record),
            lead=lead,
            detail=" · ".join(_manner(record)),
            extra=about,
            date=wording.fact_date(record),
            pill=wording.outlets(record.outlets),
            pill_filled=record.outlets > 1,
            unclear=record.certainty is not Certainty.STATED,
        )


def _manner(fact: Fact) -> list[str]:
    """How a statement came: on which platform, paraphrased or not, in whose words."""
    parts = [fill(_tr("on %1"), fact.platform)] if fact.platform else []
    if fact.mode in (Mode.PARAPHRASE, Mode.NO_COMMENT):
        parts.append(wording.fact_kind(fact).lower())
    if wording.is_outlets_own(fact):
        parts.append(_tr("outlet’s words"))
    return parts


class BesideModel(FactModel):
    """Open questions and roles, as cards beside the profile changes."""

    def content(self, record: Fact) -> CardRow:
        icon, token = wording.fact_icon(record)
        return CardRow(
            icon=icon,
            icon_token=token,
            text=record.text,
            words=False,
            lead=wording.fact_kind(record),
            detail="",
            date=wording.when(record.when),
            pill=wording.outlets(record.outlets),
            pill_filled=record.outlets > 1,
            unclear=record.certainty is not Certainty.STATED,
        )


class DatedModel(FactModel):
    """Facts in the order of time; those in which the chosen entity has a part stand out."""

    def __init__(
        self, fetch: Callable[[Sequence[int]], Sequence[Fact]], parent: QObject | None = None
    ) -> None:
        super().__init__(fetch, parent)
        self._entity: int | None = None

    def stand_out(self, entity_id: int | None) -> None:
        """Let the facts of an entity stand out; the view must be painted again."""
        self._entity = entity_id
        self.forget_contents()

    def text(self, record: Fact) -> str:
        return record.title or record.text

    def accessible(self, record: Fact) -> str:
        sentence = wording.fact_sentence(record)
        title = record.title if record.title and record.title not in sentence else ""
        return ". ".join(part for part in (wording.when(record.when), title, sentence) if part)

    def content(self, record: Fact) -> DatedRow:
        icon, token = wording.fact_icon(record)
        shape, approximate = wording.glyph(record.when)
        return DatedRow(
            date=wording.when(record.when),
            glyph=shape,
            approximate=approximate,
            icon=icon,
            icon_token=token,
            text=self.text(record),
            words=wording.in_source_words(record),
            detail=wording.people_in(record),
            strong=self._concerns(record),
            unclear=record.certainty is not Certainty.STATED,
        )

    def _concerns(self, fact: Fact) -> bool:
        return any(part.entity is not None and part.entity.id == self._entity for part in fact.participations)


class ProfileModel(FactModel):
    """Profile changes: before, after, when; `hedges(id)` gives the unclear claims on a change."""

    def __init__(
        self,
        fetch: Callable[[Sequence[int]], Sequence[Fact]],
        hedges: Callable[[int], Sequence[Fact]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(fetch, parent)
        self._hedges = hedges

    def text(self, record: Fact) -> str:
        return record.after or record.before or profile_title(record)

    def accessible(self, record: Fact) -> str:
        row = self.content(record)
        parts = [super().accessible(record), row.title]
        for field in row.fields:
            parts += [f"{field.label}: {field.value}", field.check]
        parts += [f"{row.date_label}: {row.date}", row.hedge_pill, row.hedge]
        return ". ".join(part for part in parts if part)

    def content(self, record: Fact) -> ChangeRow:
        hedges = self._hedges(record.id)
        reports = {citation.source.id for hedge in hedges for citation in hedge.citations}
        said = wording.counted(len(reports), _tr("1 report says: unclear"), _tr("%1 reports say: unclear"))
        return ChangeRow(
            title=profile_title(record),
            icon="user-pen",
            icon_token="change",
            fields=(_before(record), _after(record)),
            date_label=_tr("When"),
            date=change_date(record),
            date_uncertain=wording.glyph(record.when)[0] != "exact",
            hedge=wording.quoted(hedges[0].text) if hedges else "",
            hedge_pill=said if hedges else "",
        )


def profile_title(fact: Fact) -> str:
    """ "X profile (field not stated)": the place of the change, as far as a source says it."""
    place = fill(_tr("%1 profile"), fact.platform) if fact.platform else _tr("Profile")
    return fill(_tr("%1 (%2)"), place, fact.field or _tr("field not stated"))


def change_date(fact: Fact) -> str:
    """The date of a change; one that is only bounded says first that it is not stated."""
    date = wording.when(fact.when)
    if fact.when.edtf is None or wording.glyph(fact.when)[0] == "exact":
        return date
    return fill(_tr("Not stated, %1"), date)


def _before(fact: Fact) -> Field:
    if fact.before is None:
        return Field(_tr("Before"), _tr("Not recorded in any source"), "missing")
    return Field(_tr("Before"), fact.before, "removed", _check(fact, fact.before))


def _after(fact: Fact) -> Field:
    if fact.after is None:
        return Field(_tr("After"), _tr("Not recorded in any source"), "missing")
    return Field(_tr("After"), fact.after, "words", _check(fact, fact.after))


def _check(fact: Fact, words: str) -> str:
    return _tr("Wording matches source") if wording.matches_source(words, fact.citations) else ""
