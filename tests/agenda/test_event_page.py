"""The page of an event: what it says to whom, in which state, and what it costs."""

import re
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.domain.announcing import withdraw_event
from agenda.domain.looking import sees_and_keeps
from agenda.domain.series import move_occurrence
from agenda.domain.telling import note
from agenda.enums import ChangeKind, EventState, EventVisibility, MaterialKind, Mode, Review
from agenda.models import Event, Material, Occurrence
from intranet.members.enums import GroupAccess, GroupRole
from intranet.members.models import User
from tests.factories.agenda import a_group_event, a_series, an_event, at, in_days
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    UserFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.registration import a_desk, a_registration

pytestmark = pytest.mark.django_db

JOIN = "https://video.example/sala-1"


def words(response):
    main = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.fixture
def council():
    return OrganisationFactory(name="Olot", slug="olot")


@pytest.fixture
def author(council):
    return a_member(council)


# --- Who comes in, and what they are told ---


def test_what_is_public_is_there_for_everyone_without_what_is_not(council, author, client_of):
    event = an_event(
        author,
        organisation=council,
        visibility=EventVisibility.PUBLIC,
        mode=Mode.HYBRID,
        join_url=JOIN,
        address="Carrer Major, 1",
        title="Jornada oberta",
    )
    Material.objects.create(event=event, title="Acta interna", url="https://x.example/acta", added_by=author)
    note(event, ChangeKind.CHANGED, by=author, facts={"where": ["Abans", "Ara"]})
    page = client_of(None).get(event.get_absolute_url())
    shown = words(page)
    assert ("Jornada oberta" in shown, "Olot" in shown, page.status_code) == (True, True, 200)
    hidden = [JOIN, "Acta interna", "/municipis/olot/", "interessa/", "Abans", author.full_name, "/edita/"]
    assert [text for text in hidden if text in page.content.decode()] == []
    assert "https://www.openstreetmap.org/search?query=Centre+c%C3%ADvic%2C+Carrer+Major%2C+1" in page.content.decode()
    member = client_of(a_member()).get(event.get_absolute_url()).content.decode()
    assert [text for text in hidden if text not in member] == [author.full_name, "/edita/"]


def test_what_is_not_for_all_asks_for_a_sign_in_and_says_nothing(author, client_of):
    event = an_event(author)
    answers = [
        client_of(None).get(url) for url in (event.get_absolute_url(), "/agenda/999999/", "/agenda/9/2031-01-01/")
    ]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert answers[0].url == f"/compte/login/?next=%2Fagenda%2F{event.pk}%2F"


def test_a_private_group_keeps_its_events_to_itself(client_of):
    group = WorkingGroupFactory(name="Comissió secreta", access=GroupAccess.PRIVATE)
    inside = a_member()
    GroupMembershipFactory(group=group, user=inside)
    event = a_group_event(group, title="Reunió secreta")
    people = [inside, a_member(), a_guest(WorkingGroupFactory()), someone_of_coordination()]
    assert [client_of(who).get(event.get_absolute_url()).status_code for who in people] == [200, 404, 404, 404]
    opened = an_event(visibility=EventVisibility.PUBLIC, title="Obert", group=WorkingGroupFactory(name="Grup amagat"))
    opened.group.access = GroupAccess.PRIVATE
    opened.group.joining = "by_invitation"
    opened.group.save()
    assert "Grup amagat" not in client_of(None).get(opened.get_absolute_url()).content.decode()


def test_guests_join_what_their_group_does_and_nothing_else(client_of):
    group = WorkingGroupFactory()
    guest = a_guest(group)
    own = a_group_event(group, mode=Mode.ONLINE, join_url=JOIN, venue="")
    public = an_event(visibility=EventVisibility.PUBLIC, mode=Mode.ONLINE, join_url=JOIN)
    pages = [client_of(guest).get(event.get_absolute_url()).content.decode() for event in (own, public)]
    assert [JOIN in page for page in pages] == [True, False]


@pytest.mark.parametrize("review", [Review.WAITING, Review.RETURNED, Review.WITHDRAWN])
def test_what_is_not_published_says_where_it_stands_to_those_who_keep_it(review, council, author, client_of):
    event = an_event(author, organisation=council)
    Event.objects.filter(pk=event.pk).update(
        review=review, review_note="Hi falta l’hora." if review == "returned" else ""
    )
    page = client_of(a_member(council)).get(event.get_absolute_url())
    assert (str(review.label) in words(page), page.status_code) == (True, 200)
    assert ("Hi falta l’hora." in words(page)) is (review == Review.RETURNED)
    assert client_of(a_member()).get(event.get_absolute_url()).status_code == 404


