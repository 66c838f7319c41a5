"""A desk while its event changes: dates, the rest of a series, modes, states; and who sees the link to join."""

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.calendars import versions_of
from agenda.domain import announcing
from agenda.domain.interests import mine, set_interest
from agenda.domain.publishing import publish
from agenda.domain.reminders import remind_of
from agenda.domain.series import cancel_occurrence, move_occurrence
from agenda.domain.states import cancel_event, postpone_event, restore_event
from agenda.enums import Mode
from agenda.models import Event, Occurrence
from agenda.registration.domain.changing import cancel
from agenda.registration.domain.keeping import apply_to_following, open_as_before, remove_desk, save_desk
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Attendance, Certificate, Question, RegistrationDesk
from agenda.rules import can_join
from agenda.sentences import dated_words
from intranet.members.models import User
from intranet.notifications.models import Notification
from tests.factories.agenda import a_series, an_event, at
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_question, a_registration

pytestmark = pytest.mark.django_db


def dates_of(event):
    return list(event.occurrences.order_by("original_start"))


@contextmanager
def refused_as(code):
    with pytest.raises(ValidationError) as refused:
        yield
    assert refused.value.code == code


def shortened(event, count):
    event = Event.objects.get(pk=event.pk)
    event.count = count
    return publish(event, by=event.author)


def again(person):
    return User.objects.with_standing().get(pk=person.pk)


def test_only_its_keepers_open_change_and_remove_a_desk():
    event, stranger = an_event(), a_member()
    desk = RegistrationDesk(event=event, seats_in_person=3)
    with pytest.raises(PermissionDenied):
        save_desk(desk, by=stranger)
    desk = save_desk(desk, by=event.author)
    row = a_registration(desk)
    with pytest.raises(PermissionDenied):
        remove_desk(desk, by=stranger)
    with refused_as("in_use"):
        remove_desk(desk, by=event.author)
    cancel(row, by=row.person)
    came = Attendance.objects.create(registration=row, occurrence=event.occurrences.get())
    with refused_as("in_use"):
        remove_desk(desk, by=event.author)
    came.delete()
    certificate = Certificate.objects.create(registration=row)
    with refused_as("in_use"):
        remove_desk(desk, by=event.author)
    certificate.delete()
    remove_desk(desk, by=event.author)
    assert RegistrationDesk.objects.count() == 0


def test_one_registers_for_all_dates_or_for_each():
    series = a_series(times=3)
    first, second, _third = dates_of(series)
    a_desk(series, occurrence=first)
    with refused_as("by_date"):
        save_desk(RegistrationDesk(event=series), by=series.author)
    other = a_series(times=2)
    a_desk(other)
    with refused_as("for_all"):
        save_desk(RegistrationDesk(event=other, occurrence=dates_of(other)[0]), by=other.author)
    other.desks.all().delete()
    with refused_as("date"):
        save_desk(RegistrationDesk(event=other, occurrence=second), by=other.author)


def test_what_was_answered_stays_when_the_question_goes():
    desk = a_desk()
    answered, unanswered, kept = (a_question(desk, label) for label in ("Per què?", "Com?", "Quan?"))
    row = a_registration(desk, answers={answered.key: "Perquè sí"})
    new = Question(label="On?")
    save_desk(desk, by=desk.event.author, questions=[new, kept])
    asked = list(desk.questions.filter(is_retired=False).values_list("label", "position"))
    assert asked == [("On?", 1), ("Quan?", 2)]
    assert list(desk.questions.filter(is_retired=True)) == [answered]
    row.refresh_from_db()
    assert (row.answers, desk.questions.filter(pk=unanswered.pk).exists()) == ({answered.key: "Perquè sí"}, False)
    with pytest.raises(Question.DoesNotExist):
        save_desk(desk, by=desk.event.author, questions=[a_question(a_desk())])


