"""Every change of the desk: what it does, what it answers, and that it loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import PageLogEntry, Revision

from newsletter.desk import edits
from newsletter.desk.edits import EditRefusedError
from newsletter.desk.outline import outline_of
from newsletter.models import IssuePage
from tests.at_once import at_once
from tests.builders import make_organisation, make_practice, make_update, make_user
from tests.newsletter.desk.making import blocks, make_issue, outline, somebody
from users.models import User

pytestmark = pytest.mark.django_db
Keys = dict[str, str]


@pytest.fixture
def user(db: None) -> User:
    return somebody()


@pytest.fixture
def issue(user: User) -> IssuePage:
    return make_issue(user=user)


@pytest.fixture
def filled(issue: IssuePage, user: User) -> Keys:
    """An issue with a text before two sections of two texts each; returns keys by heading."""
    edits.add_text(issue.pk, "hello", user=user)
    for section in ("news", "events"):
        key = edits.add_section(issue.pk, section, user=user).key
        for number in (1, 2):
            edits.add_text(issue.pk, f"{section} {number}", section=key, user=user)
    return {each.heading_en: each.key for each in blocks(issue)}


WHOLE = ["hello", "# news", "news 1", "news 2", "# events", "events 1", "events 2"]


# -- adding ----------------------------------------------------------------------------------------
def test_something_public_is_added_at_the_end_with_its_teasers(
    issue: IssuePage, user: User, filled: Keys
) -> None:
    practice = make_practice(summary_fr="Une histoire.", summary_pl="")

    edited = edits.add_record(issue.pk, practice.key, section=filled["news"], user=user)

    assert outline(issue)[:5] == ["hello", "# news", "news 1", "news 2", practice.key]
    (block,) = [each for each in blocks(issue) if each.record_key]
    assert edited.key == block.key
    assert (block.text_en, block.text_fr, block.text_pl) == (
        "<p>Parents record a bedtime story.</p>",
        "<p>Une histoire.</p>",
        None,
    )
    assert "Story time" in edited.message


def test_languages_that_the_issue_does_not_come_out_in_get_no_teaser(
    issue: IssuePage, user: User
) -> None:
    draft = issue.get_latest_revision_as_object()
    draft.languages = ["en", "ro"]
    draft.save_revision()
    practice = make_practice(summary_fr="Une histoire.")

    edits.add_record(issue.pk, practice.key, user=user)

    (block,) = blocks(issue)
    assert (bool(block.text_en), bool(block.text_fr)) == (True, False)


def test_adding_twice_changes_nothing(issue: IssuePage, user: User) -> None:
    update = make_update()
    first = edits.add_record(issue.pk, update.key, user=user)
    versions = Revision.objects.count()

    second = edits.add_record(issue.pk, update.key, user=user)

    assert outline(issue) == [update.key]
    assert (second.changed, second.key) == (False, first.key)
    assert Revision.objects.count() == versions


@pytest.mark.parametrize("key", ["updates/draft", "updates/unknown", "nonsense", ""])
def test_what_is_not_online_is_refused(issue: IssuePage, user: User, key: str) -> None:
    make_update(title="Draft", slug="draft", live=False)

    with pytest.raises(EditRefusedError, match="not online"):
        edits.add_record(issue.pk, key, user=user)

    assert outline(issue) == []


def test_a_heading_is_written_in_the_language_of_who_adds_it(issue: IssuePage, user: User) -> None:
    with translation.override("fr"):
        edits.add_section(issue.pk, "  Du   nouveau ", user=user)

    (block,) = blocks(issue)
    assert (block.heading_fr, block.heading_en) == ("Du nouveau", None)


def test_an_empty_heading_is_refused(issue: IssuePage, user: User) -> None:
    with pytest.raises(EditRefusedError, match="heading"):
        edits.add_section(issue.pk, "  ", user=user)


# -- moving ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("what", "by", "expected"),
    [
        ("news 2", -1, ["hello", "# news", "news 2", "news 1", *WHOLE[4:]]),
        ("news 1", -1, ["hello", "news 1", "# news", *WHOLE[3:]]),
        ("news 2", 1, [*WHOLE[:3], "# events", "news 2", *WHOLE[5:]]),
        ("news", 1, ["hello", *WHOLE[4:], *WHOLE[1:4]]),
        ("events", -1, ["hello", *WHOLE[4:], *WHOLE[1:4]]),
    ],
)
def test_blocks_and_sections_move_step_by_step(  # fixtures
    issue: IssuePage, user: User, filled: Keys, what: str, by: int, expected: list[str]
) -> None:
    edited = edits.move(issue.pk, filled[what], by, user=user)

    assert outline(issue) == expected
    assert edited.changed


@pytest.mark.parametrize(
    ("what", "by"), [("hello", -1), ("events 2", 1), ("news", -1), ("events", 1)]
)
def test_at_either_end_nothing_moves(
    issue: IssuePage, user: User, filled: Keys, what: str, by: int
) -> None:
    edited = edits.move(issue.pk, filled[what], by, user=user)

    assert outline(issue) == WHOLE
    assert not edited.changed


def test_a_move_says_where_the_block_stands_now(issue: IssuePage, user: User, filled: Keys) -> None:
    step = edits.move(issue.pk, filled["news 2"], -1, user=user)
    section = edits.move(issue.pk, filled["news"], 1, user=user)

    assert step.message == "“news 2” is now number 1 of 2 in “news”."
    assert section.message == "Section “news” is now section 2 of 2."


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", ["events 1", "events 2", "news 1"]),
        ("events 1", ["news 1", "events 1", "events 2"]),
        ("hello", ["events 1", "events 2", "news 1"]),  # not there: at the end
    ],
)
def test_a_block_moves_into_a_section(
    issue: IssuePage, user: User, filled: Keys, before: str, expected: list[str]
) -> None:
    place = {"section": filled["events"], "before": filled.get(before, "")}
    edits.place(issue.pk, filled["news 1"], user=user, **place)

    assert outline(issue) == ["hello", "# news", "news 2", "# events", *expected]


def test_a_block_moves_before_the_first_section(issue: IssuePage, user: User, filled: Keys) -> None:
    edits.place(issue.pk, filled["events 1"], section="", before=filled["hello"], user=user)

    assert outline(issue)[:3] == ["events 1", "hello", "# news"]


def test_a_section_is_not_put_into_another(issue: IssuePage, user: User, filled: Keys) -> None:
    with pytest.raises(EditRefusedError, match="section"):
        edits.place(issue.pk, filled["news"], section=filled["events"], user=user)

    assert outline(issue) == WHOLE


# -- removing and restoring ------------------------------------------------------------------------
def test_a_removed_block_comes_back_to_its_place_with_its_texts(
    issue: IssuePage, user: User
) -> None:
    practices = [make_practice(title=f"Practice {number}") for number in (1, 2, 3)]
    added = [edits.add_record(issue.pk, each.key, user=user) for each in practices]
    edits.write(issue.pk, added[1].key, {"text_fr": "<p>La mienne.</p>"}, user=user)

    removed = edits.remove(issue.pk, added[1].key, user=user)
    gone = outline(issue)
    edits.move(issue.pk, added[2].key, -1, user=user)
    edits.restore(issue.pk, added[1].key, user=user)

    assert removed.message == "Removed: “Practice 2”."
    assert gone == [practices[0].key, practices[2].key]
    assert outline(issue) == [practices[1].key, practices[2].key, practices[0].key]
    assert blocks(issue)[0].text_fr == "<p>La mienne.</p>"


def test_of_a_removed_section_the_blocks_stay(issue: IssuePage, user: User, filled: Keys) -> None:
    edits.remove(issue.pk, filled["events"], user=user)

    assert outline(issue) == [each for each in WHOLE if each != "# events"]


def test_removing_and_restoring_twice_changes_nothing(
    issue: IssuePage, user: User, filled: Keys
) -> None:
    key = filled["news 1"]

    changed = [edits.remove(issue.pk, key, user=user).changed for _ in range(2)]
    back = [edits.restore(issue.pk, key, user=user).changed for _ in range(2)]

    assert (changed, back) == ([True, False], [True, False])
    assert outline(issue) == WHOLE


def test_what_was_added_anew_is_not_restored_beside_it(issue: IssuePage, user: User) -> None:
    update = make_update()
    first = edits.add_record(issue.pk, update.key, user=user)
    edits.remove(issue.pk, first.key, user=user)
    edits.add_record(issue.pk, update.key, user=user)

    assert not edits.restore(issue.pk, first.key, user=user).changed
    assert outline(issue) == [update.key]


def test_what_no_version_has_cannot_be_restored(issue: IssuePage, user: User) -> None:
    with pytest.raises(EditRefusedError, match="restored"):
        edits.restore(issue.pk, "0" * 32, user=user)


def test_the_desk_lists_what_was_removed_lately(issue: IssuePage, user: User, filled: Keys) -> None:
    edits.remove(issue.pk, filled["news 1"], user=user)
    edits.remove(issue.pk, filled["news 2"], user=user)
    edits.restore(issue.pk, filled["news 2"], user=user)

    shown = outline_of(IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object())

    assert [each.key for each in shown.removed] == [filled["news 1"]]


# -- two people ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "act",
    [
        lambda pk, key, user: edits.move(pk, key, 1, user=user),
        lambda pk, key, user: edits.place(pk, key, section="", user=user),
        lambda pk, key, user: edits.write(pk, key, {"heading_en": "x"}, user=user),
        lambda pk, key, user: edits.refill(pk, key, user=user),
        lambda pk, key, user: edits.add_text(pk, "x", section=key, user=user),
    ],
    ids=["move", "place", "write", "refill", "add"],
)
def test_what_somebody_removed_is_answered_in_words(
    issue: IssuePage, user: User, filled: Keys, act: Callable[..., Any]
) -> None:
    edits.remove(issue.pk, filled["news 1"], user=user)
    before = outline(issue)

    with pytest.raises(EditRefusedError, match="somebody removed this"):
        act(issue.pk, filled["news 1"], user)

    assert outline(issue) == before


def test_changes_of_two_people_are_both_kept(issue: IssuePage, user: User, filled: Keys) -> None:
    other = make_user(is_superuser=True)

    edits.write(issue.pk, filled["news 1"], {"heading_fr": "une"}, user=user)
    edits.move(issue.pk, filled["news 1"], 1, user=other)
    edits.write(issue.pk, filled["news 1"], {"heading_de": "eins"}, user=other)

    block = next(each for each in blocks(issue) if each.key == filled["news 1"])
    assert (block.heading_en, block.heading_fr, block.heading_de) == ("news 1", "une", "eins")
    assert outline(issue)[2:4] == ["news 2", "news 1"]


@pytest.mark.django_db(transaction=True)
def test_changes_at_the_same_moment_are_all_kept() -> None:
    user, issue, organisation = somebody(), make_issue(), make_organisation()
    updates = [make_update(organisation=organisation, title=f"News {n}") for n in range(6)]

    at_once(*(partial(edits.add_record, issue.pk, each.key, user=user) for each in updates))

    assert sorted(outline(issue)) == sorted(each.key for each in updates)


# -- who may, and the log --------------------------------------------------------------------------
def test_an_issue_that_somebody_locked_stays_as_it_is(
    issue: IssuePage, user: User, filled: Keys
) -> None:
    other = make_user(is_superuser=True, first_name="Ana", last_name="Pop")
    IssuePage.objects.filter(pk=issue.pk).update(locked=True, locked_by=other)

    with pytest.raises(EditRefusedError, match="Ana Pop has locked"):
        edits.remove(issue.pk, filled["news 1"], user=user)
    edits.remove(issue.pk, filled["news 2"], user=other)

    assert outline(issue) == [each for each in WHOLE if each != "news 2"]


def test_who_may_not_edit_the_page_changes_nothing(issue: IssuePage, filled: Keys) -> None:
    with pytest.raises(EditRefusedError, match="may not"):
        edits.remove(issue.pk, filled["news 1"], user=make_user())

    assert outline(issue) == WHOLE


def test_a_deleted_issue_is_answered_in_words(issue: IssuePage, user: User) -> None:
    pk = issue.pk
    IssuePage.objects.get(pk=pk).delete()

    with pytest.raises(EditRefusedError, match="deleted"):
        edits.add_text(pk, "x", user=user)


def test_each_change_is_in_the_history_of_the_page(issue: IssuePage, user: User) -> None:
    added = edits.add_text(issue.pk, "x", user=user)
    edits.add_text(issue.pk, "y", user=user)
    edits.move(issue.pk, added.key, 1, user=user)
    edits.write(issue.pk, added.key, {"heading_en": "z"}, user=user)
    edits.remove(issue.pk, added.key, user=user)
    edits.restore(issue.pk, added.key, user=user)

    entries = PageLogEntry.objects.filter(page=issue.pk, action__startswith="newsletter.")
    assert [each.action.partition(".")[2] for each in entries.order_by("pk")] == [
        "add", "add", "move", "write", "remove", "restore",
    ]  # fmt: skip
    assert {each.user for each in entries} == {user}
    assert entries.filter(action="newsletter.remove")[0].message == "Removed: “z”."


def test_nothing_of_it_is_online_before_the_issue_is(issue: IssuePage, user: User) -> None:
    edits.add_record(issue.pk, make_update().key, user=user)

    assert not IssuePage.objects.get(pk=issue.pk).live
    assert IssuePage.objects.get(pk=issue.pk).blocks.count() == 0


def test_empty_languages_are_filled_later(issue: IssuePage, user: User) -> None:
    practice = make_practice()
    key = edits.add_record(issue.pk, practice.key, user=user).key
    edits.write(issue.pk, key, {"text_en": "<p>Ours.</p>"}, user=user)
    practice.summary_fr = "Une histoire."
    practice.save_revision().publish()

    filled = edits.refill(issue.pk, key, user=user)
    again = edits.refill(issue.pk, key, user=user)

    (block,) = blocks(issue)
    assert (block.text_en, block.text_fr) == ("<p>Ours.</p>", "<p>Une histoire.</p>")
    assert (filled.changed, again.changed) == (True, False)
