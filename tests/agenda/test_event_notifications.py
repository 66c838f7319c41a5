"""Whom the agenda tells of what happens in it, in which words, and what goes when it may not be told any more."""

from datetime import timedelta
from email import policy
from email.parser import BytesParser

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.change_words import sentence_of
from agenda.domain.announcing import announce_event, edit_event, publish_again, withdraw_event
from agenda.domain.interests import set_interest
from agenda.domain.publishing import publish
from agenda.domain.reviewing import accept_event, return_event
from agenda.domain.series import cancel_occurrence, move_occurrence, restore_occurrence
from agenda.domain.states import cancel_event, postpone_event, restore_event
from agenda.enums import EventVisibility, Mode, Review
from agenda.models import Change, Event
from agenda.notices import words_of_change
from agenda.sentences import when_of, when_of_date
from intranet.members.enums import GroupAccess, GroupRole
from intranet.members.models import Position, User
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.domain.digests import send_digests
from intranet.notifications.domain.lines import lines_of
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Notification
from intranet.outbox.enums import MessageState
from intranet.outbox.mailer import Mailer
from intranet.outbox.models import Message
from tests.factories.agenda import a_group_event, a_series, an_event, at, in_days
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox_keeps(settings):
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture
def council():
    return OrganisationFactory(name="Manresa")


@pytest.fixture
def author(council):
    return stored(a_member(council, given_name="Anna", family_name="Autora"))


@pytest.fixture
def berta():
    return stored(a_member(given_name="Berta", email="berta@reus.example"))


def stored(person):
    return User.objects.with_standing().get(pk=person.pk)


def told(kind):
    return {row.recipient for row in Notification.objects.filter(kind=kind).select_related("recipient")}


def ways(kind):
    return {(row.on_site, row.mail) for row in Notification.objects.filter(kind=kind)}


def lines(person):
    return [(line.text, line.url) for line in lines_of(stored(person))]


def texts():
    """All that the mails in the outbox say, headers and both parts."""
    parsed = [BytesParser(policy=policy.default).parsebytes(bytes(row.raw)) for row in Message.objects.order_by("pk")]
    parts = [
        (mail["Subject"], *(mail.get_body((kind,)).get_content() for kind in ("plain", "html"))) for mail in parsed
    ]
    return "\n".join(part for mail in parts for part in mail)


def changed(event, by, **facts):
    event = Event.objects.get(pk=event.pk)
    for name, value in facts.items():
        setattr(event, name, value)
    return publish(event, by=by)


# What is new


def test_new_event_of_a_council_is_told_to_those_who_know_its_subjects(council, author):
    subject = SubjectFactory()
    expert, former, guest = a_member(), a_former_member(), a_guest()
    a_member()
    for person in (expert, former, guest, author):
        person.subjects.add(subject)
    event = an_event(author, organisation=council, subjects=[subject], title="Fira")
    assert (told("event_new"), ways("event_new")) == ({expert}, {(True, Frequency.DAILY)})
    names = {"who": "Ajuntament de Manresa", "event": "Fira", "when": when_of(event)}
    assert lines(expert) == [(_("%(who)s announces «%(event)s», %(when)s") % names, f"/agenda/{event.pk}/")]


def test_new_event_of_a_group_is_told_to_those_in_it_and_of_a_private_one_to_nobody_else():
    group, subject = WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Comissió"), SubjectFactory()
    inside, outside, boss = a_member(), a_member(), someone_of_coordination()
    GroupMembershipFactory(group=group, user=inside)
    outside.subjects.add(subject)
    a_group_event(group, title="Secreta", subjects=[subject])
    assert told("event_new") == {inside}
    assert (lines(outside), lines(boss)) == ([], [])


def test_what_coordination_announces_for_the_network_is_told_to_all_of_it(berta):
    boss = someone_of_coordination()
    a_former_member()
    guest = a_guest()
    an_event(boss)
    assert told("event_new") == {berta}
    an_event(boss, visibility=EventVisibility.PUBLIC)
    assert guest not in told("event_new")


def test_what_waits_for_review_or_is_over_is_no_news(council, author):
    group_boss = someone_of_coordination()
    an_event(author, review=Review.WAITING)
    an_event(group_boss, start=in_days(-9))
    assert told("event_new") == set()


