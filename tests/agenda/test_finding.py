"""Events as they are found: what stands in the index, for whom, how it follows what is announced, and how it reads."""

from datetime import timedelta

import pytest
from django.utils import translation

from agenda.domain.announcing import withdraw_event
from agenda.domain.materials import add_material, remove_material
from agenda.domain.publishing import publish
from agenda.domain.reviewing import accept_event
from agenda.domain.series import cancel_occurrence, move_occurrence
from agenda.domain.states import cancel_event
from agenda.enums import EventVisibility, MaterialKind, Mode, Review
from agenda.finding import EVENT, documents
from agenda.finding_tasks import index_events
from agenda.models import Event
from agenda.sentences import span_words
from intranet.fulltext.domain import matching
from intranet.fulltext.kinds import findable, thing_at
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.words import sought_in
from intranet.members.enums import GroupAccess
from tests import finding
from tests.factories.agenda import a_group_event, a_series, an_event, at, in_days
from tests.factories.members import (
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
def _in_english():
    with translation.override("en"):
        yield


def seen(person):
    return set(finding.seen(EVENT, person))


def row_of(event, words, person=None):
    (found,) = findable(EVENT).rows(person or event.author, {event.pk: event.pk}, sought_in(words))
    return found


def day_of(event):
    return Entry.objects.get(kind=EVENT, key=event.pk).day


PROGRAMME = [
    ("part", "Matí"),
    (
        "session",
        {
            "start": "10:00:00",
            "end": None,
            "title": "Clàusules",
            "text": "Pas a pas",
            "speakers": [{"name": "Ada Font", "role": "Juristes"}],
            "document": None,
            "link": "https://example.org/inscripcio",
        },
    ),
    ("pause", {"start": "11:00:00", "end": None, "title": "Cafè"}),
]
SAID = ("Comprem.", "Cal portar res", "Matí", "Clàusules", "Pas a pas", "Ada Font", "Juristes", "Cafè")


def test_an_event_stands_in_the_index_with_all_that_it_says():
    council, helper = OrganisationFactory(name="Osona"), OrganisationFactory(name="Vic")
    subject = SubjectFactory(name="Salut")
    event = an_event(
        title="Jornada",
        summary="Comprem.",
        body="<p>Cal <b>portar</b> res</p>",
        start=at(2027, 3, 31, 23, 30),
        organisation=council,
        other_organisers="Coòpolis",
        venue="Farinera",
        address="Carrer Major",
        comarca="Osona",
        join_url="https://example.org/secreta",
        contact_name="Pere",
        subjects=[subject],
        co_organisers=[helper],
    )
    event.programme = PROGRAMME
    event = publish(event, by=event.author)
    add_material(
        event, by=someone_of_coordination(), kind=MaterialKind.MINUTES, title="Acta", url="https://example.org/acta"
    )
    (document,) = documents(None)
    assert document == (
        event.pk,
        "Jornada",
        f"/agenda/{event.pk}/",
        "\n".join(
            [
                *(*SAID, "Ajuntament d'Osona", "Coòpolis", "Salut", "Ajuntament de Vic"),
                *("Farinera, Carrer Major", "Osona", "Activity of a council", "March 2027"),
                *("31/03/2027", "01/04/2027"),
            ]
        ),
        "Acta\n",
        None,
        council.pk,
        at(2027, 3, 31).date(),
        (subject.pk,),
        True,
        at(2027, 4, 1).date(),
        "",
    )
    assert matching(EVENT, "actes juristes vic portar") == [event.pk]
    assert day_of(event) == document.day


def test_who_may_find_it_is_who_sees_it():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    of_group, network = a_group_event(group), an_event()
    public, waiting = an_event(visibility=EventVisibility.PUBLIC), an_event(review=Review.WAITING)
    everything = {public.pk, network.pk}
    people = {
        of_group.author: {*everything, of_group.pk},
        waiting.author: {*everything, waiting.pk},
        someone_of_coordination(): {*everything, waiting.pk},
        a_member(): everything,
        a_guest(group): {public.pk, of_group.pk},
        a_guest(): {public.pk},
        a_former_member(): set(),
    }
    assert {person: seen(person) for person in people} == people


def test_a_private_group_is_in_the_words_of_what_its_readers_alone_see(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        private = a_group_event(WorkingGroupFactory(name="Habitatge", access=GroupAccess.PRIVATE), title="Secreta")
    assert (matching(EVENT, "habitatge"), [document.is_open for document in documents(None)]) == ([private.pk], [False])
    assert not KnownWord.objects.filter(word__in=["secreta", "habitatge"]).exists()


def test_what_waits_teaches_no_words_until_it_is_accepted(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        event = an_event(title="Obradors", review=Review.WAITING)
    assert not KnownWord.objects.filter(word="obradors").exists()
    with django_capture_on_commit_callbacks(execute=True):
        accept_event(event, by=someone_of_coordination(), seen=Event.objects.get(pk=event.pk).sequence)
    assert KnownWord.objects.filter(word="obradors").exists()


def test_what_is_withdrawn_or_unpublished_is_found_by_others_no_more():
    event, other = an_event(), a_member()
    withdraw_event(event, by=event.author)
    assert (seen(other), seen(event.author)) == (set(), {event.pk})
    event.refresh_from_db()
    event.unpublish()
    assert (seen(event.author), list(documents(None)), Entry.objects.filter(kind=EVENT).count()) == (set(), [], 0)


def test_what_is_deleted_is_found_no_more():
    event = an_event(title="Obradors")
    add_material(event, by=event.author, kind=MaterialKind.MINUTES, title="Acta", url="https://example.org/acta")
    event.delete()
    assert list(Entry.objects.filter(kind=EVENT)) == []


def test_words_follow_what_is_published_and_its_materials():
    event = an_event(title="Mercats")
    event.title = "Obradors"
    publish(event, by=event.author)
    material = add_material(event, by=event.author, kind=MaterialKind.MINUTES, title="Acta", url="https://x.example")
    assert [matching(EVENT, word) for word in ("mercats", "obradors", "actes")] == [[], [event.pk], [event.pk]]
    remove_material(material, by=event.author)
    assert matching(EVENT, "actes") == []


def test_a_group_that_goes_private_takes_its_events_along():
    group = WorkingGroupFactory()
    event = a_group_event(group)
    Event.objects.filter(pk=event.pk).update(visibility=EventVisibility.NETWORK)
    assert seen(a_member()) == {event.pk}
    group.access = GroupAccess.PRIVATE
    group.save()
    assert (seen(a_member()), seen(event.author)) == (set(), {event.pk})


def test_the_day_follows_an_event_that_moves():
    event = an_event(start=in_days(7))
    row, start = event.occurrences.get(), in_days(9)
    move_occurrence(row, start=start, end=start + timedelta(hours=1), by=event.author)
    assert day_of(event) == start.date()


def test_the_rest_of_a_series_that_moves_is_found_as_its_own():
    series = a_series(start=in_days(7), title="Mercats", times=4)
    row, start = series.occurrences.in_order()[2], in_days(22)
    rest = move_occurrence(row, start=start, end=start + timedelta(hours=1), by=series.author, following=True)
    assert sorted(matching(EVENT, "mercats")) == [series.pk, rest.pk]
    assert (day_of(series), day_of(rest)) == (in_days(7).date(), start.date())


def test_events_follow_the_names_of_those_they_name(django_capture_on_commit_callbacks):
    council, helper, subject = OrganisationFactory(name="Vic"), OrganisationFactory(name="Berga"), SubjectFactory()
    event = an_event(organisation=council, co_organisers=[helper], subjects=[subject], group=WorkingGroupFactory())
    names = {"organisation": council, "co_organisers": helper, "subjects": subject, "group": event.group}
    with django_capture_on_commit_callbacks() as later:
        for turn, named in enumerate(names.values()):
            named.name = f"Nom{turn}nou"
            named.save(update_fields=["name"])
            named.save(update_fields=["slug"])
    assert matching(EVENT, "nom0nou") == []
    for field, named in names.items():
        index_events.func(field, named.pk)
    assert matching(EVENT, "nom0nou nom1nou nom2nou nom3nou") == [event.pk]
    assert len([callback for callback in later if callback.__qualname__.startswith("enqueue")]) == 4


def test_an_event_reads_with_when_where_and_whose_it_is():
    event = an_event(
        title="Jornada", summary="Comprem & venem", venue="Farinera", organisation=OrganisationFactory(name="Osona")
    )
    when = span_words(event.start, event.end, all_day=False)
    assert row_of(event, "compra venda comprem") == (
        event.pk,
        "Jornada",
        f"/agenda/{event.pk}/",
        (when, "Farinera", "Ajuntament d'Osona"),
        "<mark>Comprem</mark> &amp; venem",
        "",
    )
    cancel_event(event, by=someone_of_coordination(), reason="Pluja.")
    assert row_of(event, "jornada").facts[0] == "Cancelled"


def test_a_series_reads_with_its_next_date():
    series = a_series(start=in_days(-20), times=6, mode=Mode.ONLINE)
    ahead = series.occurrences.ahead().in_order()
    cancel_occurrence(ahead[0], by=series.author, reason="Festiu.")
    assert row_of(series, "x").facts == (span_words(ahead[1].start, ahead[1].end, all_day=False),)


def test_what_waits_reads_so_to_its_keepers():
    event = an_event(review=Review.WAITING)
    assert row_of(event, "x").facts[0] == "Waits for review"


@pytest.mark.parametrize("number", [1, 3, 30])
def test_rows_of_any_number_are_one_statement(number, django_assert_num_queries):
    author = a_member()
    bare = {"author": author, "start": in_days(3), "end": in_days(3, 12), "live": True}
    events = Event.objects.bulk_create(Event(title="x", summary="y", **bare) for _turn in range(number))
    with django_assert_num_queries(1):
        rows = list(findable(EVENT).rows(author, {event.pk: event.pk for event in events}, sought_in("y")))
    assert len(rows) == number


def test_a_series_is_found_by_the_months_of_its_dates():
    series = a_series(start=at(2027, 3, 25, 10), end=at(2027, 3, 25, 12), times=2)
    (document,) = documents([series.pk])
    assert document.text.endswith("Activity of a council\nMarch 2027\nApril 2027\n25/03/2027\n01/04/2027")


def test_an_address_says_which_event_it_shows():
    shown = {path: thing_at(path) for path in ("/agenda/7/", "/agenda/7/2026-03-01/", "/agenda/", f"/agenda/{10**30}/")}
    assert list(shown.values()) == [(EVENT, 7), (EVENT, 7), None, None]
