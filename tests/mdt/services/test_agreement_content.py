"""The content of a version: one canonical form, one hash, and a difference that people can read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdt.services import agreement_content as content
from mdt.services.agreement_content import difference, differs, tidy, version_id

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
LINE = TEXT.map(lambda text: "".join(text.split()))
ROW = st.fixed_dictionaries({"what": LINE, "kind": st.sampled_from(["service", "school"]), "recognised": LINE})
WRITTEN = st.fixed_dictionaries({
    "title": TEXT, "round": st.sampled_from(["kort", "basis", "plus"]),
    "starts_on": st.dates().map(str), "ends_on": st.dates().map(str),
    "minutes_a_week": st.integers(0, 4000), "minutes_goal": st.integers(0, 40_000),
    "activities": st.lists(ROW, max_size=4, unique_by=lambda row: row["what"]),
    "outcomes": st.lists(st.fixed_dictionaries({"text": LINE}), max_size=4, unique_by=lambda row: row["text"]),
    "guidance": TEXT, "judged": TEXT, "allowance": TEXT,
})  # fmt: skip
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(WRITTEN)
def test_the_canonical_form_is_stable(written: dict[str, Any]) -> None:
    once = tidy(written)
    assert tidy(once) == once
    shuffled = dict(reversed(once.items()))
    assert version_id(shuffled) == version_id(once)
    assert not differs(once, tidy(written)) and not difference(once, tidy(shuffled))


@QUICK
@given(WRITTEN)
def test_line_ends_and_outer_spaces_make_no_other_version(written: dict[str, Any]) -> None:
    typed = {**written, "guidance": f"  {written['guidance']}\r\n", "title": f"{written['title']} "}
    assert version_id(tidy(typed)) == version_id(tidy(written))


@QUICK
@given(WRITTEN, WRITTEN, st.sampled_from(content.WRITTEN))
def test_any_change_of_what_is_hashed_makes_another_version_and_is_shown(
    one: dict[str, Any], other: dict[str, Any], name: str
) -> None:
    before, after = tidy(one), tidy({**one, name: other[name]})
    changed = before[name] != after[name]
    assert (version_id(before) != version_id(after)) is changed
    assert differs(before, after) is changed
    assert bool(difference(before, after)) is changed or name in content.ROWS  # rows in another order read the same


@pytest.mark.parametrize(("change", "shown"), [
    ({"minutes_goal": 90 * 60}, ("Hours in all", "4800", "5400")),
    ({"guidance": "Elke dag."}, ("Guidance", "Elke week.", "Elke dag.")),
    ({"activities": [{"what": "Koken", "kind": "service", "recognised": "Hygiëne"}]},
     ("Activities", "Koken", "Koken – Hygiëne")),
    ({"activities": [{"what": "Koken", "kind": "school", "recognised": ""}]},
     ("Kind of activity", "work for the organisation", "activity of the school")),
    ({"outcomes": []}, ("Learning outcomes", "Ik kan koken.", "")),
])  # fmt: skip
def test_a_difference_says_what_it_was_and_what_it_becomes(change: dict[str, Any], shown: tuple[str, str, str]) -> None:
    before = tidy({"minutes_goal": 80 * 60, "guidance": "Elke week.", "outcomes": [{"text": "Ik kan koken."}],
                   "activities": [{"what": "Koken", "kind": "service", "recognised": ""}]})  # fmt: skip
    (found,) = difference(before, tidy({**before, **change}))
    assert (found.label, found.before, found.after) == shown
