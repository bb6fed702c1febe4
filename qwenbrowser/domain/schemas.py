"""The story file (`qwenbrowser-story`, version 1): pydantic models of what stands in the JSON.

References are uids, offsets count code points of `Source.text` with the end exclusive. Unknown keys are
refused everywhere. The models check one record each; `services.importing` checks what joins them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qwenbrowser.domain.records import (
    Basis,
    Certainty,
    EntityKind,
    FactKind,
    LinkKind,
    Mode,
    NameKind,
    Part,
    RegionKind,
    SourceKind,
    Stance,
    State,
    TextKind,
)

FORMAT = "qwenbrowser-story"
VERSION = 1

Uid = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"),
]
Text = Annotated[str, StringConstraints(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Anchor(_Strict):
    """What a relative date hangs on: a source's page date or another fact; `days` is the distance."""

    source: Uid | None = None
    fact: Uid | None = None
    relation: Literal["resolved_from", "before", "after", "offset"]
    days: int | None = None


class WhenModel(_Strict):
    edtf: str | None = None
    basis: Basis = Basis.UNKNOWN
    expression: str | None = None
    anchor: Anchor | None = None
    as_of: str | None = None


class RegionModel(_Strict):
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    kind: RegionKind


class SourceModel(_Strict):
    uid: Uid
    document_uid: Uid
    kind: SourceKind
    text_kind: TextKind
    title: str
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    archive_url: str | None = None
    language: str | None = None
    published: WhenModel = WhenModel()
    captured_at: str | None = None
    status: Literal["ok", "partial", "failed"] = "ok"
    derives_from: str | None = None
    media_type: str | None = None
    text: Text
    regions: list[RegionModel] = []


class NameModel(_Strict):
    text: Text
    kind: NameKind
    state: State = State.ACCEPTED


class EntityModel(_Strict):
    uid: Uid
    kind: EntityKind
    name: Text
    disambiguation: str | None = None
    summary: str | None = None
    state: State = State.ACCEPTED
    merged_into: Uid | None = None
    names: list[NameModel] = []


class ParticipationModel(_Strict):
    role: Part
    entity: Uid | None = None
    as_written: str | None = None
    state: State = State.ACCEPTED


class CitationModel(_Strict):
    """`prefix` and `suffix` may be left out; they are then taken from the text."""

    source: Uid
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    exact: Text
    prefix: str | None = None
    suffix: str | None = None
    verbatim: bool
    stance: Stance = Stance.SUPPORTS
    says_text: str | None = None
    says_edtf: str | None = None
    note: str | None = None


class OriginModel(_Strict):
    """How a fact came to be where a machine proposed it."""

    rule: Text
    confidence: float | None = Field(default=None, ge=0, le=1)


class FactModel(_Strict):
    uid: Uid
    kind: FactKind
    refs: list[str] = []
    title: str | None = None
    text: Text
    when: WhenModel = WhenModel()
    certainty: Certainty = Certainty.STATED
    state: State = State.ACCEPTED
    origin: OriginModel | None = None
    mode: Mode | None = None
    cue: str | None = None
    medium: str | None = None
    platform: str | None = None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    participations: list[ParticipationModel] = []
    citations: Annotated[list[CitationModel], Field(min_length=1)]


class LinkModel(_Strict):
    from_: Uid = Field(alias="from")
    to: Uid
    kind: LinkKind
    state: State = State.ACCEPTED


class StoryModel(_Strict):
    uid: Uid
    title: Text


class StoryFile(_Strict):
    format: Literal["qwenbrowser-story"]
    version: Literal[1]
    story: StoryModel
    sources: list[SourceModel] = []
    entities: list[EntityModel] = []
    facts: list[FactModel] = []
    links: list[LinkModel] = []