def test_digest_tells_of_it_with_when_where_and_a_way_to_count_on_it(berta):
    event = an_event(someone_of_coordination(), title="Assemblea", venue="La Farinera")
    send_digests(Frequency.DAILY, day=timezone.localdate() + timedelta(days=1))
    said = texts()
    assert [word in said for word in ("Assemblea", "La Farinera", "/enllac/", _("I’m interested"))] == [True] * 4
    assert f"/agenda/{event.pk}/" in said


def test_what_is_cancelled_before_the_digest_is_not_told_as_new(berta):
    boss = stored(someone_of_coordination())
    cancel_event(an_event(boss, title="Assemblea"), by=boss, reason="Pluja")
    send_digests(Frequency.DAILY, day=timezone.localdate() + timedelta(days=1))
    assert Message.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3, 30])
def test_telling_costs_the_same_for_any_number_of_people(number, django_assert_num_queries):
    from agenda.receivers import tell_of_change  # noqa: PLC0415 - under test by itself

    group = WorkingGroupFactory()
    for _one in range(number):
        GroupMembershipFactory(group=group, user=a_member())
    event = a_group_event(group)
    Notification.objects.all().delete()
    change = Change.objects.select_related("event__group", "by").get(event=event)
    with django_assert_num_queries(8):
        tell_of_change(change)
    assert len(told("event_new")) == number


# What changes


def test_those_who_count_on_it_hear_what_changed(council, author, berta):
    event = an_event(author, organisation=council, title="Fira", venue="La Farinera", start=in_days(7))
    colleague = a_member(council)
    set_interest(event, berta)
    changed(event, author, venue="El Vapor")
    assert (told("event_changed"), ways("event_changed")) == ({berta}, {(True, Frequency.NOW)})
    assert colleague not in told("event_changed")
    deliver_pending()
    said = texts()
    assert [word in said for word in ("Fira", "La Farinera", "El Vapor", when_of(event))] == [True] * 4


def test_several_changes_fold_into_one_line_and_one_mail(council, author, berta):
    event = an_event(author, organisation=council, title="Fira")
    set_interest(event, berta)
    for venue in ("El Vapor", "La Fàbrica", "El Casino"):
        changed(event, author, venue=venue)
    ((line, url),) = lines(berta)
    assert (line.startswith(_("«%(event)s» has changed") % {"event": "Fira"}), url) == (True, f"/agenda/{event.pk}/")
    assert "2" in line
    deliver_pending()
    assert Message.objects.filter(person=berta).count() == 1


def test_a_mail_that_waits_with_the_old_place_does_not_go(council, author, berta):
    event = an_event(author, organisation=council, title="Fira", venue="La Farinera")
    set_interest(event, berta)
    changed(event, author, venue="El Vapor")
    deliver_pending()
    changed(event, author, venue="El Casino")
    Mailer().look()
    assert list(Message.objects.values_list("state", flat=True)) == [MessageState.SUPPRESSED]
    deliver_pending()
    assert "El Casino" in texts()


def test_the_link_to_join_goes_into_no_mail(council, author, berta):
    event = an_event(author, organisation=council, mode=Mode.ONLINE, join_url="https://meet.example/one")
    set_interest(event, berta)
    changed(event, author, join_url="https://meet.example/two")
    deliver_pending()
    assert ("meet.example" in texts(), told("event_changed")) == (False, {berta})


def test_those_in_a_group_hear_that_a_meeting_moves():
    group, guest = WorkingGroupFactory(), None
    inside, guest = a_member(), a_guest(group)
    GroupMembershipFactory(group=group, user=inside)
    boss = stored(GroupMembershipFactory(group=group, user=a_member(), role=GroupRole.COORDINATOR).user)
    series = a_group_event(group, boss, start=in_days(7), frequency="WEEKLY", count=4, title="Reunió")
    row = series.occurrences.in_order()[1]
    move_occurrence(row, start=row.start + timedelta(days=1), end=row.end + timedelta(days=1), by=boss)
    assert told("event_changed") == {inside, guest}
    row.refresh_from_db()
    text, url = lines(inside)[0]
    assert ("«Reunió»" in text, url) == (True, f"/agenda/{series.pk}/{row.day}/")
    deliver_pending()
    assert when_of_date(row) in texts()


# What is called off


