"""The shipped story as a file: well-formed, complete against the golden file, and in words of its own.

What needs the articles or the golden file looks for them in `../shared` beside the repository and is skipped,
saying so, where they are absent.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest

from qwenbrowser.domain import anchors, dates
from qwenbrowser.domain.records import FactKind, LinkKind, Mode, NameKind, Part, Stance
from qwenbrowser.domain.schemas import CitationModel, FactModel, SourceModel, StoryFile

ROOT = Path(__file__).parents[1]
STORY_FILE = ROOT / "data" / "qwen-leadership.json"
SHARED = ROOT.parent / "shared"
GOLDEN_FILE = SHARED / "golden" / "qwen-leadership.json"
GOLDEN_IDS = (
    [f"Q{n:02}" for n in range(1, 11)] + [f"I{n:02}" for n in range(1, 10)] + [f"E{n:02}" for n in range(24)]
)

STATEMENTS = (FactKind.QUOTE, FactKind.CLAIM)
STORY_PARTS = (Part.SPEAKER, Part.ACTOR, Part.SUBJECT, Part.HOLDER)
QUOTATION = re.compile("“([^”]*)”")
PRONOUN = re.compile(r"\b(he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def story() -> StoryFile:
    return StoryFile.model_validate_json(STORY_FILE.read_bytes())


@pytest.fixture(scope="module")
def golden() -> dict[str, Any]:
    if not GOLDEN_FILE.is_file():
        pytest.skip(f"no golden file at {GOLDEN_FILE}")
    loaded: dict[str, Any] = json.loads(GOLDEN_FILE.read_bytes())
    return loaded


@pytest.fixture(scope="module")
def articles(golden: dict[str, Any]) -> dict[str, str]:
    """The text of each article by the name the golden file gives it."""
    paths = {name: SHARED / "articles" / entry["file"] for name, entry in golden["documents"].items()}
    if missing := [str(path) for path in paths.values() if not path.is_file()]:
        pytest.skip(f"no articles at {', '.join(missing)}")
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}


def document(source: SourceModel) -> str:
    """The name of a source's article in the golden file: only D2 has a known outlet."""
    return "D0" if source.outlet is None else "D2"


def source_of(story: StoryFile, citation: CitationModel) -> SourceModel:
    return next(source for source in story.sources if source.uid == citation.source)


def by_ref(story: StoryFile) -> dict[str, FactModel]:
    return {ref: fact for fact in story.facts for ref in fact.refs}


def names_of(story: StoryFile, fact: FactModel, *parts: Part) -> list[str]:
    """The names of those who have one of these parts in a fact; as the source writes them where unnamed."""
    names = {entity.uid: entity.name for entity in story.entities}
    return [
        names[part.entity] if part.entity else part.as_written or ""
        for part in fact.participations
        if part.role in parts
    ]


def labels(facts: list[FactModel]) -> set[str]:
    return {"+".join(ref for ref in fact.refs if not ref.startswith("E")) or fact.refs[0] for fact in facts}


def own_words(story: StoryFile) -> list[tuple[str, str]]:
    """Everything the story says in its own words, with its place: the digests and what describes facts."""
    found = [(f"digest {source.title}", source.text) for source in story.sources]
    found += [(f"title of {source.uid}", source.title) for source in story.sources]
    found += [
        (entity.name, text)
        for entity in story.entities
        for text in (entity.summary, entity.disambiguation)
        if text
    ]
    for fact in story.facts:
        texts = [fact.title, *(citation.note for citation in fact.citations)]
        texts += [] if fact.mode is Mode.VERBATIM else [fact.text]
        found += [(f"{fact.kind} {fact.refs}", text) for text in texts if text]
    return found


def longest_run(text: str, other: str) -> list[str]:
    """The longest run of words that two texts share, whatever stands between; a bar in `text` ends a run."""
    words = re.findall(r"\w+|\|", text.casefold())
    others = re.findall(r"\w+", other.casefold())
    places: dict[str, list[int]] = {}
    for index, word in enumerate(others):
        places.setdefault(word, []).append(index)
    best: list[str] = []
    for start in range(len(words)):
        for place in places.get(words[start], []):
            size = 0
            while words[start + size : start + size + 1] == others[place + size : place + size + 1] != []:
                size += 1
            best = max(best, words[start : start + size], key=len)
    return best