# --- States, dates, materials ---


def test_the_state_comes_first_with_its_reason(author, client_of):
    event = an_event(author, title="Fira")
    Event.objects.filter(pk=event.pk).update(state=EventState.CANCELLED, reason="Per la pluja.")
    shown = words(client_of(author).get(event.get_absolute_url()))
    assert -1 < shown.index("Per la pluja.") < shown.index("Fira", shown.index("Per la pluja."))


def test_a_series_shows_its_dates_and_each_has_its_page(author, client_of):
    series = a_series(author, start=in_days(-10), times=10)
    rows = list(series.occurrences.in_order())
    Occurrence.objects.filter(pk=rows[3].pk).update(is_cancelled=True, reason="Festa major.")
    page = client_of(author).get(series.get_absolute_url())
    dates = page.context["dates"]
    assert (len(dates.over), len(dates.first_few), len(dates.rest)) == (2, 6, 2)
    assert (page.context["shown"].pk, "Festa major." in words(page)) == (rows[2].pk, False)
    one = client_of(author).get(f"/agenda/{series.pk}/{rows[3].first_day}/")
    assert (one.context["shown"].pk, "Festa major." in words(one)) == (rows[3].pk, True)


def test_an_old_address_of_a_date_leads_to_where_it_is_now(author, client_of):
    series = a_series(author, start=at(2032, 4, 15), times=4)  # Thursdays
    third = series.occurrences.get(original_start=at(2032, 4, 29))
    rest = move_occurrence(third, start=at(2032, 4, 30), end=at(2032, 4, 30, 12), by=author, following=True)
    old = {day: f"/agenda/{series.pk}/2032-{day}/" for day in ("04-15", "04-16", "04-29", "04-30", "05-06")}
    client, first, second = client_of(a_member()), f"/agenda/{series.pk}/", f"/agenda/{rest.pk}/"
    led = {day: client.get(path).headers.get("Location") for day, path in old.items()}
    assert led == {"04-15": None, "04-16": first, "04-29": second, "04-30": f"{second}2032-04-30/", "05-06": second}
    withdraw_event(rest, by=author)
    assert client.get(old["04-29"])["Location"] == first
    assert client_of(a_guest()).get(old["04-29"]).status_code == 404
    assert client_of(None).get(old["04-29"])["Location"].startswith("/compte/login/")


def test_what_is_over_shows_what_stays_of_it(author, client_of):
    event = an_event(author, start=in_days(-3), mode=Mode.ONLINE, join_url=JOIN)
    for kind, title in [(MaterialKind.DOCUMENT, "Ordre del dia"), (MaterialKind.MINUTES, "Acta")]:
        Material.objects.create(event=event, kind=kind, title=title, url="https://x.example/", added_by=author)
    page = client_of(a_member()).get(event.get_absolute_url())
    assert [(shelf.materials[0].title) for shelf in page.context["materials"]] == ["Acta", "Ordre del dia"]
    assert page.context["is_over"] is True


def test_the_programme_is_a_table(author, client_of):
    session = {
        "start": time(10),
        "end": time(10, 30),
        "title": "Benvinguda",
        "speakers": [{"name": "Alba Serra", "role": ""}],
    }
    event = an_event(
        author,
        programme=[
            ("part", "Matí"),
            ("session", {"text": "", "document": None, "link": "", **session}),
            ("pause", {"start": time(11), "end": None, "title": "Cafè"}),
        ],
    )
    page = client_of(author).get(event.get_absolute_url()).content.decode()
    table = page[page.index('<table class="programme">') : page.index("</table>")]
    assert " ".join(re.sub(r"<[^>]+>", " ", table[table.index("<tbody>") :]).split()) == (
        "Matí 10.00–10.30 Benvinguda Alba Serra 11.00 Cafè"
    )