def test_council_and_those_interested_hear_by_mail_that_it_is_cancelled_and_why(council, author, berta):
    event = an_event(author, organisation=council, title="Fira")
    colleague = a_member(council)
    a_member()
    set_interest(event, berta)
    cancel_event(event, by=author, reason="Per la llevantada")
    assert (told("event_cancelled"), ways("event_cancelled")) == ({berta, colleague}, {(True, Frequency.NOW)})
    deliver_pending()
    assert Message.objects.count() == 2
    subject = _("«%(event)s» is cancelled") % {"event": "Fira"}
    assert [word in texts() for word in (subject, "Per la llevantada")] == [True, True]


def test_postponed_restored_and_one_date_alone_have_their_sentences(council, author, berta):
    series = a_series(
        author, organisation=council, title="Curs", start=at(timezone.localdate().year + 1, 5, 4), times=4
    )
    set_interest(series, berta)
    row = series.occurrences.in_order()[1]
    cancel_occurrence(row, by=author, reason="Festa")
    postpone_event(series, by=author, reason="Obres")
    restore_event(Event.objects.get(pk=series.pk), by=author)
    changes = Notification.objects.filter(recipient=berta).exclude(kind="event_new").order_by("pk")
    from agenda.change_words import sentence_of  # noqa: PLC0415 - only here

    said = [sentence_of(one.target) for one in changes]
    day = when_of_date(row).partition(",")[0]
    assert said == [
        _("«%(event)s»: the date of %(first)s is cancelled") % {"event": "Curs", "first": day},
        _("«%(event)s» is postponed") % {"event": "Curs"},
        _("«%(event)s» goes ahead after all") % {"event": "Curs"},
    ]


def test_whoever_counts_on_it_hears_that_it_is_withdrawn_and_sees_nothing_more_of_it(author, berta):
    boss = stored(someone_of_coordination())
    other, event = a_member(), an_event(boss, title="Fira")
    set_interest(event, berta)
    assert told("event_new") >= {berta, other}
    withdraw_event(event, by=boss)
    assert (told("event_cancelled"), lines(other)) == ({berta}, [])
    sentence = _("«%(event)s» has been taken off the agenda") % {"event": "Fira"}
    assert lines(berta) == [(sentence, "/agenda/")]
    publish_again(Event.objects.get(pk=event.pk), by=boss)
    assert told("event_changed") == {berta}


def test_what_is_over_changes_without_a_word(council, author, berta):
    event = an_event(author, organisation=council, start=in_days(-3))
    changed(event, author, venue="El Vapor")
    assert Notification.objects.count() == 0


def test_that_it_is_cancelled_is_told_no_more_once_it_goes_ahead(council, author, berta):
    event = an_event(author, organisation=council, title="Fira")
    set_interest(event, berta)
    cancel_event(event, by=author, reason="Pluja")
    deliver_pending()
    restore_event(Event.objects.get(pk=event.pk), by=author)
    Mailer().look()
    deliver_pending()
    sentence = _("«%(event)s» goes ahead after all") % {"event": "Fira"}
    assert [text for text, _url in lines(berta)] == [sentence]
    assert [row.state for row in Message.objects.order_by("pk")] == [MessageState.SUPPRESSED, MessageState.QUEUED]


# Who may not see it any more


def test_whoever_loses_access_hears_nothing_of_what_they_counted_on(council, author, berta):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    boss = stored(GroupMembershipFactory(group=group, user=a_member(), role=GroupRole.COORDINATOR).user)
    left = GroupMembershipFactory(group=group, user=a_member())
    secret, event = a_group_event(group, boss, title="Secreta"), an_event(author, title="Fira")
    set_interest(secret, stored(left.user))
    set_interest(event, berta)
    left.delete()
    Position.objects.filter(user=berta).update(ends_on=timezone.localdate())
    changed(secret, boss, venue="El Vapor")
    cancel_event(event, by=author, reason="Pluja")
    assert (told("event_changed"), told("event_cancelled"), lines(left.user)) == (set(), set(), [])


