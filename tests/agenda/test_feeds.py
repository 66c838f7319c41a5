"""Private calendars: for whoever holds the token, what its person sees on that day, and nothing else."""

from time import process_time

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from agenda.domain.interests import set_interest
from agenda.domain.publishing import publish
from agenda.enums import EventVisibility, Mode, Review
from agenda.feeds import feed_of_group, feeds_of, feeds_of_agenda
from agenda.models import Event, Occurrence
from intranet.members.enums import GroupAccess
from intranet.members.feeds import feed_token, renew
from intranet.members.models import User, WorkingGroup
from tests.factories.agenda import a_group_event, a_series, an_event, in_days
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://intranet.xmess.example"


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Comissió", slug="comissio", access=GroupAccess.PRIVATE)


def whole(person):
    return f"/agenda/ics/{feed_token(person)}.ics"


def own(person):
    return f"/agenda/ics/meus/{feed_token(person)}.ics"


def of_group(person, group):
    return f"/grups/{group.slug}/agenda/{feed_token(person)}.ics"


def read(path, **headers):
    """By a program: nobody is signed in."""
    return Client().get(path, headers=headers)


def titles(response):
    return sorted(str(one["SUMMARY"]) for one in Calendar.from_ical(response.content).walk("VEVENT"))


def test_feed_holds_what_its_person_sees(group):
    inside, outside, guest = GroupMembershipFactory(group=group, user=a_member()).user, a_member(), a_guest()
    a_group_event(group, title="Secreta")
    an_event(title="Xarxa")
    an_event(title="Pública", visibility=EventVisibility.PUBLIC)
    an_event(outside, title="Espera", review=Review.WAITING)
    an_event(title="Antiga", start=in_days(-400))
    an_event(title="Passada", start=in_days(-300))
    found = {name: titles(read(whole(one))) for name, one in [("in", inside), ("out", outside), ("guest", guest)]}
    assert found == {
        "in": ["Passada", "Pública", "Secreta", "Xarxa"],
        "out": ["Passada", "Pública", "Xarxa"],
        "guest": ["Pública"],
    }
    assert [read(whole(one)).status_code for one in (a_former_member(), User(pk=999))] == [404, 404]


def test_own_feed_holds_what_is_ones_own():
    council, group = OrganisationFactory(), WorkingGroupFactory()
    berta = a_member(council)
    GroupMembershipFactory(group=group, user=berta)
    an_event(title="Altri")
    set_interest(an_event(title="M’interessa"), User.objects.with_standing().get(pk=berta.pk))
    an_event(berta, title="Meva")
    an_event(title="Del consell", organisation=council)
    an_event(title="Amb el consell", co_organisers=[council])
    a_group_event(group, title="Del grup")
    own_titles = ["Amb el consell", "Del consell", "Del grup", "Meva", "M’interessa"]
    assert titles(read(own(berta))) == sorted(own_titles)


def test_who_reads_the_calendar_of_a_group(group):
    a_group_event(group, title="Secreta")
    inside, outside = GroupMembershipFactory(group=group, user=a_member()).user, a_member()
    assert titles(read(of_group(inside, group))) == ["Secreta"]
    others = (outside, someone_of_coordination(), a_guest())
    assert [read(of_group(one, group)).status_code for one in others] == [404, 404, 404]
    etag = read(of_group(inside, group))["ETag"]
    inside.memberships.all().delete()
    assert read(of_group(inside, group), if_none_match=etag).status_code == 404
    assert "Secreta" not in read(whole(inside)).content.decode()


def test_a_renewed_key_ends_the_old_addresses(group):
    berta = a_member()
    before = [whole(berta), own(berta)]
    renew(berta)
    assert [read(path).status_code for path in (*before, whole(berta), own(berta))] == [404, 404, 200, 200]


