"""A position begins: one at a time for a person in an organisation, one representative, by those who may."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.members.domain.openings import add_position, correct_position, open_position
from intranet.members.domain.positions import end_position, reopen_position
from intranet.members.models import Position
from tests.factories.members import (
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    a_manager,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def day(days):
    return None if days is None else timezone.localdate() + timedelta(days=days)


def another(position, starts, ends, **fields):
    place = {"user": position.user, "organisation": position.organisation, **fields}
    return Position(**place, starts_on=day(starts), ends_on=day(ends))


@pytest.mark.parametrize(
    ("there", "new", "allowed"),
    [
        ((-30, None), (0, None), False),
        ((-30, None), (0, 30), False),
        ((-30, 10), (0, None), False),
        ((-30, 10), (9, 20), False),
        ((-30, 10), (10, 20), True),
        ((20, None), (0, None), False),
        ((20, None), (0, 21), False),
        ((20, None), (0, 20), True),
        ((-30, 0), (0, None), True),
        ((5, 5), (0, None), True),
    ],
)
def test_no_two_hold_on_the_same_day(there, new, allowed):
    position = PositionFactory(starts_on=day(there[0]), ends_on=day(there[1]))
    PositionFactory(user=position.user)
    PositionFactory(organisation=position.organisation)
    if allowed:
        open_position(another(position, *new))
    else:
        with pytest.raises(ValidationError) as refusal:
            open_position(another(position, *new))
        assert list(refusal.value.message_dict) == ["user"]
    held = Position.objects.filter(user=position.user, organisation=position.organisation)
    assert held.count() == (2 if allowed else 1)


@pytest.mark.parametrize("other", [(-30, 30), (10, None), (0, None)])
def test_nor_does_one_come_back_beside_another(other):
    position = PositionFactory(ends_on=day(0))
    PositionFactory(
        user=position.user, organisation=position.organisation, starts_on=day(other[0]), ends_on=day(other[1])
    )
    with pytest.raises(ValidationError):
        reopen_position(position, by=someone_of_coordination())
    position.refresh_from_db()
    assert position.ends_on == day(0)


def test_nor_is_an_end_put_off_into_the_next_one():
    position, by = PositionFactory(ends_on=day(5)), someone_of_coordination()
    PositionFactory(user=position.user, organisation=position.organisation, starts_on=day(10))
    with pytest.raises(ValidationError) as refusal:
        end_position(position, by=by, on=day(11))
    assert list(refusal.value.message_dict) == ["on"]
    end_position(position, by=by, on=day(10))
    assert Position.objects.get(pk=position.pk).ends_on == day(10)


@pytest.mark.parametrize(("starts", "ends", "allowed"), [(0, None, False), (9, 300, False), (10, 300, True)])
def test_a_council_has_one_representative_on_any_day(starts, ends, allowed):
    first = PositionFactory(is_representative=True, ends_on=day(10))
    new = another(first, starts, ends, user=UserFactory(), is_representative=True)
    if allowed:
        open_position(new)
    else:
        with pytest.raises(ValidationError) as refusal:
            open_position(new)
        assert list(refusal.value.message_dict) == ["is_representative"]
    assert Position.objects.filter(is_representative=True).count() == (2 if allowed else 1)


def test_who_may():
    reus = OrganisationFactory()
    for by, allowed in ((someone_of_coordination(), True), (a_manager(reus), True), (a_manager(), False)):
        position = Position(user=UserFactory(), organisation=reus)
        if allowed:
            add_position(position, by=by)
        else:
            with pytest.raises(PermissionDenied):
                add_position(position, by=by)
        assert Position.objects.filter(pk=position.pk).exists() is allowed


def test_only_coordination_corrects():
    position = PositionFactory()
    for by in (a_manager(position.organisation), a_member()):
        with pytest.raises(PermissionDenied):
            correct_position(position, by=by)


def test_a_correction_does_not_undo_an_end_that_came_meanwhile():
    position, by = PositionFactory(), someone_of_coordination()
    on_the_page = Position.objects.get(pk=position.pk)
    end_position(position, by=by, on=day(0))
    on_the_page.title = "Cap"
    correct_position(on_the_page, by=by)
    stored = Position.objects.get(pk=position.pk)
    assert (stored.title, stored.ends_on) == ("Cap", day(0))
