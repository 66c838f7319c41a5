"""What those who care for the members may change in an account, whoever calls it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from intranet.members.domain.people import change_email, reset_second_factor, set_roles, update_person
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.members import (
    GroupMembershipFactory,
    a_manager,
    a_member,
    an_administrator,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def stored(person):
    return User.objects.get(pk=person.pk)


KEPT = {"given_name": "Nom", "family_name": "Cognom", "is_active": True}


@pytest.mark.parametrize("make", [a_member, a_manager])
def test_members_and_managers_change_nobody(make):
    person, by = a_member(), make()
    for change in (
        lambda: update_person(person, by=by, email="x@example.org", **KEPT),
        lambda: change_email(person, by=by, email="x@example.org"),
        lambda: set_roles(person, by=by, groups=[], is_superuser=True),
        lambda: reset_second_factor(person, by=by),
    ):
        with pytest.raises(PermissionDenied):
            change()
    person.refresh_from_db()
    assert (person.email != "x@example.org", person.is_superuser) == (True, False)


def test_coordination_decides_no_roles_and_no_second_factor_and_touches_no_administrator():
    by, administrator = someone_of_coordination(), an_administrator()
    for change in (
        lambda: set_roles(a_member(), by=by, groups=[], is_superuser=True),
        lambda: set_roles(by, by=by, groups=[], is_superuser=True),
        lambda: reset_second_factor(a_member(), by=by),
        lambda: change_email(administrator, by=by, email="x@example.org"),
        lambda: update_person(administrator, by=by, email=administrator.email, **{**KEPT, "is_active": False}),
    ):
        with pytest.raises(PermissionDenied):
            change()


@pytest.mark.parametrize("make", [someone_of_coordination, an_administrator])
def test_nobody_changes_the_own_address_past_the_accounts_own_page(make):
    person = make()
    with pytest.raises(PermissionDenied):
        update_person(person, by=person, email="x@example.org", **KEPT)
    assert stored(person).email == person.email


def test_coordination_changes_no_address_with_which_a_private_group_is_read():
    person = a_member()
    GroupMembershipFactory(user=person, group__access=GroupAccess.PRIVATE)
    with pytest.raises(PermissionDenied):
        change_email(person, by=someone_of_coordination(), email="x@example.org")
    change_email(person, by=an_administrator(), email="x@example.org")
    assert stored(person).email == "x@example.org"


def test_what_changed_since_the_person_was_read_stays():
    person, by = a_member(), someone_of_coordination()
    as_read, meanwhile = stored(person), stored(person)
    meanwhile.set_password("four words make it")
    meanwhile.is_active, meanwhile.phone = False, "938 782 301"
    meanwhile.save()
    update_person(as_read, by=by, email=person.email, **{**KEPT, "given_name": "Berta"})
    now = stored(person)
    assert (now.given_name, now.folded_name, now.is_active, now.phone) == (
        "Berta",
        "berta cognom",
        False,
        "938 782 301",
    )
    assert now.check_password("four words make it")


@pytest.mark.parametrize("make", [someone_of_coordination, an_administrator])
def test_nobody_closes_the_own_account(make):
    person = make()
    with pytest.raises(ValidationError) as refused:
        update_person(person, by=person, email=person.email, **{**KEPT, "is_active": False})
    assert list(refused.value.error_dict) == ["is_active"]
    person.refresh_from_db()
    assert person.is_active is True


def test_an_administrator_does_not_step_down_alone():
    administrator = an_administrator()
    with pytest.raises(ValidationError):
        set_roles(administrator, by=administrator, groups=[], is_superuser=False)


def test_an_address_in_use_is_refused_and_nothing_changes():
    person, other = a_member(), a_member()
    with pytest.raises(ValidationError) as refused:
        update_person(person, by=someone_of_coordination(), email=other.email.upper(), **KEPT)
    assert list(refused.value.error_dict) == ["email"]
    person.refresh_from_db()
    assert person.given_name != "Nom"
