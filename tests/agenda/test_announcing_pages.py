"""The form in which an activity is announced and edited, and what has become of one's announcements."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from agenda.domain.announcing import withdraw_event
from agenda.domain.pace import MOST_IN_A_MINUTE, TooManyEventsError
from agenda.domain.reviewing import return_event
from agenda.enums import EventKind, EventVisibility, Mode, Review
from agenda.forms.programme import lines_of, programme_of
from agenda.models import Event
from intranet.drafts.domain import draft_of
from intranet.members.enums import GroupAccess
from tests.factories.agenda import a_group_event, a_series, an_event, at, in_days
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db
NEW, KEPT = "/agenda/nou/", "/agenda/meus/"


@pytest.fixture
def council():
    return OrganisationFactory(name="Manresa", is_trusted=True)


@pytest.fixture
def member(council):
    return a_member(council)


@pytest.fixture
def client(client_of, member):
    return client_of(member)


@pytest.fixture
def typed(council):
    """What two minutes take."""
    return {
        "title": "Fira del cooperativisme",
        "summary": "Una matinada de tallers.",
        "organiser": f"o{council.pk}",
        "start_0": "2027-04-16",
        "start_1": "10:00",
        "end_0": "",
        "end_1": "13:30",
        "mode": "presencial",
        "venue": "Plaça Major",
        "audience": "tothom",
        "key": str(uuid4()),
    }


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def edit_address(event):
    return reverse("event_edit", args=[event.pk])


def sent_back(page):
    """What a browser would send of the form as it is shown."""
    form, found = BeautifulSoup(page.content, "html.parser").select_one("form#writing"), {}
    for box in form.select("input[name], textarea[name], select[name]"):
        if box.name == "select":
            chosen = box.select_one("option[selected]")
            found[box["name"]] = chosen["value"] if chosen else ""
        elif box.name == "textarea":
            found[box["name"]] = box.get_text().removeprefix("\n")
        elif box["type"] not in {"checkbox", "radio"}:
            found[box["name"]] = box.get("value", "")
        elif box.has_attr("checked"):
            found.setdefault(box["name"], []).append(box.get("value", "on"))
    return found


# Announcing


def test_six_answers_announce_it(client, member, council, typed):
    response = client.post(NEW, typed)
    event = Event.objects.get()
    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())
    assert (event.author, event.organisation, event.group) == (member, council, None)
    assert (event.start, event.end) == (at(2027, 4, 16, 10), at(2027, 4, 16, 13, 30))
    assert (event.kind, event.visibility, event.mode) == (EventKind.COUNCIL, EventVisibility.NETWORK, Mode.IN_PERSON)
    assert (event.review, len(said(response))) == (Review.PUBLISHED, 1)


def test_the_form_asks_for_no_more_than_what_it_needs(client, council):
    form = client.get(NEW).context["form"]
    needed = {field.name for field in form.visible_fields() if field.field.required}
    assert needed == {"title", "summary", "organiser", "start", "end", "mode", "audience"}
    assert (form["organiser"].value(), form["mode"].value()) == (f"o{council.pk}", "presencial")


def test_whoever_waits_for_a_review_is_told_so(client_of, typed):
    council = OrganisationFactory()
    response = client_of(a_member(council)).post(NEW, {**typed, "organiser": f"o{council.pk}"})
    assert Event.objects.get().review == Review.WAITING
    assert said(response) != said(client_of(someone_of_coordination()).post(NEW, {**typed, "organiser": "xarxa"}))


@pytest.mark.parametrize(
    ("wrong", "at_field"),
    [
        ({"end_1": "09:00"}, "end"),
        ({"start_0": "", "start_1": ""}, "start"),
        ({"venue": ""}, "venue"),
        ({"time_zone": "Europe/Manresa"}, "time_zone"),
        ({"frequency": "WEEKLY", "ends": "until"}, "until"),
        ({"frequency": "DAILY", "ends": "until", "until": "2032-04-01"}, "until"),
        ({"frequency": "DAILY", "interval": "0", "ends": "count", "count": "5"}, "interval"),
        ({"visibility": "group"}, "visibility"),
        ({"programme_lines": "10.00–9.30 Benvinguda"}, "programme_lines"),
        ({"join_url": "javascript:alert(1)"}, "join_url"),
    ],
)
def test_a_refused_form_says_why_and_keeps_all(client, typed, wrong, at_field):
    sent = {**typed, "contact_name": "Núria", **wrong}
    page = client.post(NEW, sent)
    assert (page.status_code, Event.objects.count()) == (422, 0)
    assert list(page.context["form"].errors) == [at_field]
    shown = page.content.decode()
    assert [
        value for value in sent.values() if value and f'"{value}"' not in shown and f">\n{value}<" not in shown
    ] == []


def test_thousands_of_dates_or_somebody_elses_name_are_refused(client, typed):
    other = OrganisationFactory()
    for wrong, at_field in (
        ({"frequency": "DAILY", "ends": "count", "count": "5000"}, "count"),
        ({"organiser": f"o{other.pk}"}, "organiser"),
    ):
        page = client.post(NEW, {**typed, **wrong})
        assert (page.status_code, at_field in page.context["form"].errors, Event.objects.count()) == (422, True, 0)


def test_sent_twice_it_is_one_event_and_with_other_words_it_asks(client, typed):
    first, again = client.post(NEW, typed), client.post(NEW, typed)
    assert (first["Location"], Event.objects.count()) == (again["Location"], 1)
    other = client.post(NEW, {**typed, "title": "Una altra fira"})
    assert (other.status_code, Event.objects.count()) == (422, 1)
    client.post(NEW, sent_back(other))
    assert sorted(Event.objects.values_list("title", flat=True)) == ["Fira del cooperativisme", "Una altra fira"]


def test_too_many_at_once_are_refused_and_nothing_typed_is_lost(client, member, council, typed):
    for _time in range(MOST_IN_A_MINUTE):
        an_event(member, organisation=council)
    page = client.post(NEW, {**typed, "contact_name": "Núria"})
    assert (page.status_code, Event.objects.count()) == (422, MOST_IN_A_MINUTE)
    assert page.context["form"].non_field_errors() == [str(TooManyEventsError())]
    kept = sent_back(page)
    assert {name: kept[name] for name in ("title", "contact_name", "key")} == {
        "title": typed["title"],
        "contact_name": "Núria",
        "key": typed["key"],
    }
    Event.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert client.post(NEW, kept).status_code == 302


def test_a_preview_publishes_nothing_and_shows_what_was_typed(client, typed):
    lines = "10.00–10.30 Benvinguda · Alba Serra (Reus)\n10.30 Pausa\nA la tarda"
    page = client.post(NEW, {**typed, "action": "preview", "body": "Porteu\n\nesmorzar", "programme_lines": lines})
    assert (page.status_code, Event.objects.count()) == (200, 0)
    preview = page.content.decode().split('aria-labelledby="preview-title"')[1].split("</section>")[0]
    assert [part in preview for part in ("Fira del cooperativisme", "Plaça Major", "Alba Serra", "<p>Porteu</p>")] == [
        True
    ] * 4


def test_a_draft_is_kept_and_found_again(client, member, typed):
    response = client.post(NEW, {**typed, "action": "draft", "programme_lines": "10.00 Benvinguda"})
    assert (response["Location"], Event.objects.count()) == (NEW, 0)
    page = client.get(NEW)
    shown = page.content.decode()
    assert [value in shown for value in ('value="2027-04-16"', "Una matinada de tallers.", "10.00 Benvinguda")] == [
        True
    ] * 3
    client.post(NEW, typed)
    assert draft_of(member, NEW) is None


def test_sent_after_the_session_ended_it_is_held_for_its_writer(client, member, typed):
    writer = re.search(r'name="writer" value="([^"]+)"', client.get(NEW).content.decode())[1]
    client.logout()
    response = client.post(NEW, {**typed, "writer": writer})
    assert response["Location"] == "/compte/login/?next=%2Fagenda%2Fnou%2F"
    client.force_login(member)
    assert client.get(NEW).context["form"]["title"].value() == "Fira del cooperativisme"


def test_a_coordinators_group_is_chosen_from_its_page(client, member, typed):
    group = WorkingGroupFactory(slug="cures", access=GroupAccess.PRIVATE)
    assert client.get(f"{NEW}?grup=cures").context["form"]["organiser"].value() != f"g{group.pk}"
    GroupMembershipFactory(group=group, user=member, role="coordinator")
    assert client.get(f"{NEW}?grup=cures").context["form"]["organiser"].value() == f"g{group.pk}"
    client.post(f"{NEW}?grup=cures", {**typed, "organiser": f"g{group.pk}"})
    event = Event.objects.get()
    assert (event.group, event.organisation, event.visibility) == (group, None, EventVisibility.GROUP)


def test_a_day_of_the_calendar_is_where_it_begins(client):
    assert 'value="2026-04-16"' in client.get(f"{NEW}?dia=2026-04-16").content.decode()
    assert [client.get(f"{NEW}?dia={day}").status_code for day in ("", "2026-02-30", "x")] == [200, 200, 200]


def test_guests_announce_nothing(client_of):
    assert client_of(a_guest()).get(NEW).status_code == 404


# Announcing it again


def test_a_copy_takes_all_but_the_dates(client, member, council, typed):
    subject, partner = SubjectFactory(), OrganisationFactory(name="Vic")
    source = an_event(
        member,
        organisation=council,
        title="Fira",
        body="<p>Sí</p>",
        subjects=[subject],
        co_organisers=[partner],
        programme=programme_of([{"type": "part", "value": "Matí"}]),
    )
    page = client.get(f"{NEW}?copia={source.pk}")
    sent = {**sent_back(page), "start_0": "2027-04-16", "start_1": "10:00", "end_1": "13:00"}
    assert page.context["form"]["start"].value() is None
    client.post(f"{NEW}?copia={source.pk}", sent)
    copy = Event.objects.exclude(pk=source.pk).get()
    assert (copy.title, copy.body, lines_of(copy.programme), copy.uid == source.uid) == (
        "Fira",
        "<p>Sí</p>",
        "Matí",
        False,
    )
    assert (list(copy.subjects.all()), list(copy.co_organisers.all())) == ([subject], [partner])


def test_what_one_does_not_see_is_not_copied(client):
    secret = a_group_event(WorkingGroupFactory(access=GroupAccess.PRIVATE), title="Secret")
    for asked in (secret.pk, 999_999, 2**64, "x", ""):
        assert client.get(f"{NEW}?copia={asked}").context["form"]["title"].value() in {None, ""}


# Editing


def test_an_edit_changes_what_it_changes(client, member, council):
    subject = SubjectFactory()
    event = a_series(member, organisation=council, times=3, subjects=[subject], contact_name="Núria")
    page = client.get(edit_address(event))
    response = client.post(edit_address(event), {**sent_back(page), "venue": "Casino"})
    edited = Event.objects.get()
    assert (response["Location"], edited.venue, edited.contact_name) == (event.get_absolute_url(), "Casino", "Núria")
    assert (list(edited.subjects.all()), edited.frequency, edited.count) == ([subject], "WEEKLY", 3)
    assert (edited.start, edited.end, edited.occurrences.count()) == (event.start, event.end, 3)


def test_an_edit_over_somebody_elses_shows_what_it_says_now(client, member, council):
    event = an_event(member, organisation=council, venue="Kursaal")
    sent = {**sent_back(client.get(edit_address(event))), "venue": "Casino"}
    client.post(edit_address(event), {**sent, "venue": "Plaça Major"})
    page = client.post(edit_address(event), sent)
    assert (page.status_code, page.context["now"].venue, Event.objects.get().venue) == (
        422,
        "Plaça Major",
        "Plaça Major",
    )
    client.post(edit_address(event), sent_back(page))
    assert Event.objects.get().venue == "Casino"


def test_a_programme_that_lines_cannot_say_is_left_as_it_is(client, member, council):
    rich = programme_of(
        [{"type": "session", "value": {"start": "10:00", "title": "Taula", "text": "Què n'hem après", "speakers": []}}]
    )
    event = an_event(member, organisation=council, programme=rich)
    page = client.get(edit_address(event))
    assert "programme_lines" not in page.context["form"].fields
    client.post(edit_address(event), {**sent_back(page), "title": "Un altre títol"})
    edited = Event.objects.get()
    assert (edited.title, edited.programme[0].value["text"]) == ("Un altre títol", "Què n'hem après")


def test_for_those_who_do_not_keep_it_there_is_nothing(client_of, member, council):
    event = an_event(member, organisation=council)
    client = client_of(a_member())
    for name in ("event_edit", "event_withdraw", "event_publish_again", "event_materials"):
        path = reverse(name, args=[event.pk])
        assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]


def test_withdrawing_asks_first_and_can_be_undone(client, member, council):
    event = an_event(member, organisation=council)
    withdraw, undo = (reverse(name, args=[event.pk]) for name in ("event_withdraw", "event_publish_again"))
    client.get(withdraw)
    assert Event.objects.get().review == Review.PUBLISHED
    assert undo in said(client.post(withdraw))[0]
    assert Event.objects.get().review == Review.WITHDRAWN
    client.get(undo)
    client.post(undo)
    assert Event.objects.get().review == Review.PUBLISHED


# What has become of one's announcements


def test_ones_announcements_by_what_has_become_of_them(client_of):
    member, reviewer = a_member(council := OrganisationFactory()), someone_of_coordination()
    coming = an_event(member, organisation=council)
    past = an_event(member, organisation=council, start=in_days(-7))
    waiting = an_event(a_member(council), organisation=council, review=Review.WAITING)
    withdrawn = withdraw_event(an_event(member, organisation=council), by=member)
    returned = an_event(member, organisation=council, review=Review.WAITING)
    return_event(returned, by=reviewer, seen=returned.sequence, note="Falta l'hora")
    an_event()
    client = client_of(member)

    def listed(state=""):
        return set(client.get(f"{KEPT}?estat={state}").context["page"])

    assert listed() == {coming, past, waiting, withdrawn, returned}
    assert [listed(state) for state in ("revisio", "retornats", "propers", "passats", "retirats")] == [
        *({waiting}, {returned}, {coming}, {past}, {withdrawn})
    ]
    assert "Falta l&#x27;hora" in client.get(KEPT).content.decode()


@pytest.mark.parametrize("number", [1, 3, 20])
def test_the_list_costs_the_same_for_many(client, member, council, number, django_assert_num_queries):
    for _time in range(number):
        an_event(member, organisation=council)
    client.get(KEPT)
    with django_assert_num_queries(5):
        client.get(KEPT)
