"""What the file of one's own data says of notifications."""

import json

import pytest
from django.utils import timezone

from intranet.members.domain.exports import export_of
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from intranet.members.own_data import register_export
from intranet.notifications.domain.preferences import mute, set_preference
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.exports import export_of as notifications_of
from intranet.notifications.models import Digest
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member
from tests.factories.notifications import told_of_newcomers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]


def test_own_notifications_and_choices_are_in_the_file_and_nobody_elses():
    person, group = a_member(), WorkingGroupFactory(name="Cures")
    GroupMembershipFactory(user=person, group=group)
    now = timezone.now()
    (told,) = told_of_newcomers(person, group, mail=Frequency.DAILY, read_at=now)
    told_of_newcomers(a_member(), WorkingGroupFactory(name="Formació"))
    set_preference(person, group=group, channel=Channel.MAIL, frequency=Frequency.WEEKLY)
    set_preference(person, kind="newcomer", channel=Channel.SITE, frequency=Frequency.NEVER)
    mute(person, group)
    Digest.objects.create(person=person, frequency=Frequency.DAILY, day="2026-03-02")
    data = json.loads(json.dumps(export_of(person)))["notifications"]
    (told_data,) = data["told"]
    assert (told_data["kind"], told_data["group"], told_data["target"]) == (
        "newcomer",
        "Cures",
        f"groupmembership {told.target_id}",
    )
    assert (told_data["at"], told_data["read_at"]) == (told.created_at.isoformat(), now.isoformat())
    assert data["preferences"] == [
        {"kind": None, "group": "Cures", "channel": "mail", "frequency": "weekly"},
        {"kind": "newcomer", "group": None, "channel": "site", "frequency": "never"},
    ]
    assert [one["thing"] for one in data["muted"]] == [f"workinggroup {group.pk}"]
    assert data["digests"] == [{"frequency": "daily", "day": "2026-03-02"}]


def test_a_group_that_is_private_to_others_by_now_goes_without_its_name():
    person, private = a_member(), WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(user=person, group=private)
    told_of_newcomers(person, private)
    set_preference(person, group=private, channel=Channel.MAIL, frequency=Frequency.WEEKLY)
    assert json.dumps(notifications_of(person)).count("Executiva") == 2
    seat.delete()
    data = notifications_of(User.objects.get(pk=person.pk))
    assert ("Executiva" in json.dumps(data), len(data["told"]), data["preferences"][0]["group"]) == (False, 1, None)


def test_the_file_costs_the_same_for_any_number_of_notifications(django_assert_num_queries):
    person = User.objects.with_standing().get(pk=a_member().pk)
    for number in (1, 3, 30):
        told_of_newcomers(person, WorkingGroupFactory(), number)
        with django_assert_num_queries(5):
            notifications_of(person)


def test_two_sections_cannot_write_under_one_name():
    with pytest.raises(ValueError, match="named 'notifications' in the export already"):
        register_export("notifications", dict)