def test_the_file_is_canonical(story: StoryFile) -> None:
    content = story.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    assert STORY_FILE.read_text(encoding="utf-8") == json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def test_the_example_of_the_documentation_is_canonical() -> None:
    documentation = (ROOT / "docs" / "story-format.md").read_text(encoding="utf-8")
    example = documentation.split("```json\n")[1].split("```")[0]
    story = StoryFile.model_validate_json(example)
    content = story.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    assert example == json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    citation = story.facts[0].citations[0]
    found = anchors.selector(source_of(story, citation).text, citation.start, citation.end)
    assert found == (citation.exact, citation.prefix, citation.suffix)


def test_uids_are_unique_and_references_known(story: StoryFile) -> None:
    sources = {source.uid for source in story.sources}
    entities = {entity.uid for entity in story.entities}
    facts = {fact.uid for fact in story.facts}
    documents = [source.document_uid for source in story.sources]
    everything = [story.story.uid, *documents]
    everything += [row.uid for row in chain(story.sources, story.entities, story.facts)]
    assert len(everything) == len(set(everything))
    for fact in story.facts:
        assert {citation.source for citation in fact.citations} <= sources
        assert {part.entity for part in fact.participations} - {None} <= entities
        if fact.when.anchor:
            assert {fact.when.anchor.source} <= sources | {None}
            assert {fact.when.anchor.fact} <= facts - {fact.uid} | {None}
    assert {uid for link in story.links for uid in (link.from_, link.to)} <= facts
    joined = [(link.from_, link.to, link.kind) for link in story.links]
    assert len(joined) == len(set(joined))
    mentioned = {part.entity for fact in story.facts for part in fact.participations}
    assert entities <= mentioned


def test_citations_stand_where_they_say(story: StoryFile) -> None:
    for source in story.sources:
        assert source.text == anchors.normalise(source.text)
        assert not set("'\"") & set(source.text)
    for fact in story.facts:
        for citation in fact.citations:
            text = source_of(story, citation).text
            found = anchors.selector(text, citation.start, citation.end)
            assert found == (citation.exact, citation.prefix, citation.suffix)


def test_verbatim_citations_are_whole_quotations(story: StoryFile) -> None:
    for fact in story.facts:
        for citation in fact.citations:
            text = source_of(story, citation).text
            in_marks = text[citation.start - 1] == "“" and text[citation.end] == "”"
            assert citation.verbatim == in_marks, citation.exact
            if citation.verbatim:
                assert citation.says_text == citation.exact
            if fact.mode is Mode.VERBATIM:
                assert (citation.verbatim, citation.exact) == (True, fact.text)


def test_every_date_is_understood(story: StoryFile) -> None:
    for fact in story.facts:
        for edtf in (fact.when.edtf, fact.when.as_of, *(citation.says_edtf for citation in fact.citations)):
            dates.parse(edtf)
    assert all(dates.parse(source.published.edtf).precision for source in story.sources)


def test_the_list_of_golden_ids_is_complete(golden: dict[str, Any]) -> None:
    listed = [entry["id"] for key in ("quotes", "paraphrased", "events") for entry in golden[key]]
    assert sorted(listed) == sorted(GOLDEN_IDS)


def test_each_golden_id_is_in_exactly_one_fact(story: StoryFile) -> None:
    assert Counter(ref for fact in story.facts for ref in fact.refs) == Counter(GOLDEN_IDS)
    several = {tuple(fact.refs) for fact in story.facts if len(fact.refs) > 1}
    assert several == {
        ("Q01", "Q06", "E10"),
        ("Q02", "Q05", "E09"),
        ("I02", "I06"),
        ("I03", "I07", "E11"),
        ("Q07", "E12"),
        ("Q08", "E13"),
        ("Q10", "E16"),
        ("E18", "Q03"),
    }


def test_quotes_are_as_in_the_golden_file(story: StoryFile, golden: dict[str, Any]) -> None:
    facts = by_ref(story)
    for entry in [*golden["quotes"], *golden["paraphrased"]]:
        fact = facts[entry["id"]]
        assert entry["doc"] in {document(source_of(story, citation)) for citation in fact.citations}
        if entry["kind"] == "not speech":
            assert fact.kind is FactKind.EVENT
            assert entry["trimmed"] in QUOTATION.findall(fact.citations[0].exact)
            continue
        assert fact.platform == entry["platform"], entry["id"]
        if entry["kind"] == "profile_change":
            assert (fact.kind, fact.before, fact.after) == (FactKind.PROFILE_CHANGE, None, entry["trimmed"])
            assert names_of(story, fact, Part.SUBJECT) == [entry["speaker"]]
            assert [citation.exact for citation in fact.citations] == [entry["trimmed"]]
            continue
        assert names_of(story, fact, Part.SPEAKER) == [entry["speaker"].removesuffix(" (unnamed)")]
        if entry["kind"] == "quote":
            assert (fact.kind, fact.mode, fact.text) == (FactKind.QUOTE, Mode.VERBATIM, entry["trimmed"])
        else:
            assert (fact.kind, fact.mode) == (FactKind(entry["kind"].split(",")[0]), Mode.PARAPHRASE)
            assert not any(citation.verbatim for citation in fact.citations)


