"""From hours to credit: the figures of the law, and what holds for every scheme and every number of hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.credits import Scheme, Unit, reckon, study_load, whole_units

HOUR = 60
EC = Scheme(unit=Unit.EC, minutes_per_unit=28 * HOUR, reflection_share=10)
SBU = Scheme(unit=Unit.SBU, minutes_per_unit=HOUR)
VO = Scheme(unit=Unit.HOURS, minutes_per_unit=HOUR)

minutes = st.integers(min_value=0, max_value=2_000 * HOUR)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Every scheme that a school could write down: its minimum is never above its maximum."""
    unit = draw(st.sampled_from([Unit.EC, Unit.SBU]))
    maximum = draw(st.integers(min_value=0, max_value=60)) * 100
    return Scheme(
        unit=unit, minutes_per_unit=28 * HOUR if unit is Unit.EC else HOUR, maximum=maximum,
        minimum=draw(st.integers(min_value=0, max_value=maximum // 100 or 60)) * 100,
        service_share=draw(st.integers(min_value=0, max_value=100)),
        reflection_share=draw(st.integers(min_value=0, max_value=100)),
        minimum_minutes=draw(st.integers(min_value=0, max_value=200)) * HOUR,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "ec"),
    [(28, 1), (30, 1), (56, 2), (80, 2), (84, 3), (140, 5), (160, 5), (200, 7), (280, 10)],
)
def test_twenty_eight_hours_are_one_ec(hours: int, ec: int) -> None:
    assert reckon(EC, service=hours * HOUR).amount == ec * 100


def test_eighty_hours_of_service_and_four_of_reflection_are_three_ec() -> None:
    assert reckon(EC, service=80 * HOUR, reflection=4 * HOUR).amount == 300
    assert reckon(EC, service=80 * HOUR, reflection=4 * HOUR - 1).amount == 200


def test_an_hour_is_an_sbu_and_half_an_hour_is_none() -> None:
    assert reckon(SBU, service=120 * HOUR + 59).amount == 120_00


def test_secondary_education_states_hours_and_gives_no_credit() -> None:
    found = reckon(VO, service=80 * HOUR)
    assert (found.amount, found.load, found.short) == (0, 80 * HOUR, None)


@pytest.mark.parametrize(
    ("scheme", "service", "already", "amount", "short"),
    [
        (Scheme(unit=Unit.EC, minutes_per_unit=1680, minimum=300), 80 * HOUR, 0, 0, "from %(minimum)s"),
        (Scheme(unit=Unit.EC, minutes_per_unit=1680, minimum_minutes=100 * HOUR), 80 * HOUR, 0, 0, "of service"),
        (Scheme(unit=Unit.EC, minutes_per_unit=1680), 27 * HOUR, 0, 0, "one whole unit"),
        (Scheme(unit=Unit.EC, minutes_per_unit=1680, maximum=500), 200 * HOUR, 0, 500, ""),
        (Scheme(unit=Unit.EC, minutes_per_unit=1680, maximum=500), 200 * HOUR, 300, 200, ""),
        (Scheme(unit=Unit.EC, minutes_per_unit=1680, maximum=500), 200 * HOUR, 500, 0, "one whole unit"),
        (Scheme(unit=Unit.HOURS, minutes_per_unit=60, minimum_minutes=30 * HOUR), 29 * HOUR, 0, 0, "of service"),
        (Scheme(unit=Unit.EC, minutes_per_unit=1680, service_share=50), 112 * HOUR, 0, 200, ""),
    ],
)
def test_bounds(scheme: Scheme, service: int, already: int, amount: int, short: str) -> None:
    found = reckon(scheme, service=service, already=already)
    assert found.amount == amount
    assert (short in found.short.message) if found.short else not short


@given(schemes(), minutes, minutes, st.integers(min_value=0, max_value=6_000))
def test_an_amount_is_whole_within_bounds_and_never_more_than_the_hours(
    scheme: Scheme, service: int, reflection: int, already: int
) -> None:
    found = reckon(scheme, service=service, reflection=reflection, already=already)
    room = max(scheme.maximum - already, 0) if scheme.maximum else found.amount
    assert 0 <= found.amount <= room
    assert found.amount * scheme.minutes_per_unit <= (service + reflection) * 100
    assert found.amount == 0 or found.amount >= scheme.minimum
    assert (found.short is None) == (found.amount > 0)
    if not already:
        assert found.amount % 100 == 0


@given(schemes(), minutes, minutes)
def test_more_service_never_gives_less(scheme: Scheme, service: int, more: int) -> None:
    assert reckon(scheme, service=service + more).amount >= reckon(scheme, service=service).amount


@given(minutes, st.integers(min_value=1, max_value=1680))
def test_rounding_loses_less_than_one_unit(load: int, each: int) -> None:
    units = whole_units(load, each)
    assert units % 100 == 0
    assert 0 <= load - units // 100 * each < each


@given(schemes(), minutes, minutes)
def test_reflection_never_counts_for_more_than_its_share(scheme: Scheme, service: int, reflection: int) -> None:
    counted, reflected = study_load(scheme, service=service, reflection=reflection)
    assert counted <= service
    assert reflected <= reflection
    assert reflected * 100 <= counted * scheme.reflection_share


def test_negative_hours_are_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="negative"):
        reckon(EC, service=-1)
