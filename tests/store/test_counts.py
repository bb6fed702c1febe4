"""The numbers of a story are those of its lists."""

from __future__ import annotations

from qwenbrowser.domain.records import EntityKind, FactKind, StoryCounts
from qwenbrowser.store import counts, entities, facts


def test_an_empty_story_counts_nothing(draft) -> None:
    assert counts.story_counts(draft.conn) == StoryCounts()


def test_accepted_rows_are_counted_by_what_they_are(draft) -> None:
    kept = draft.entity("Person 1")
    draft.entity("Person 2", merged_into=kept)
    draft.entity("Person 3", state="proposed")
    draft.entity("Team", "organisation")
    draft.entity("Other team", "organisation")
    draft.entity("Thing", "product")
    draft.source()
    ids = [
        draft.fact(kind, mode=mode)
        for kind, mode in (
            ("quote", "verbatim"),
            ("quote", "partial"),
            ("quote", "paraphrase"),
            ("claim", "verbatim"),
            ("claim", None),
            ("event", None),
            ("profile_change", None),
            ("profile_change", None),
            ("role", None),
            ("question", None),
        )
    ]
    draft.fact("quote", mode="verbatim", state="proposed")
    draft.fact("quote", mode="verbatim", state="rejected")
    draft.link(ids[0], ids[1], "in_tension")
    draft.link(ids[0], ids[2], "in_tension", state="proposed")
    found = counts.story_counts(draft.conn)
    assert found == StoryCounts(
        sources=1,
        people=1,
        organisations=2,
        products=1,
        events=1,
        statements=5,
        quotes=2,
        changes=2,
        roles=1,
        questions=1,
        in_tension=1,
        proposed=1,
        facts=10,
    )
    conn = draft.conn
    assert found.facts == len(facts.fact_ids(conn))
    assert found.statements == len(facts.fact_ids(conn, facts.STATEMENTS))
    assert found.changes == len(facts.fact_ids(conn, [FactKind.PROFILE_CHANGE]))
    assert found.organisations == len(entities.entity_ids(conn, EntityKind.ORGANISATION))
