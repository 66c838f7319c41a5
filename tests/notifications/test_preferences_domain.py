"""In which way each person is told: what they chose, what holds when choices meet, and what follows at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.members.enums import GroupAccess
from intranet.notifications.domain.preferences import (
    Way,
    choices_of,
    has_muted,
    mute,
    set_preference,
    stop_mail,
    unmute,
    ways_of,
)
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.models import Mute, Notification, Preference
from tests.factories.members import GroupMembershipFactory, UserFactory, WorkingGroupFactory, a_guest, a_member
from tests.factories.notifications import a_kind, told_of_newcomers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]

NOW, DAILY, WEEKLY, NEVER = Frequency.NOW, Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER
SITE, MAIL = Channel.SITE, Channel.MAIL


@pytest.fixture
def person():
    return a_member()


@pytest.fixture
def group(person):
    return GroupMembershipFactory(user=person).group


def chose(person, frequency, *, kind="", group=None, channel=MAIL):
    Preference.objects.create(person=person, kind=kind, group=group, channel=channel, frequency=frequency)


def way(person, group=None, kind="newcomer"):
    return ways_of([person], kind, group)[person.pk]


def test_without_choice_the_kinds_own_way_holds(person, group, register):
    register(a_kind("silent", site=NEVER, mail=WEEKLY))
    assert (way(person), way(person, group)) == (Way(site=True, mail=DAILY), Way(site=True, mail=DAILY))
    assert way(person, kind="silent") == Way(site=False, mail=WEEKLY)


def test_the_choice_for_the_kind_wins_over_the_default(person, group):
    chose(person, NOW, kind="newcomer")
    chose(person, NEVER, kind="newcomer", channel=SITE)
    assert (way(person), way(person, group)) == (Way(site=False, mail=NOW), Way(site=False, mail=NOW))


def test_the_choice_for_the_group_wins_over_the_kinds_in_that_group_alone(person, group):
    chose(person, WEEKLY, kind="newcomer")
    chose(person, NOW, group=group)
    other = WorkingGroupFactory()
    assert [way(person, where).mail for where in (group, other, None)] == [NOW, WEEKLY, WEEKLY]


def test_whoever_stops_a_kind_gets_none_of_it_whatever_they_chose_for_a_group(person, group):
    set_preference(person, group=group, channel=MAIL, frequency=NOW)
    told_of_newcomers(person, group, mail=NOW)
    stop_mail(person, kind="newcomer")
    assert (way(person, group).mail, waiting(person)) == (NEVER, [])


def test_never_at_all_wins_over_everything_on_its_channel(person, group):
    chose(person, NEVER)
    chose(person, NOW, kind="newcomer")
    chose(person, NOW, group=group)
    assert (way(person), way(person, group)) == (Way(site=True, mail=NEVER), Way(site=True, mail=NEVER))


def test_an_overall_choice_other_than_never_says_nothing(person):
    chose(person, NOW)
    assert way(person).mail == DAILY


def test_a_kind_that_cannot_be_switched_off_listens_to_no_choice(person, group, register):
    register(a_kind(can_be_switched_off=False, mail=NOW))
    for channel in Channel:
        chose(person, NEVER, channel=channel)
        chose(person, NEVER, channel=channel, kind="newcomer")
        chose(person, NEVER, channel=channel, group=group)
    assert way(person, group) == Way(site=True, mail=NOW)


def test_each_person_has_their_own_way_and_the_choices_of_others_do_not_count(person, group, register):
    register(a_kind("other"))
    silent, keen = UserFactory.create_batch(2)
    chose(silent, NEVER)
    chose(keen, NOW, kind="newcomer")
    chose(person, NOW, kind="other")
    ways = ways_of([person.pk, silent.pk, keen.pk], "newcomer", group)
    assert {pk: one.mail for pk, one in ways.items()} == {person.pk: DAILY, silent.pk: NEVER, keen.pk: NOW}


@pytest.mark.parametrize("number", [1, 3, 300])
def test_ways_cost_one_statement(number, group, django_assert_num_queries):
    people = [UserFactory.build(pk=pk) for pk in range(1, number + 1)]
    with django_assert_num_queries(1):
        assert len(ways_of(people, "newcomer", group)) == number


def test_choosing_again_replaces_and_choosing_nothing_forgets(person, group):
    for frequency in (DAILY, NEVER):
        set_preference(person, kind="newcomer", channel="mail", frequency=frequency)
        set_preference(person, group=group, channel=MAIL, frequency=frequency.value)
    assert choices_of(person) == {("newcomer", None, MAIL): NEVER, ("", group.pk, MAIL): NEVER}
    set_preference(person, kind="newcomer", channel=MAIL, frequency=None)
    set_preference(person, group=group, channel=MAIL, frequency="")
    assert choices_of(person) == {}


def test_overall_only_never_can_be_chosen(person):
    set_preference(person, channel=SITE, frequency=NEVER)
    set_preference(person, channel=MAIL, frequency=NEVER)
    assert choices_of(person) == {("", None, SITE): NEVER, ("", None, MAIL): NEVER}
    set_preference(person, channel=MAIL, frequency=NOW)
    assert choices_of(person) == {("", None, SITE): NEVER}


@pytest.mark.parametrize("frequency", [DAILY, WEEKLY, "sometimes"])
def test_on_the_site_one_is_told_at_once_or_never(person, frequency):
    with pytest.raises(ValidationError, match=r"."):
        set_preference(person, kind="newcomer", channel=SITE, frequency=frequency)
    assert choices_of(person) == {}


def test_what_there_is_not_and_what_is_fixed_cannot_be_chosen(person, group, register):
    register(a_kind("fixed", can_be_switched_off=False))
    refused = []
    for given in ({"kind": "nothing"}, {"kind": "newcomer", "group": group}, {"kind": "fixed"}):
        with pytest.raises(ValidationError) as error:
            set_preference(person, **given, channel=MAIL, frequency=NEVER)
        refused.append(error.value.code)
    assert (refused, choices_of(person)) == (["kind", "kind", "fixed"], {})


def test_nothing_is_chosen_for_a_private_group_of_others_but_an_old_choice_can_be_taken_back(person):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    with pytest.raises(PermissionDenied):
        set_preference(person, group=private, channel=MAIL, frequency=NOW)
    chose(person, NOW, group=private)
    set_preference(person, group=private, channel=MAIL, frequency=None)
    assert choices_of(person) == {}


def test_a_guest_chooses_for_the_own_group_alone(group):
    guest = a_guest(group)
    set_preference(guest, group=group, channel=MAIL, frequency=NOW)
    with pytest.raises(PermissionDenied):
        set_preference(guest, group=WorkingGroupFactory(), channel=MAIL, frequency=NOW)
    assert choices_of(guest) == {("", group.pk, MAIL): NOW}


def waiting(person):
    rows = Notification.objects.filter(recipient=person, mailed_at=None).order_by("pk")
    return [(row.kind, row.group_id, row.mail) for row in rows]


def test_what_waits_for_a_mail_follows_the_new_choice(person, group):
    other = WorkingGroupFactory()
    told_of_newcomers(person, group, 2, mail=DAILY)
    told_of_newcomers(person, other, mail=DAILY)
    told_of_newcomers(person, other, mail=DAILY, mailed_at=timezone.now())
    somebody = told_of_newcomers(a_member(), group, mail=DAILY)[0]
    set_preference(person, group=group, channel=MAIL, frequency=WEEKLY)
    assert waiting(person) == [("newcomer", group.pk, WEEKLY)] * 2 + [("newcomer", other.pk, DAILY)]
    set_preference(person, group=group, channel=MAIL, frequency=NEVER)
    assert waiting(person) == [("newcomer", other.pk, DAILY)]
    assert Notification.objects.filter(recipient=person, on_site=True, read_at=None).count() == 4
    assert waiting(somebody.recipient) == [("newcomer", group.pk, DAILY)]


def test_stopping_mail_stops_what_waits_too(person, group, register):
    register(a_kind("fixed", can_be_switched_off=False, mail=NOW))
    told_of_newcomers(person, group, mail=DAILY)
    told_of_newcomers(person, group, kind="fixed", mail=NOW)
    stop_mail(person)
    assert waiting(person) == [("fixed", group.pk, NOW)]
    assert choices_of(person) == {("", None, MAIL): NEVER}
    stop_mail(person)
    stop_mail(person, kind="newcomer")
    assert choices_of(person) == {("", None, MAIL): NEVER, ("newcomer", None, MAIL): NEVER}


def test_muting_stops_the_mail_about_one_thing_and_can_be_taken_back(person, group):
    other = WorkingGroupFactory()
    told_of_newcomers(person, group, mail=DAILY)
    told_of_newcomers(person, other, mail=DAILY)
    mute(person, group)
    mute(person, group)
    assert (Mute.objects.count(), has_muted(person, group), has_muted(person, other)) == (1, True, False)
    assert waiting(person) == [("newcomer", other.pk, DAILY)]
    unmute(person, group)
    assert has_muted(person, group) is False