def test_later_dates_are_opened_alike_at_the_same_hour_over_a_change_of_the_clock():
    series = a_series(start=at(2027, 3, 17, 10), times=4)
    first, second, third, fourth = dates_of(series)
    desk = a_desk(series, occurrence=first, seats=9, closes_at=at(2027, 3, 15, 20))
    a_question(desk, "Veniu?")
    a_question(desk, "Ja no", is_retired=True)
    a_desk(series, occurrence=second, seats=2)
    cancel_occurrence(fourth, by=series.author)
    assert apply_to_following(desk, by=series.author) == 1
    like = RegistrationDesk.objects.get(occurrence=third)
    asked = list(like.questions.values_list("label", flat=True))
    assert (like.seats_in_person, like.closes_at, asked) == (9, at(2027, 3, 29, 20), ["Veniu?"])
    assert (apply_to_following(desk, by=series.author), second.desk.seats_in_person) == (0, 2)


def test_a_date_with_registrations_is_cancelled_but_not_dropped():
    series = a_series(times=4)
    last = dates_of(series)[3]
    row = a_registration(a_desk(series, occurrence=last))
    with refused_as("registered"):
        shortened(series, 3)
    assert series.occurrences.count() == 4
    cancel_occurrence(last, by=series.author)
    row.refresh_from_db()
    assert row.state == RegistrationState.CONFIRMED
    with refused_as("registered"):
        shortened(series, 3)
    cancel(row, by=series.author)
    assert shortened(series, 3).occurrences.count() == 3


def test_a_date_to_which_somebody_came_is_not_dropped():
    series = a_series(times=4)
    last = dates_of(series)[3]
    row = a_registration(a_desk(series))
    assert shortened(series, 4).occurrences.count() == 4
    Attendance.objects.create(registration=row, occurrence=last, mode=row.mode)
    with refused_as("registered"):
        shortened(series, 3)


def test_the_form_says_so_and_loses_nothing(client_of):
    author = a_member()
    council = author.positions.get().organisation
    series = a_series(author, start=at(2032, 4, 15, 10), times=4, organisation=council)
    a_registration(a_desk(series, occurrence=dates_of(series)[3]))
    typed = {
        "title": "Tallers",
        "summary": "Una matinada de tallers.",
        "organiser": f"o{council.pk}",
        "start_0": "2032-04-15",
        "start_1": "10:00",
        "end_1": "12:00",
        "mode": "presencial",
        "venue": "Plaça Major",
        "audience": "tothom",
        "visibility": "network",
        "frequency": "WEEKLY",
        "ends": "count",
        "count": "3",
        "seen": series.sequence,
        "action": "publish",
    }
    refused = client_of(author).post(f"/agenda/{series.pk}/edita/", typed)
    form = refused.context["form"]
    said = [str(error) for errors in form.errors.values() for error in errors]
    day = dated_words(dates_of(series)[3].start)
    text = "There are registrations for %(day)s: cancel that date instead of taking it away, and they are told."
    assert (refused.status_code, said, form["title"].value()) == (422, [_(text) % {"day": day}], "Tallers")
    assert (series.occurrences.count(), Event.objects.get(pk=series.pk).title) == (4, series.title)


def test_a_certificate_holds_its_date_though_it_is_cancelled():
    series = a_series(times=4)
    last = dates_of(series)[3]
    row = a_registration(a_desk(series, occurrence=last))
    Certificate.objects.create(registration=row)
    cancel(row, by=series.author)
    cancel_occurrence(last, by=series.author)
    with refused_as("registered"):
        shortened(series, 3)
    assert Certificate.objects.get().registration == row


def moments_of(desk):
    desk = RegistrationDesk.objects.get(pk=desk.pk)
    return [desk.opens_at, desk.closes_at, desk.changes_until]


