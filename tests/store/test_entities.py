"""Entities come in name order with names and counts, and are found by what somebody types."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from qwenbrowser.domain import uids
from qwenbrowser.domain.errors import Ambiguous, NotFound
from qwenbrowser.domain.records import EntityKind, Name, NameKind, State
from qwenbrowser.store import entities, tables
from qwenbrowser.store.rows import CHUNK


def test_entities_come_in_the_order_of_their_folded_names(draft) -> None:
    for name in ("zoe", "Émile", "Anna", "eva", "Eric"):
        draft.entity(name)
    draft.entity("Beta", "organisation")
    people = entities.list_entities(draft.conn, EntityKind.PERSON)
    assert [entity.name for entity in people] == ["Anna", "Émile", "Eric", "eva", "zoe"]
    assert [entity.name for entity in entities.list_entities(draft.conn)][1] == "Beta"
    assert list(entities.entity_ids(draft.conn, EntityKind.PERSON)) == [entity.id for entity in people]
    assert entities.list_entities(draft.conn, EntityKind.PRODUCT) == []


def test_proposed_rejected_and_merged_entities_are_not_listed(draft) -> None:
    kept = draft.entity("Person 1")
    guess = draft.entity("Person 2", state="proposed")
    draft.entity("Person 3", state="rejected")
    draft.entity("Person 4", merged_into=kept)
    assert list(entities.entity_ids(draft.conn)) == [kept]
    assert entities.get_entity(draft.conn, guess).state is State.PROPOSED


def test_the_primary_name_comes_first_among_the_accepted_ones(draft) -> None:
    person = draft.entity("Junyang Lin", disambiguation="of Qwen", summary="Tech lead")
    draft.name(person, "Justin", position=-1)
    draft.name(person, "A guess", state="proposed")
    entity = entities.get_entity(draft.conn, person)
    assert entity.names == (Name("Junyang Lin", NameKind.PRIMARY), Name("Justin", NameKind.ALIAS))
    assert (entity.disambiguation, entity.summary, entity.kind) == ("of Qwen", "Tech lead", EntityKind.PERSON)


def test_counts_agree_with_the_facts(draft) -> None:
    person, other, source = draft.entity("Person 1"), draft.entity("Person 2"), draft.source()
    happening = draft.fact("event")
    for kind, mode, role in (
        ("quote", "verbatim", "speaker"),
        ("quote", "partial", "speaker"),
        ("quote", "paraphrase", "speaker"),
        ("claim", "no_comment", "speaker"),
        ("claim", None, "about"),
        ("question", None, "subject"),
        ("role", None, "holder"),
    ):
        fact = draft.fact(kind, "Words.", None, (role, person), mode=mode)
        draft.cite(fact, source)
    change = draft.fact("profile_change", "Words.", None, ("subject", person))
    draft.link(change, happening, "part_of")
    draft.fact("quote", "Words.", None, ("speaker", person), state="proposed", mode="verbatim")
    draft.indexed()
    counts = entities.get_entity(draft.conn, person).counts
    assert (counts.quotes, counts.paraphrases, counts.statements, counts.about) == (2, 1, 4, 1)
    assert (counts.changes, counts.events, counts.roles, counts.questions) == (1, 1, 1, 1)
    assert (counts.facts, counts.sources) == (8, 1)
    assert entities.get_entity(draft.conn, other).counts.facts == 0


def test_entities_come_in_the_order_asked_for_and_missing_ones_are_left_out(draft) -> None:
    ids = [draft.entity(f"Person {number}") for number in range(CHUNK + 3)]
    asked = [ids[-1], 999_999, ids[0]]
    assert [entity.id for entity in entities.entities_by_ids(draft.conn, asked)] == [ids[-1], ids[0]]
    assert len(entities.list_entities(draft.conn)) == CHUNK + 3
    with pytest.raises(NotFound, match="number 999999"):
        entities.get_entity(draft.conn, 999_999)


def test_every_name_in_use_has_its_search_keys(draft) -> None:
    hui = draft.entity("Binyuan Hui", "person", ("惠彬原", "transliteration"))
    team = draft.entity("Binyuan", "organisation")
    draft.name(team, "Bin", state="proposed")
    draft.entity("Bin Wu", merged_into=hui)
    found = entities.search_keys_of_names(draft.conn)
    assert sorted(entity for entity, _keys in found) == [hui, hui, team]
    assert {entity for entity, keys in found if "bh" in keys.split()} == {hui}


# -- finding one ---------------------------------------------------------------------------------------


@pytest.fixture
def people(draft) -> dict[str, int]:
    entries = {
        "hui": draft.entity(
            "Binyuan Hui", "person", ("惠彬原", "transliteration"), summary="Team member, Qwen"
        ),
        "lin": draft.entity(
            "Junyang Lin", "person", ("Justin", "alias"), summary="Tech lead of Qwen, leaving"
        ),
        "jin": draft.entity("Yuchen Jin", summary="CTO, Hyperbolic"),
        "cheng": draft.entity("Chen Cheng"),
        "team": draft.entity("Qwen", "organisation", ("@Alibaba_Qwen", "handle"), summary="Team at Alibaba"),
        "models": draft.entity("Qwen", "product", disambiguation="model family"),
        "alibaba": draft.entity("Alibaba", "organisation", ("Alibaba Group Holding Ltd.", "alias")),
        "linkedin": draft.entity("LinkedIn", "organisation"),
        "t_head": draft.entity("T-Head", "organisation"),
        "emile": draft.entity("Émile Łukasz"),
    }
    draft.entity("Binyuan Guess", state="proposed")
    draft.name(entries["jin"], "Zhao", state="rejected")
    return entries


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Binyuan Hui", "hui"),
        ("  binyuan   HUI ", "hui"),
        ("Binyuan", "hui"),
        ("Hui", "hui"),
        ("hu", "hui"),
        ("Binyuan H", "hui"),
        ("惠彬原", "hui"),
        ("惠彬", "hui"),
        ("Ｈｕｉ", "hui"),
        ("Binyuan\0 Hui", "hui"),
        ("Justin", "lin"),
        ("Lin", "lin"),
        ("LinkedI", "linkedin"),
        ("@Alibaba_Qwen", "team"),
        ("@alibaba_qwen", "team"),
        ("alibaba_qwen", "team"),
        ("Alibaba", "alibaba"),
        ("alibaba group", "alibaba"),
        ("Qwen (organisation)", "team"),
        ("qwen (product)", "models"),
        ("Qwen (organisation, Team at Alibaba)", "team"),
        ("Qwen (product, model", "models"),
        ("t-head", "t_head"),
        ("Head", "t_head"),
        ("emile", "emile"),
        ("lukasz", "emile"),
    ],
)
def test_a_name_or_a_part_of_it_finds_one(draft, people: dict[str, int], typed: str, meant: str) -> None:
    assert entities.find_entity(draft.conn, typed).id == people[meant]


def test_the_exact_primary_name_comes_before_an_alias_of_another(draft) -> None:
    draft.entity("Person 1", "person", ("Justin", "alias"))
    justin = draft.entity("Justin")
    assert entities.find_entity(draft.conn, "Justin").id == justin


def test_a_name_of_several_gives_the_candidates(draft, people: dict[str, int]) -> None:
    with pytest.raises(Ambiguous) as caught:
        entities.find_entity(draft.conn, "Qwen")
    assert caught.value.candidates == ("Qwen (organisation, Team at Alibaba)", "Qwen (product, model family)")
    assert "“Qwen” fits 2" in str(caught.value)
    with pytest.raises(Ambiguous) as caught:
        entities.find_entity(draft.conn, "j")
    assert caught.value.candidates == (
        "Junyang Lin (person, Tech lead of Qwen, leaving)",
        "Yuchen Jin (person, CTO, Hyperbolic)",
    )


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Binyuan Huy", "Binyuan Hui"),
        ("Hiu", "Binyuan Hui"),
        ("Alibabba", "Alibaba"),
        ("LinkdIn", "LinkedIn"),
    ],
)
def test_nothing_found_names_what_is_near_and_the_next_step(draft, people, typed: str, near: str) -> None:
    with pytest.raises(NotFound, match=f"is called “{typed}”") as caught:
        entities.find_entity(draft.conn, typed)
    assert near in caught.value.next_step
    assert "qwenbrowser list people" in caught.value.next_step


@pytest.mark.parametrize("typed", ["BH", "Binyuan Guess", "Zhao", "", "   ", "++", "(", "Qwen (town)", "uan"])
def test_initials_guesses_and_signs_find_nobody(draft, people: dict[str, int], typed: str) -> None:
    with pytest.raises(NotFound):
        entities.find_entity(draft.conn, typed)


def test_a_uid_and_a_link_find_one(draft, people: dict[str, int]) -> None:
    hui = entities.get_entity(draft.conn, people["hui"])
    for text in (hui.uid, hui.uid.upper(), uids.story_uri(draft.uid, "entity", hui.uid)):
        assert entities.find_entity(draft.conn, text) == hui
    with pytest.raises(NotFound, match="another story"):
        entities.find_entity(draft.conn, uids.story_uri(uids.new_uid(), "entity", hui.uid))
    with pytest.raises(NotFound):
        entities.find_entity(draft.conn, uids.new_uid())


def test_the_link_of_a_merged_entity_leads_to_the_one_that_was_kept(draft) -> None:
    kept = draft.entity("Person 1")
    between = draft.entity("Person 2", merged_into=kept)
    lost = draft.entity("Person 3", merged_into=between)
    uid = entities.get_entity(draft.conn, lost).uid
    assert entities.find_entity(draft.conn, uid).id == kept
    with pytest.raises(NotFound):
        entities.find_entity(draft.conn, "Person 3")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=40))
def test_any_text_finds_one_or_says_why_not(draft, text: str) -> None:
    if not entities.entity_ids(draft.conn):
        draft.entity("Person (a)", "person", ("@handle", "handle"))
    try:
        found = entities.find_entity(draft.conn, text)
    except (NotFound, Ambiguous):
        return
    assert found.name == "Person (a)"


def test_a_long_text_is_not_repeated_whole_in_the_message(draft) -> None:
    with pytest.raises(NotFound) as caught:
        entities.find_entity(draft.conn, "word " * 10_000)
    assert len(str(caught.value)) < 300


def test_a_ring_of_merged_entities_ends(draft) -> None:
    first = draft.entity("Person 1")
    second = draft.entity("Person 2", merged_into=first)
    draft.conn.execute(update(tables.entities).values(merged_into=second).filter_by(id=first))
    uid = entities.get_entity(draft.conn, first).uid
    assert entities.find_entity(draft.conn, uid).id in (first, second)