def test_what_has_not_changed_is_not_sent_again():
    berta, event = a_member(), an_event(title="Abans")
    first = read(whole(berta))
    again = read(whole(berta), if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    event = Event.objects.get(pk=event.pk)
    event.title = "Ara"
    publish(event, by=event.author)
    changed = read(whole(berta), if_none_match=first["ETag"])
    assert (changed.status_code, titles(changed)) == (200, ["Ara"])
    headers = {name: changed[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy", "Content-Type")}
    assert headers == {
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
        "Content-Type": "text/calendar; charset=utf-8",
    }
    assert feed_token(berta) not in changed.content.decode()


def test_what_is_kept_for_one_reader_is_not_shown_to_another():
    """The link to join stands in what the network reads; the guest's own wording has none."""
    event = an_event(mode=Mode.ONLINE, join_url="https://meet.example/secret", visibility=EventVisibility.PUBLIC)
    address = f"/agenda/{event.pk}.ics"
    member = Client()
    member.force_login(a_member())
    assert ["meet.example" in one.get(address).content.decode() for one in (member, Client(), member)] == [
        True,
        False,
        True,
    ]


def test_one_event_is_there_for_whoever_sees_it(client_of):
    shown, hidden = an_event(title="Pública", visibility=EventVisibility.PUBLIC), an_event(title="Xarxa")
    response = Client().get(f"/agenda/{shown.pk}.ics")
    assert (titles(response), response["Content-Disposition"]) == (
        ["Pública"],
        f'attachment; filename="agenda-{shown.pk}.ics"',
    )
    asked = Client().get(f"/agenda/{hidden.pk}.ics")
    assert (asked.status_code, asked["Location"]) == (302, f"/compte/login/?next=%2Fagenda%2F{hidden.pk}.ics")
    assert titles(client_of(a_member()).get(f"/agenda/{hidden.pk}.ics")) == ["Xarxa"]
    guest = client_of(a_guest())
    assert [guest.get(f"/agenda/{pk}.ics").status_code for pk in (hidden.pk, 2**63)] == [404, 404]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_feed_costs_the_same_for_any_number_of_events(number, django_assert_num_queries):
    berta = a_member()
    for _one in range(number):
        a_series(berta, times=2)
    path = whole(berta)
    caches["calendars"].clear()
    with django_assert_num_queries(6):
        first = read(path)
    with django_assert_num_queries(2):
        assert read(path).content == first.content
    with django_assert_num_queries(2):
        assert read(path, if_none_match=first["ETag"]).status_code == 304


def test_a_thousand_events_are_read_well_within_a_second():
    author = a_member()
    events = Event.objects.bulk_create(
        Event(author=author, title=f"Acte {n}", summary="Hola", start=in_days(n % 200), end=in_days(n % 200, 12))
        for n in range(1000)
    )
    days = (timezone.localdate(one.start) for one in events)
    Occurrence.objects.bulk_create(
        Occurrence(event=one, original_start=one.start, start=one.start, end=one.end, first_day=day, last_day=day)
        for one, day in zip(events, days, strict=True)
    )
    path = whole(author)
    assert len(titles(read(path))) == 1000
    began = process_time()
    with CaptureQueriesContext(connection) as asked:
        read(path)
    assert (len(asked), process_time() - began < 1) == (2, True)


def test_addresses_are_offered_under_one_token(group):
    berta = GroupMembershipFactory(group=group, user=a_member()).user
    token, base = feed_token(berta), "https://intranet.xmess.example"
    urls = [
        f"{base}/agenda/ics/{token}.ics",
        f"{base}/agenda/ics/meus/{token}.ics",
        f"{base}/grups/comissio/agenda/{token}.ics",
    ]
    person = User.objects.with_standing().get(pk=berta.pk)
    assert [feed.url for feed in feeds_of_agenda(person, token)] == urls
    assert [feed.url for feed in feeds_of(person)] == urls[:2]
    assert (
        feed_of_group(person, group).subscribe_url
        == f"webcal://intranet.xmess.example/grups/comissio/agenda/{token}.ics"
    )


def test_the_page_of_ones_own_data_names_them(client_of, group):
    berta = GroupMembershipFactory(group=group, user=a_member()).user
    WorkingGroup.objects.filter(pk=group.pk).update(name="Comissió Executiva")
    html = client_of(berta).get("/compte/privacitat/").content.decode()
    assert html.count('type="text/calendar"') == 3
    assert f"/agenda/ics/meus/{feed_token(berta)}.ics" in html


def test_calendars_have_a_cache_of_their_own_that_holds_a_whole_agenda():
    event = an_event(a_member())
    caches["posts"].set("card", "drawn")
    read(whole(event.author))
    calendars, posts = caches["calendars"], caches["posts"]
    assert (len(calendars._cache), len(posts._cache), calendars._max_entries) == (1, 1, 25_000)  # noqa: SLF001 - nothing else counts them