@pytest.mark.parametrize("how", ["alone", "one", "rest", "form"])
def test_its_moments_move_with_it_by_the_clock(how):
    start = at(2027, 3, 17, 10)
    event = an_event(start=start) if how in {"alone", "form"} else a_series(start=start, times=3)
    date = dates_of(event)[-1]
    days = date.start - start  # over a change of the clock
    before, after = at(2027, 3, 15, 20), at(2027, 4, 4, 20)
    asked = {"opens_at": at(2027, 1, 1, 9), "closes_at": before + days, "changes_until": before + days}
    desk = a_desk(event, occurrence=date if event.frequency else None, **asked)
    other = a_desk(event, occurrence=dates_of(event)[0], closes_at=before) if event.frequency else None
    twenty = timedelta(days=20)
    if how == "form":
        event = Event.objects.get(pk=event.pk)
        event.start, event.end = event.start + twenty, event.end + twenty
        publish(event, by=event.author)
    else:
        move_occurrence(
            date, start=date.start + twenty, end=date.end + twenty, by=event.author, following=how == "rest"
        )
    assert moments_of(desk) == [at(2027, 1, 21, 9), after + days, after + days]
    assert other is None or moments_of(other) == [None, before, None]


def test_what_has_opened_stays_open_wherever_it_moves():
    event = an_event(start=timezone.now() + timedelta(days=7))
    opened = timezone.now() - timedelta(days=1)
    desk = a_desk(event, opens_at=opened)
    (date,) = dates_of(event)
    later = timedelta(days=20)
    move_occurrence(date, start=date.start + later, end=date.end + later, by=event.author)
    assert moments_of(desk) == [opened, None, None]


