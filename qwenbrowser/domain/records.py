"""Frozen values that leave the store: what panes, the command line and services work with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PRODUCT = "product"


class NameKind(StrEnum):
    PRIMARY = "primary"
    ALIAS = "alias"
    HANDLE = "handle"
    TRANSLITERATION = "transliteration"


class FactKind(StrEnum):
    EVENT = "event"
    QUOTE = "quote"
    CLAIM = "claim"
    PROFILE_CHANGE = "profile_change"
    ROLE = "role"
    QUESTION = "question"


class Mode(StrEnum):
    """How a statement (quote or claim) reached us."""

    VERBATIM = "verbatim"
    PARTIAL = "partial"
    PARAPHRASE = "paraphrase"
    NO_COMMENT = "no_comment"


class Part(StrEnum):
    """An entity's part in a fact."""

    SPEAKER = "speaker"
    ADDRESSEE = "addressee"
    ABOUT = "about"
    ACTOR = "actor"
    SUBJECT = "subject"
    HOLDER = "holder"
    ORGANISATION = "organisation"


class Stance(StrEnum):
    SUPPORTS = "supports"
    DISPUTES = "disputes"
    UNCLEAR = "unclear"


class LinkKind(StrEnum):
    REACTION_TO = "reaction_to"
    PART_OF = "part_of"
    IN_TENSION = "in_tension"
    SAME_AS = "same_as"


class State(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Certainty(StrEnum):
    STATED = "stated"
    UNCLEAR = "unclear"
    DISPUTED = "disputed"


class Basis(StrEnum):
    """How the date of a fact is known."""

    STATED = "stated"
    RESOLVED = "resolved"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class SourceKind(StrEnum):
    ARTICLE = "article"
    POST = "post"
    PROFILE = "profile"
    NOTE = "note"


class TextKind(StrEnum):
    CAPTURE = "capture"
    EXCERPT = "excerpt"
    TRANSCRIPT = "transcript"
    DIGEST = "digest"


class RegionKind(StrEnum):
    BOILERPLATE = "boilerplate"
    FURNITURE = "furniture"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class When:
    """An uncertain date as a source gives it.

    `edtf` is the date (None: undated), `basis` how it is known, `expression` the source's own words
    ("on Tuesday"), `anchor` what a relative date hangs on (JSON text of `schemas.Anchor`), `as_of`
    the EDTF day at which a state without a moment was reported.
    """

    edtf: str | None = None
    basis: Basis = Basis.UNKNOWN
    expression: str | None = None
    anchor: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    kind: NameKind


@dataclass(frozen=True, slots=True)
class EntityRef:
    id: int
    uid: str
    kind: EntityKind
    name: str
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class EntityCounts:
    """Accepted facts of one entity. `quotes` counts verbatim and partial ones of kind quote spoken by
    the entity, `paraphrases` the paraphrased ones, `statements` all that it speaks, `about` those about
    it, `facts` every fact that it has a part in, `sources` the distinct sources these are cited from."""

    quotes: int = 0
    paraphrases: int = 0
    statements: int = 0
    about: int = 0
    changes: int = 0
    events: int = 0
    roles: int = 0
    questions: int = 0
    facts: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Entity:
    id: int
    uid: str
    kind: EntityKind
    name: str
    disambiguation: str | None
    summary: str | None
    state: State
    names: tuple[Name, ...]
    counts: EntityCounts


@dataclass(frozen=True, slots=True)
class SourceRef:
    id: int
    uid: str
    kind: SourceKind
    text_kind: TextKind
    title: str
    outlet: str | None
    published: When


@dataclass(frozen=True, slots=True)
class Region:
    start: int
    end: int
    kind: RegionKind


@dataclass(frozen=True, slots=True)
class Source:
    """One capture of a text. `text` never changes; offsets everywhere count its code points."""

    id: int
    uid: str
    document_uid: str
    kind: SourceKind
    text_kind: TextKind
    title: str
    outlet: str | None
    author: str | None
    url: str | None
    archive_url: str | None
    language: str | None
    published: When
    captured_at: str | None
    status: str
    derives_from: str | None
    text: str
    text_sha256: str
    original_sha256: str | None
    media_type: str | None
    regions: tuple[Region, ...]
    fact_count: int

    @property
    def ref(self) -> SourceRef:
        return SourceRef(
            self.id, self.uid, self.kind, self.text_kind, self.title, self.outlet, self.published
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """The words a fact rests on: `source.text[start:end] == exact`, in code points."""

    id: int
    source: SourceRef
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    verbatim: bool
    stance: Stance
    says_text: str | None
    says_edtf: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Participation:
    """An entity's part in a fact; `entity` is None where the source names nobody."""

    role: Part
    entity: EntityRef | None
    as_written: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link seen from one fact: `outgoing` is True where that fact is the one that links."""

    kind: LinkKind
    outgoing: bool
    other_id: int
    other_uid: str
    other_kind: FactKind


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a source says: who (`participations`), what, when, and how we know (`citations`)."""

    id: int
    uid: str
    kind: FactKind
    refs: tuple[str, ...]
    title: str | None
    text: str
    when: When
    certainty: Certainty
    state: State
    mode: Mode | None
    cue: str | None
    medium: str | None
    platform: str | None
    field: str | None
    before: str | None
    after: str | None
    participations: tuple[Participation, ...]
    citations: tuple[Citation, ...]
    links: tuple[Link, ...]

    def parts(self, role: Part) -> tuple[Participation, ...]:
        """The participations of one role, in the order they were recorded."""
        return tuple(p for p in self.participations if p.role is role)

    @property
    def speaker(self) -> Participation | None:
        """Who speaks; its `entity` is None where the source names nobody."""
        return next(iter(self.parts(Part.SPEAKER)), None)

    @property
    def outlets(self) -> int:
        """How many different documents the fact is cited from (not how many confirm each other)."""
        return len({citation.source.id for citation in self.citations})


@dataclass(frozen=True, slots=True)
class Tiers:
    """Fact ids of the statements that concern an entity, each in time order."""

    own: tuple[int, ...] = ()
    about: tuple[int, ...] = ()
    same_story: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A cited span of a source, for the reader: code points, end exclusive."""

    fact_id: int
    fact_uid: str
    kind: FactKind
    certainty: Certainty
    start: int
    end: int
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class StoryCounts:
    sources: int = 0
    people: int = 0
    organisations: int = 0
    products: int = 0
    events: int = 0
    statements: int = 0
    quotes: int = 0
    changes: int = 0
    roles: int = 0
    questions: int = 0
    in_tension: int = 0
    proposed: int = 0
    facts: int = 0


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One action of the journal; `undone` while it is taken back."""

    id: int
    label: str
    at: str
    batch: str | None
    undone: bool
    rows: int


@dataclass(frozen=True, slots=True)
class StoryInfo:
    uid: str
    title: str
    format: int
    min_program_version: str