def test_a_mail_in_the_outbox_does_not_reach_whoever_left_the_group_meanwhile():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    boss = stored(GroupMembershipFactory(group=group, user=a_member(), role=GroupRole.COORDINATOR).user)
    seat = GroupMembershipFactory(group=group, user=a_member())
    changed(a_group_event(group, boss, title="Secreta"), boss, venue="El Vapor")
    deliver_pending()
    seat.delete()
    Mailer().look()
    assert list(Message.objects.values_list("state", flat=True)) == [MessageState.SUPPRESSED]
    assert lines(seat.user) == []


# Review


def announced(author, council, **facts):
    event = Event(
        title="Fira",
        summary="Hola",
        venue="La Farinera",
        organisation=council,
        start=in_days(7),
        end=in_days(7, 12),
        **facts,
    )
    return announce_event(event, author=author)


def test_coordination_is_asked_and_the_author_hears_the_answer(council, author, berta):
    boss = stored(someone_of_coordination())
    event = announced(author, council)
    assert (told("event_review_asked"), ways("event_review_asked")) == ({boss}, {(True, Frequency.NOW)})
    assert lines(boss)[0][0].startswith("Anna Autora")
    return_event(event, by=boss, seen=event.sequence, note="Falta l’adreça.")
    assert (told("event_review_asked"), told("event_reviewed")) == (set(), {author})
    sentence = _("«%(event)s» comes back with a remark") % {"event": "Fira"}
    assert lines(author) == [(sentence, f"/agenda/{event.pk}/edita/")]
    deliver_pending()
    assert "Falta l’adreça." in texts()
    returned = Event.objects.get(pk=event.pk)
    edited = edit_event(returned, by=author, seen=returned.sequence)
    assert told("event_review_asked") == {boss}
    accept_event(edited, by=boss, seen=edited.sequence)
    assert lines(author) == [(_("«%(event)s» is published in the agenda") % {"event": "Fira"}, f"/agenda/{event.pk}/")]
    assert (told("event_review_asked"), told("event_new")) == (set(), set())
    assert lines(berta) == []


def test_withdrawn_and_published_again_many_times_it_is_asked_of_reviewers_once_a_day(council, author):
    boss = stored(someone_of_coordination())
    event = announced(author, council)

    def asked_again():
        withdraw_event(event, by=author)
        publish_again(event, by=author)
        return list(Notification.objects.filter(kind="event_review_asked").values_list("pk", "recipient"))

    first, second = asked_again(), asked_again()
    assert (first, [recipient for _pk, recipient in first]) == (second, [boss.pk])
    Notification.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    (later,) = asked_again()
    assert later[0] != first[0][0]


def test_a_new_year_is_no_change():
    with time_machine.travel(at(2026, 12, 10)):
        event = an_event(start=at(2027, 2, 10))
        assert event.told["when"].startswith("dimecres 10 de febrer de 2027")
    with time_machine.travel(at(2027, 1, 8)):
        event.summary = "Una frase més clara."
        event = publish(event, by=event.author)
        assert [change.kind for change in event.changes.all()] == ["announced"]


def test_mail_about_a_running_series_gives_the_date_that_comes_next():
    with time_machine.travel(at(2026, 11, 27)):
        series = a_series(start=at(2026, 11, 5), times=9)
        series.venue = "Un altre lloc"
        series = publish(series, by=series.author)
        change = series.changes.get(kind="changed")
        assert "dijous 3 de desembre, 10.00–12.00" in words_of_change(change)


def test_who_counted_on_what_is_withdrawn_hears_of_it_by_the_name_they_knew():
    event = an_event(title="Jornada d’energia")
    withdraw_event(event, by=event.author)
    Event.objects.update(title="Un altre nom")
    assert "Jornada d’energia" in sentence_of(event.changes.get(kind="withdrawn"))


def test_one_date_that_goes_ahead_after_all_leaves_the_others_told_as_cancelled(berta):
    series = a_series(times=6)
    set_interest(series, berta)
    rows = cancel_occurrence(
        series.occurrences.order_by("original_start")[1], by=series.author, reason="S’ha acabat.", following=True
    )
    told_as_cancelled = Notification.objects.filter(recipient=berta, kind="event_cancelled", on_site=True)
    restore_occurrence(rows[0], by=series.author)
    assert told_as_cancelled.count() == 1
    cancel_occurrence(rows[0], by=series.author, reason="És festiu.")
    assert told_as_cancelled.count() == 2
    restore_occurrence(rows[0], by=series.author)
    assert told_as_cancelled.count() == 1