def test_an_announcement_is_there_with_its_registration_or_not_at_all(monkeypatch):
    source = an_event()
    a_desk(source, seats=7)
    author = again(source.author)
    facts = {
        "title": "Fira",
        "summary": "La fira",
        "venue": "Plaça",
        "organisation": author.positions.get().organisation,
    }
    new = Event(**facts, start=at(2027, 4, 1), end=at(2027, 4, 1, 12))
    monkeypatch.setattr(announcing, "open_as_before", mock.Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        announcing.announce_event(new, author=author, source=source)
    assert Event.objects.count() == 1


def test_the_rest_of_a_series_takes_its_desks_along():
    series = a_series(times=4)
    rows = dates_of(series)
    desks = [a_desk(series, occurrence=row, seats=1) for row in rows]
    seat = a_registration(desks[2])
    later = timedelta(hours=1)
    rest = move_occurrence(
        rows[2], start=rows[2].start + later, end=rows[2].end + later, by=series.author, following=True
    )
    assert [RegistrationDesk.objects.get(pk=desk.pk).event for desk in desks] == [series, series, rest, rest]
    seat.refresh_from_db()
    assert (seat.state, seat.desk.occurrence.start) == (RegistrationState.CONFIRMED, rows[2].start + later)


def test_a_series_with_one_desk_for_all_is_not_parted_while_somebody_is_registered():
    series = a_series(times=4)
    desk, third = a_desk(series, seats=4, closes_at=series.start - timedelta(days=1)), dates_of(series)[2]
    row, span = a_registration(desk), (third.start + timedelta(hours=1), third.end + timedelta(hours=1))
    with refused_as("registered"):
        move_occurrence(third, start=span[0], end=span[1], by=series.author, following=True)
    cancel(row, by=row.person)
    rest = move_occurrence(third, start=span[0], end=span[1], by=series.author, following=True)
    like = RegistrationDesk.objects.get(event=rest)
    assert (like.seats_in_person, like.occurrence, desk.closes_at < like.closes_at) == (4, None, True)


def test_announced_again_it_is_registered_for_as_before_without_anybody():
    event = an_event(start=at(2027, 2, 10, 10))
    desk = a_desk(event, seats=7, closes_at=at(2027, 2, 8, 20))
    a_question(desk)
    a_registration(desk)
    new = an_event(event.author, start=at(2027, 4, 10, 10))
    open_as_before(new, event, by=event.author)
    open_as_before(new, event, by=event.author)
    like = new.desks.get()
    assert (like.seats_in_person, like.closes_at, like.questions.count()) == (7, at(2027, 4, 8, 20), 1)
    assert like.registrations.count() == 0
    others = an_event(a_member())
    open_as_before(others, event, by=others.author)  # sees it, and does not keep it
    assert others.desks.count() == 0


def test_while_it_is_off_nobody_is_offered_a_seat_and_afterwards_the_next_is():
    desk = a_desk(seats=1)
    first, second, third = (a_registration(desk) for _time in range(3))
    cancel(first, by=first.person)
    author = desk.event.author
    postpone_event(desk.event, by=author, reason="Vaga")
    assert desk.registrations.offered().count() == 0
    cancel(second, by=author)
    restore_event(desk.event, by=author)
    assert list(desk.registrations.offered()) == [third]
    cancel_event(desk.event, by=author, reason="Pluja")
    third.refresh_from_db()
    assert (third.state, third.turn) == (RegistrationState.WAITING, 2)


def test_when_it_goes_online_everyone_does():
    desk = a_desk(seats=1, online=2)
    here, waits, both = (
        a_registration(desk),
        a_registration(desk),
        a_registration(desk, online_meanwhile=True),
    )
    event = Event.objects.get(pk=desk.event_id)
    event.mode = Mode.ONLINE
    publish(event, by=event.author)
    for row in (here, waits, both):
        row.refresh_from_db()
    assert [(row.mode, row.state, row.waits_for) for row in (here, both)] == [
        (Mode.ONLINE, RegistrationState.CONFIRMED, "")
    ] * 2
    assert (waits.state, waits.waits_for, waits.has_offer) == (RegistrationState.WAITING, Mode.ONLINE, False)


def test_the_link_to_join_is_theirs_who_have_a_seat(django_assert_num_queries):
    event = an_event(mode=Mode.ONLINE, join_url="https://meet.example.org/1")
    free = an_event(mode=Mode.ONLINE, join_url="https://meet.example.org/2")
    desk = a_desk(event, online=1)
    seated, waiting, stranger = again(a_member()), again(a_member()), again(a_member())
    a_registration(desk, seated)
    a_registration(desk, waiting)
    both = Event.objects.filter(pk__in=[event.pk, free.pk])
    told = []
    for person in (seated, waiting, stranger, again(event.author)):
        with django_assert_num_queries(2):
            told.append([version.may_join for version in versions_of(both, person)])
        assert told[-1] == [can_join(person, event), can_join(person, free)]
    assert told == [[True, True], [False, True], [False, True], [True, True]]


def test_the_link_is_on_no_page_of_who_has_no_seat(client_of):
    event = an_event(mode=Mode.ONLINE, join_url="https://meet.example.org/1", visibility="public")
    desk = a_desk(event, online=1)
    row = a_registration(desk)
    shown = [
        "meet.example.org" in client_of(person).get(event.get_absolute_url()).content.decode()
        for person in (row.person, a_member(), None)
    ]
    assert shown == [True, False, False]


def test_who_is_registered_has_it_among_theirs_and_is_told_by_mail_alone():
    event, person, other = an_event(start=timezone.now() + timedelta(hours=20)), a_member(), a_member()
    for one in (person, other):
        set_interest(event, again(one))
    third = a_member()
    desk = a_desk(event)
    a_registration(desk, person)
    row = a_registration(desk, third)
    assert list(Event.objects.filter(mine(again(third)))) == [event]
    remind_of(Occurrence.objects.get(event=event).pk)
    cancel_event(event, by=event.author, reason="Pluja")
    kinds = ("event_reminder", "event_cancelled")
    told = Notification.objects.filter(kind__in=kinds).exclude(recipient=event.author)
    assert [(one.kind, one.recipient) for one in told.order_by("pk")] == [(kind, other) for kind in kinds]
    cancel(row, by=event.author)
    assert list(Event.objects.filter(mine(again(third)))) == []