def test_events_are_as_in_the_golden_file(story: StoryFile, golden: dict[str, Any]) -> None:
    facts = by_ref(story)
    for entry in golden["events"]:
        fact = facts[entry["id"]]
        assert (fact.when.edtf, fact.when.as_of) == (entry["edtf"], entry.get("as_of")), entry["id"]
        kind = re.split(r"\W", entry["fact"])[0]
        assert kind == fact.kind or (kind.startswith("statement") and fact.kind in STATEMENTS), entry["id"]
        assert (fact.mode is Mode.NO_COMMENT) == ("no_comment" in entry["fact"]), entry["id"]
        basis = re.search(r"(?<!not )\b(stated|resolved|inferred)\b", entry["date_basis"])
        assert basis is None or fact.when.basis == basis[1], entry["id"]
        expression = re.search('"([^"]+)"(?: resolved|,)', entry["date_basis"])
        assert expression is None or fact.when.expression == expression[1], entry["id"]
        cited = {document(source_of(story, citation)) for citation in fact.citations}
        assert {span["doc"] for span in entry["spans"]} <= cited, entry["id"]


def test_sources_are_as_in_the_golden_file(story: StoryFile, golden: dict[str, Any]) -> None:
    assert {document(source): source.published.edtf for source in story.sources} == {
        name: entry["published"] for name, entry in golden["documents"].items()
    }
    assert {source.published.basis for source in story.sources} == {"inferred"}
    assert {source.text_kind for source in story.sources} == {"digest"}
    by_document = {document(source): source for source in story.sources}
    assert (by_document["D0"].outlet, by_document["D0"].derives_from) == (None, "TechCrunch")
    assert (by_document["D2"].outlet, by_document["D2"].derives_from) == ("The Mainstream", None)


def test_entities_are_as_in_the_golden_file(story: StoryFile, golden: dict[str, Any]) -> None:
    named = {
        kind: [entity for entity in story.entities if entity.kind == kind]
        for kind in ("person", "organisation", "product")
    }
    assert {entity.name for entity in named["person"]} == {entry["name"] for entry in golden["people"]}
    for entry in golden["people"]:
        person = next(entity for entity in named["person"] if entity.name == entry["name"])
        assert [name.text for name in person.names if name.kind is NameKind.ALIAS] == entry.get("aliases", [])
    organisations = list(chain.from_iterable(golden["organisations"].values()))
    assert (len(named["organisation"]), len(named["product"])) == (
        len(organisations),
        len(golden["products"]),
    )
    for group, listed in ((named["organisation"], organisations), (named["product"], golden["products"])):
        words = [{entity.name, *(name.text for name in entity.names)} for entity in group]
        for entry in listed:
            start = re.split(r" \(|:", entry)[0].casefold().replace(" of the cloud division", "")
            assert any(start in {text.casefold() for text in texts} for texts in words), entry
    handles = [
        (name.text, entity.name)
        for entity in story.entities
        for name in entity.names
        if name.kind is NameKind.HANDLE
    ]
    assert handles == [(entry["text"], entry["of"]) for entry in golden["handles"]]


def test_six_quotes_by_the_right_people(story: StoryFile, golden: dict[str, Any]) -> None:
    quotes = [fact for fact in story.facts if fact.mode is Mode.VERBATIM]
    assert {fact.kind for fact in quotes} == {FactKind.QUOTE}
    assert len(quotes) == len({fact.text for fact in quotes}) == golden["expect"]["distinct_quotes"]
    spoken = Counter(name for fact in quotes for name in names_of(story, fact, Part.SPEAKER))
    assert spoken == Counter(golden["expect"]["per_person_quotes"])
    assert sorted(len(fact.citations) for fact in quotes) == [1, 1, 1, 1, 2, 2]