def test_those_who_keep_it_find_all_that_they_can_do(author, client_of):
    series = a_series(author, times=3)
    page = client_of(author).get(series.get_absolute_url()).content.decode()
    day = series.occurrences.in_order()[0].day
    here = f"/agenda/{series.pk}/"
    links = [f"{here}edita/", f"{here}materials/", f"/agenda/nou/?copia={series.pk}", f"{here}{day}/mou/"]
    links += [f"{here}{day}/anulla/", f"{here}estat/", f"{here}retira/"]
    assert [link for link in links if f'href="{link}"' not in page] == []
    assert [link for link in links if link in client_of(a_member()).get(here).content.decode()] == []


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_page_costs_the_same_for_any_number(number, author, client_of, django_assert_num_queries):
    event = a_series(author, times=number, subjects=[SubjectFactory() for _ in range(number)])
    for turn in range(number):
        Material.objects.create(event=event, title=f"Acta {turn}", url="https://x.example/", added_by=author)
        note(event, ChangeKind.CHANGED, by=author, facts={"where": ["Abans", "Ara"]})
    client = client_of(author)
    client.get(event.get_absolute_url())
    with django_assert_num_queries(14):
        client.get(event.get_absolute_url())
    assert event.start > timezone.now()


def test_the_rule_asked_for_one_event_is_that_of_the_lists(council, author):
    """For everyone who stands differently, in whatever an event can be."""
    private, group = WorkingGroupFactory(access=GroupAccess.PRIVATE), WorkingGroupFactory()
    inside, coordinator, guest = a_member(), a_member(), a_guest(group)
    GroupMembershipFactory(group=private, user=inside)
    GroupMembershipFactory(group=private, user=coordinator, role=GroupRole.COORDINATOR)
    events = [
        an_event(author, organisation=of, visibility=visibility, review=review)
        for of in (council, None)
        for visibility in (EventVisibility.NETWORK, EventVisibility.PUBLIC)
        for review in Review
    ]
    events += [a_group_event(of, a_member(), review=review) for of in (private, group) for review in Review]
    draft = an_event(author, organisation=council)
    Event.objects.filter(pk=draft.pk).update(live=False)
    everyone = [
        author,
        a_member(council),
        a_member(),
        inside,
        coordinator,
        guest,
        someone_of_coordination(),
        UserFactory(),
    ]
    for person in User.objects.with_standing().filter(pk__in=[one.pk for one in everyone]):
        seen, kept = Event.objects.visible_to(person), Event.objects.kept_by(person)
        found = {event.pk: sees_and_keeps(person, event.pk) for event in [*events, draft]}
        assert {pk for pk, (sees, _keeps) in found.items() if sees} == set(seen.values_list("pk", flat=True))
        assert {pk for pk, (_sees, keeps) in found.items() if keeps} == set(kept.values_list("pk", flat=True))


def test_a_series_is_related_to_the_one_it_goes_on_from_by_their_keys(author, client_of):
    before = a_series(author, times=2, title="Primera")
    after = a_series(author, times=2, title="Segona")
    Event.objects.filter(pk=after.pk).update(continues=before)
    hidden = a_group_event(
        WorkingGroupFactory(access=GroupAccess.PRIVATE), a_member(), title="Amagada", frequency="WEEKLY", count=2
    )
    Event.objects.filter(pk=hidden.pk).update(continues=before)
    client = client_of(a_member())
    with CaptureQueriesContext(connection) as captured:
        pages = [client.get(event.get_absolute_url()) for event in (before, after)]
    assert [[one.title for one in page.context["related"]] for page in pages] == [["Segona"], ["Primera"]]
    asked = [query["sql"] for query in captured if '"continues_id" = ' in query["sql"]]
    assert (len(asked), [sql for sql in asked if " OR " in sql]) == (2, [])


def test_who_cancels_it_reads_how_many_are_told(client_of):
    desk = a_desk(seats=1)
    a_registration(desk)
    a_registration(desk)
    client, event = client_of(desk.event.author), desk.event
    assert client.get(f"/agenda/{event.pk}/estat/").context["number"] == 2
    series = a_series(author=event.author, times=2)
    single = a_desk(series, occurrence=series.occurrences.in_order().first(), seats=5)
    a_registration(single)
    first, second = series.occurrences.in_order()
    numbers = [client.get(f"/agenda/{series.pk}/{one.day}/anulla/").context["number"] for one in (first, second)]
    assert numbers == [1, 0]


def test_who_opens_it_to_more_people_reads_that_it_is_reviewed_first(client_of):
    desk = a_desk(seats=5)
    client, url = client_of(desk.event.author), f"/agenda/{desk.event_id}/edita/"
    hints = [client.get(url).context["form"].fields["visibility"].help_text]
    a_registration(desk)
    hints.append(client.get(url).context["form"].fields["visibility"].help_text)
    assert [bool(hint) for hint in hints] == [False, True]
    form = client.get(desk.address("desk_edit")).content.decode()
    assert f'<a href="{url}">' in form
