"""One date, or this one and those that follow: moved, cancelled, restored, and never an orphan."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from agenda.domain.publishing import publish
from agenda.domain.series import cancel_occurrence, move_occurrence, restore_occurrence
from agenda.enums import ChangeKind
from agenda.models import Event, Interest, Material, Occurrence
from agenda.recurrence import Span, engine_dates
from tests.factories.agenda import a_series, an_event, at, in_days
from tests.factories.members import OrganisationFactory, SubjectFactory, a_member

pytestmark = pytest.mark.django_db

WEEK, A_DAY = timedelta(weeks=1), timedelta(days=1)


def site_dates(*events):
    found = Occurrence.objects.filter(event__in=events).on().in_order()
    return [Span(one.start, one.end) for one in found]


def engines(event):
    return engine_dates(event, event.start - timedelta(days=800), event.start + timedelta(days=4000))


def assert_whole(*events):
    """The engine and the site say the same; every row is one of the rule's dates, and every date of it has its row.

    Only that to the end of a date the engine counts hours, though the clock changes meanwhile.
    """
    for event in Event.objects.filter(pk__in=[event.pk for event in events]):
        assert sorted(span.start for span in site_dates(event)) == [span.start for span in engines(event)]
        originals = [row.original_start for row in event.occurrences.order_by("original_start")]
        assert originals == [span.start for span in event.spans()]


def row_of(event, number):
    return event.occurrences.order_by("original_start")[number]


def said(event):
    return [(change.kind, change.reason) for change in event.changes.order_by("pk")][1:]


def test_one_date_is_cancelled_and_restored():
    event = a_series(times=4)
    by = event.author
    rows = cancel_occurrence(row_of(event, 1), by=by, reason="És festiu.")
    assert [row.pk for row in rows] == [row_of(event, 1).pk]
    assert [(row.is_cancelled, row.reason) for row in event.occurrences.all()] == [
        (False, ""),
        (True, "És festiu."),
        (False, ""),
        (False, ""),
    ]
    assert_whole(event)
    assert cancel_occurrence(row_of(event, 1), by=by, reason="Una altra") == []
    restore_occurrence(row_of(event, 1), by=by)
    assert [row.is_cancelled for row in event.occurrences.all()] == [False] * 4
    assert said(event) == [(ChangeKind.CANCELLED, "És festiu."), (ChangeKind.RESTORED, "")]
    event.refresh_from_db()
    assert event.sequence == 3
    assert_whole(event)


def test_undoing_restores_those_that_were_cancelled_together():
    event = a_series(times=5)
    by = event.author
    cancel_occurrence(row_of(event, 3), by=by, reason="És festiu.")
    rows = cancel_occurrence(row_of(event, 1), by=by, reason="S’ha acabat.", following=True)
    assert len(rows) == 3
    change = event.changes.first()
    assert (change.first_start, change.last_start) == (row_of(event, 1).start, row_of(event, 4).start)
    restore_occurrence(row_of(event, 1), by=by, following=True)
    assert [row.reason for row in event.occurrences.all()] == ["", "", "", "És festiu.", ""]
    assert_whole(event)


def test_one_date_moves_out_of_its_series_and_back():
    event = a_series(start=at(2032, 3, 2), times=4)
    row = row_of(event, 1)
    was = Span(row.start, row.end)
    moved = move_occurrence(row, start=at(2032, 3, 11, 17), end=at(2032, 3, 11, 18), by=event.author)
    row.refresh_from_db()
    assert (moved, row.is_moved, row.first_day.isoformat()) == (event, True, "2032-03-11")
    assert row.get_absolute_url() == f"/agenda/{event.pk}/2032-03-09/"
    change = event.changes.first()
    assert (change.kind, change.occurrence, change.first_start) == (ChangeKind.MOVED, row, was.start)
    assert change.facts == {"when": [when(9, "10.00–12.00"), when(11, "17.00–18.00")]}
    assert_whole(event)
    move_occurrence(row, start=was.start, end=was.end, by=event.author)
    row.refresh_from_db()
    assert not row.is_moved
    assert_whole(event)


def when(day, hours):
    name = {9: "dimarts", 11: "dijous"}[day]
    return f"{name} {day} de març de 2032, {hours}"


def test_the_rest_of_a_series_goes_on_as_an_event_of_its_own():
    subject, other, reader = SubjectFactory(), OrganisationFactory(), a_member()
    event = a_series(start=at(2032, 3, 2), times=6, subjects=[subject], co_organisers=[other])
    Interest.objects.create(event=event, person=reader)
    Material.objects.create(event=event, title="Ordre del dia", url="https://example.org/")
    by = event.author
    cancel_occurrence(row_of(event, 4), by=by, reason="És festiu.")
    move_occurrence(row_of(event, 5), start=at(2032, 4, 7, 9), end=at(2032, 4, 7, 10), by=by)
    keys = [row.pk for row in event.occurrences.order_by("original_start")]
    rest = move_occurrence(row_of(event, 2), start=at(2032, 3, 17, 18), end=at(2032, 3, 17, 20), by=by, following=True)
    event.refresh_from_db()
    assert [row.pk for row in event.occurrences.order_by("original_start")] == keys[:2]
    rows = list(rest.occurrences.order_by("original_start"))
    assert [row.pk for row in rows] == keys[2:]
    assert [(row.is_cancelled, row.is_moved, row.start) for row in rows] == [
        (False, False, at(2032, 3, 17, 18)),
        (False, False, at(2032, 3, 24, 18)),
        (True, False, at(2032, 3, 31, 18)),
        (False, True, at(2032, 4, 7, 9)),
    ]
    assert (event.count, rest.count, rest.continues, rest.live) == (2, 4, event, True)
    assert (list(rest.subjects.all()), list(rest.co_organisers.all())) == ([subject], [other])
    assert [one.person for one in rest.interests.all()] == [reader]
    assert [one.title for one in rest.materials.all()] == ["Ordre del dia"]
    assert [change.kind for change in rest.changes.all()] == [ChangeKind.MOVED]
    assert rest.uid != event.uid
    assert_whole(event, rest)


def test_a_series_that_moves_from_its_first_date_stays_one():
    event = a_series(start=at(2032, 3, 2), times=3, weekdays="TU")
    keys = [row.pk for row in event.occurrences.all()]
    moved = move_occurrence(
        row_of(event, 0), start=at(2032, 3, 4), end=at(2032, 3, 4, 11), by=event.author, following=True
    )
    assert (moved.pk, moved.weekdays, moved.start) == (event.pk, "TH", at(2032, 3, 4))
    assert [row.pk for row in event.occurrences.all()] == keys
    assert [change.kind for change in event.changes.all()] == [ChangeKind.MOVED, ChangeKind.ANNOUNCED]
    assert_whole(event)


@pytest.mark.parametrize(
    ("rule", "number", "start", "expected"),
    [
        # It ends when it did, if that makes as many dates.
        ({"frequency": "WEEKLY", "until": at(2032, 3, 30).date()}, 2, at(2032, 3, 15), ("2032-03-30", "")),
        # A day later, the last one would be lost.
        ({"frequency": "WEEKLY", "until": at(2032, 3, 30).date()}, 2, at(2032, 3, 17), ("2032-03-31", "")),
        # The second Tuesday becomes the third Wednesday.
        ({"frequency": "MONTHLY", "month_day": "nth", "count": 4}, 1, at(2032, 4, 21), ("None", "")),
        ({"frequency": "WEEKLY", "weekdays": "TU,TH", "count": 9}, 1, at(2032, 3, 5), ("None", "WE,FR")),
    ],
)
def test_the_rest_keeps_its_rhythm_and_its_number_of_dates(rule, number, start, expected):
    event = an_event(start=at(2032, 3, 2), **rule)
    total = event.occurrences.count()
    rest = move_occurrence(
        row_of(event, number), start=start, end=start + timedelta(hours=2), by=event.author, following=True
    )
    assert (str(rest.until), rest.weekdays) == expected
    assert (event.occurrences.count(), rest.occurrences.count()) == (number, total - number)
    assert_whole(event, rest)


def test_a_file_goes_with_the_last_event_that_has_it(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    event = a_series(start=at(2032, 3, 2), times=4)
    first = Material(event=event, title="Acta", name="acta.txt")
    first.file.save("acta.txt", ContentFile(b"Acta"))
    rest = move_occurrence(
        row_of(event, 2), start=at(2032, 3, 17), end=at(2032, 3, 18), by=event.author, following=True
    )
    second = rest.materials.get()
    assert (second.file.name, second.title) == (first.file.name, "Acta")
    for material, is_there in ((first, True), (second, False)):
        with django_capture_on_commit_callbacks(execute=True):
            material.delete()
        assert default_storage.exists(first.file.name) == is_there


def test_an_edit_in_the_cms_brings_no_old_dates_back():
    event = a_series(start=at(2032, 3, 2), times=6)
    draft = Event.objects.get(pk=event.pk)
    draft.title = "Esborrany de la coordinació"
    draft.save_revision()
    rest = move_occurrence(
        row_of(event, 2), start=at(2032, 3, 17), end=at(2032, 3, 17, 12), by=event.author, following=True
    )
    event.refresh_from_db()
    latest = event.get_latest_revision_as_object()
    assert (latest.title, latest.count) == ("Esborrany de la coordinació", 2)
    publish(latest, by=event.author)
    assert (event.occurrences.count(), rest.occurrences.count()) == (2, 4)
    again = rest.get_latest_revision_as_object()
    again.title = "Un altre títol"
    again = publish(again, by=event.author)
    assert (again.start, again.occurrences.count(), again.continues) == (at(2032, 3, 17), 4, event)
    assert_whole(event, rest)


def test_what_happens_once_moves_as_a_whole():
    event = an_event(start=in_days(7))
    row = event.occurrences.get()
    start = in_days(9, 17)
    move_occurrence(row, start=start, end=start + timedelta(hours=1), by=event.author)
    event.refresh_from_db()
    row.refresh_from_db()
    assert (event.start, row.start, row.original_start, row.is_moved) == (start, start, start, False)
    assert_whole(event)


def test_only_those_who_keep_it_change_its_dates():
    event = a_series(times=3)
    row, other = row_of(event, 1), a_member()
    verbs = [
        lambda: cancel_occurrence(row, by=other),
        lambda: restore_occurrence(row, by=other),
        lambda: move_occurrence(row, start=row.end, end=row.end + WEEK, by=other),
    ]
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    assert said(event) == []


def test_dates_that_cannot_be_are_refused_and_nothing_changes():
    event = a_series(start=at(2032, 3, 2), times=6)
    row = row_of(event, 2)
    with pytest.raises(ValidationError) as refused:
        move_occurrence(row, start=row.start, end=row.start, by=event.author)
    assert list(refused.value.message_dict) == ["end"]
    assert site_dates(event) == engines(event)
    assert said(event) == []


def test_what_is_over_is_changed_without_a_word():
    event = a_series(start=in_days(-30), times=3)
    cancel_occurrence(row_of(event, 0), by=event.author, reason="No es va fer.")
    move_occurrence(row_of(event, 1), start=in_days(-22), end=in_days(-22, 12), by=event.author)
    assert event.changes.count() == 0
    assert_whole(event)


def test_a_series_says_where_it_was_from_the_date_that_moves():
    event = a_series(start=at(2032, 3, 2), times=8)
    rest = move_occurrence(
        row_of(event, 1), start=at(2032, 3, 11, 17), end=at(2032, 3, 11, 18), by=event.author, following=True
    )
    assert rest.changes.get().facts["when"] == [when(9, "10.00–12.00"), when(11, "17.00–18.00")]
    first = row_of(rest, 0)
    move_occurrence(first, start=at(2032, 3, 9), end=at(2032, 3, 9, 12), by=event.author)
    first.refresh_from_db()
    move_occurrence(first, start=at(2032, 3, 11), end=at(2032, 3, 11, 12), by=event.author, following=True)
    assert rest.changes.first().facts["when"] == [when(9, "10.00–12.00"), when(11, "10.00–12.00")]