def tiers(story: StoryFile, person: str) -> tuple[set[str], set[str], set[str]]:
    """Labels of own statements, those about the person, and those of others in the same story."""
    facts = {fact.uid: fact for fact in story.facts}
    direct = [
        (link.from_, link.to) for link in story.links if link.kind in (LinkKind.REACTION_TO, LinkKind.PART_OF)
    ]
    events = {
        end
        for start, end in direct
        if facts[end].kind is FactKind.EVENT and person in names_of(story, facts[start], *STORY_PARTS)
    }
    spoken = [fact for fact in story.facts if fact.kind in STATEMENTS]
    own = [fact for fact in spoken if person in names_of(story, fact, Part.SPEAKER)]
    about = [fact for fact in spoken if person in names_of(story, fact, Part.ABOUT) and fact not in own]
    near = {start for start, end in direct if end in events}
    others = [fact for fact in spoken if fact.uid in near and fact not in own + about]
    return labels(own), labels(about), labels(others)


def test_binyuan_hui(story: StoryFile, golden: dict[str, Any]) -> None:
    expected = golden["expect"]["Binyuan Hui"]
    own, about, same_story = tiers(story, "Binyuan Hui")
    assert (own, about) == (set(expected["own"]), set(expected["about"]))
    assert same_story == set(expected["same_story"])
    changes = [fact for fact in story.facts if fact.kind is FactKind.PROFILE_CHANGE]
    assert [names_of(story, fact, Part.SUBJECT) for fact in changes] == [["Binyuan Hui"]]


def test_whether_hui_has_left_stays_open(story: StoryFile) -> None:
    claim = by_ref(story)["E17"]
    question = next(fact for fact in story.facts if fact.kind is FactKind.QUESTION)
    assert names_of(story, claim, Part.SPEAKER) == ["The Mainstream"]
    for fact in (claim, question):
        assert (fact.when.edtf, fact.when.basis, fact.certainty) == (None, "unknown", "unclear")
        assert [citation.stance for citation in fact.citations] == [Stance.UNCLEAR]
    assert claim.citations == question.citations
    change = by_ref(story)["Q10"]
    hedge, cited = claim.citations[0], change.citations[0]
    between = source_of(story, cited).text[cited.end : hedge.start]
    assert hedge.source == cited.source
    assert "\n" not in between
    ends = {(link.from_, link.to, link.kind) for link in story.links}
    assert {(fact.uid, change.uid, LinkKind.PART_OF) for fact in (claim, question)} <= ends


def test_links(story: StoryFile) -> None:
    uids = {ref: fact.uid for ref, fact in by_ref(story).items()}
    ends = [(link.from_, link.to, link.kind) for link in story.links]
    assert [end for end in ends if end[2] is LinkKind.IN_TENSION] == [
        (uids["Q04"], uids["Q09"], LinkKind.IN_TENSION)
    ]
    assert [end for end in ends if uids["Q02"] in end] == [(uids["Q02"], uids["E06"], LinkKind.REACTION_TO)]
    assert not [end for end in ends if {uids["E06"], uids["E00"]} <= set(end)]


def test_quotations_in_digests_are_the_articles_words(story: StoryFile, articles: dict[str, str]) -> None:
    for source in story.sources:
        quotations = QUOTATION.findall(source.text)
        assert quotations
        assert source.text.count("“") == source.text.count("”") == len(quotations)
        for words in quotations:
            assert words in articles[document(source)]
            assert words == words.strip(" ,.")


def test_what_a_source_says_stands_in_it(story: StoryFile, articles: dict[str, str]) -> None:
    for fact in story.facts:
        cited = [articles[document(source_of(story, citation))] for citation in fact.citations]
        for citation, article in zip(fact.citations, cited, strict=True):
            assert (citation.says_text or "") in article, citation.says_text
            assert len((citation.says_text or "").split()) < 12
        for words in (fact.cue, fact.when.expression, *(part.as_written for part in fact.participations)):
            assert any((words or "") in article for article in cited), (fact.refs, words)


def test_no_sentence_is_copied(story: StoryFile, articles: dict[str, str]) -> None:
    for place, text in own_words(story):
        for name, article in articles.items():
            outside = longest_run(QUOTATION.sub(" | ", text), article)
            assert len(outside) < 6, f"{place} shares with {name}: {' '.join(outside)}"
            whole = longest_run(text, article)
            assert len(whole) < 12, f"{place} shares with {name}: {' '.join(whole)}"


def test_longest_run_finds_copies() -> None:
    assert longest_run("One day, after all", "It was “one day” after that") == ["one", "day", "after"]
    assert longest_run("one day | after", "One day | after") == ["one", "day"]


def test_no_pronoun_that_no_source_states(story: StoryFile) -> None:
    for place, text in own_words(story):
        assert not PRONOUN.search(QUOTATION.sub("", text)), place


def test_paragraphs_are_separated_by_one_empty_line(story: StoryFile) -> None:
    for source in story.sources:
        assert all(bool(line) != bool(following) for line, following in pairwise(source.text.split("\n")))
