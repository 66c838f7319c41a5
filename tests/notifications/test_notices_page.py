"""`/avisos/`: what waits for a person and what they have been told."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.members.enums import GroupAccess
from intranet.notifications.models import Notification
from intranet.templatetags.intranet import day_words
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member
from tests.factories.notifications import a_kind, a_newcomer, told, told_of_newcomers
from tests.factories.roles import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newcomer")]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def person():
    return a_member()


@pytest.fixture
def client(client_of, person):
    return client_of(person)


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures", slug="cures")


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def lines(response):
    """The sentences, the unread ones with an asterisk."""
    rows = soup(response).select(".notice")
    return [words(row.select_one(".notice__text")) + ("*" if row.has_attr("data-unread") else "") for row in rows]


def days(response):
    return [words(heading) for heading in soup(response).select(".notices__day")]


def unread(person):
    return Notification.objects.filter(recipient=person, read_at=None).count()


def test_what_is_asked_of_the_person_stands_on_top(client):
    response = client.get("/avisos/")
    assert [len(panel.context["asks"]) for panel in response.context["panels"]] == [1]
    assert [words(found) for found in soup(response).select("main h2")] == [
        _("Waiting for you"),
        _("What has happened"),
    ]


def test_who_has_been_told_nothing_reads_so(client):
    page = soup(client.get("/avisos/"))
    assert (len(page.select("#notices .empty")), len(page.select("#notices button"))) == (1, 0)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"anonymous", "former"}])
def test_each_role_reads_what_they_were_told_and_nothing_of_others(client_of, roles, role):
    open_to_all = WorkingGroupFactory(name="Oberta")
    GroupMembershipFactory(
        user=roles["guest"], group=open_to_all, role="guest", until=timezone.localdate() + timedelta(9)
    )
    told_of_newcomers(roles[role], open_to_all, 2)
    told_of_newcomers(a_member(), WorkingGroupFactory(name="D'altri"))
    assert lines(client_of(roles[role]).get("/avisos/")) == ["2 persones noves a Oberta*"]


def test_lines_are_grouped_by_day(client, person, group):
    now = timezone.localtime().replace(hour=12)
    for back in (0, 1, 2, 400):
        told_of_newcomers(person, group, created_at=now - timedelta(days=back))
    dates = [now.date() - timedelta(days=back) for back in (2, 400)]
    named = [day_words(day)[:1].upper() + day_words(day)[1:] for day in dates]
    expected = [pgettext("day as a heading", "Today"), pgettext("day as a heading", "Yesterday"), *named]
    assert days(client.get("/avisos/")) == expected


def test_only_what_is_unread_and_only_one_section(client, person, group, register):
    register(a_kind("other", section="Recursos", line=lambda _happening: "Un recurs"))
    told_of_newcomers(person, group)
    told_of_newcomers(person, WorkingGroupFactory(name="Vella"), 2, read_at=timezone.now())
    told(person, a_newcomer(WorkingGroupFactory()), kind="other")
    assert lines(client.get("/avisos/?unread=on&section=grups"))[0].endswith("a Cures*")
    assert lines(client.get("/avisos/?section=recursos")) == ["Un recurs*"]
    assert len(lines(client.get("/avisos/?unread=on"))) == 2
    assert len(lines(client.get("/avisos/?section=no-such&unread=&pagina=x"))) == 3


def test_a_filter_without_lines_leads_back_to_all(client, person, group):
    told_of_newcomers(person, group, read_at=timezone.now())
    page = soup(client.get("/avisos/?unread=on"))
    assert [link["href"] for link in page.select("#notices .empty a")] == ["/avisos/"]


def test_twenty_lines_a_page_and_the_filters_are_kept(client, person):
    for one in WorkingGroupFactory.create_batch(25):
        told_of_newcomers(person, one)
    first, second = client.get("/avisos/?unread=on"), client.get("/avisos/?unread=on&pagina=2")
    assert (len(lines(first)), len(lines(second))) == (20, 5)
    assert soup(first).select_one("a[rel=next]")["href"] == "?unread=on&pagina=2"
    assert soup(second).select_one("form.notices")["action"] == "/avisos/llegits/?unread=on&pagina=2"


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_do_not_grow_with_the_lines(client, person, number, django_assert_num_queries):
    for one in WorkingGroupFactory.create_batch(number):
        told_of_newcomers(person, one, 2)
    client.get("/avisos/")
    with django_assert_num_queries(11):  # of which what is asked of one makes one
        response = client.get("/avisos/")
    assert len(lines(response)) == min(number, 20)


# What may not be read


def test_what_a_private_group_says_is_gone_for_whoever_left_it(client, person):
    group = WorkingGroupFactory(name="Secretíssim", slug="secret", access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(user=person, group=group)
    (noted,) = told_of_newcomers(person, group)
    assert "Secretíssim" in client.get("/avisos/").content.decode()
    seat.delete()
    for path in ("/avisos/", "/avisos/?unread=on", f"/avisos/{noted.pk}/"):
        assert "ecret" not in client.get(path).content.decode()
    assert client.get(f"/avisos/{noted.pk}/").status_code == 404


def test_nobody_opens_what_was_told_to_another(client_of, roles, group):
    (noted,) = told_of_newcomers(a_member(), group)
    opened = {role: client_of(roles[role]).get(f"/avisos/{noted.pk}/").status_code for role in ROLES}
    assert opened == dict.fromkeys(ROLES, 404) | {"anonymous": 302, "former": 302}
    assert Notification.objects.get().read_at is None


# Opening


def test_opening_a_line_leads_to_the_exact_place_and_marks_it_read(client, person, group):
    _older, newest = told_of_newcomers(person, group, 2)
    other = told_of_newcomers(person, WorkingGroupFactory())
    (href,) = [link["href"] for link in soup(client.get("/avisos/")).select(f"#notice-{newest.pk} a")]
    response = client.get(href)
    assert (response.status_code, response["Location"]) == (302, f"/grups/cures/membres/#m{newest.target_id}")
    assert list(Notification.objects.filter(read_at=None)) == other


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Dest": "image"},
    ],
)
def test_fetching_ahead_marks_nothing(client, person, group, headers):
    (noted,) = told_of_newcomers(person, group)
    for response in (client.get(f"/avisos/{noted.pk}/", headers=headers), client.head(f"/avisos/{noted.pk}/")):
        assert response.status_code == 302
    assert unread(person) == 1
    client.get(f"/avisos/{noted.pk}/", headers={"Sec-Fetch-Dest": "document"})
    assert unread(person) == 0


def test_what_nobody_tells_any_more_cannot_be_opened(client, person, group):
    (noted,) = told_of_newcomers(person, group)
    Notification.objects.update(kind="forgotten")
    assert client.get(f"/avisos/{noted.pk}/").status_code == 404


# Marking


def undo_in(response):
    form = soup(response).select_one("#messages form")
    return form["action"], {"at": form.select_one("[name=at]")["value"]}


def test_one_line_is_marked_and_taken_back_without_javascript(client, person, group):
    first = told_of_newcomers(person, group, 2)[0]
    told_of_newcomers(person, WorkingGroupFactory())
    response = client.post("/avisos/llegits/?unread=on", {"fold": first.fold}, follow=True)
    assert response.redirect_chain == [("/avisos/?unread=on", 302)]
    assert (len(lines(response)), unread(person)) == (1, 1)
    response = client.post(*undo_in(response), follow=True)
    assert response.redirect_chain == [("/avisos/?unread=on", 302)]
    assert (len(lines(response)), unread(person)) == (2, 3)


def test_all_that_was_listed_is_marked_and_taken_back(client, person):
    for one in WorkingGroupFactory.create_batch(3):
        told_of_newcomers(person, one)
    up_to = soup(client.get("/avisos/")).select_one("[name=up_to]")["value"]
    told_of_newcomers(person, WorkingGroupFactory())
    others = told_of_newcomers(a_member(), WorkingGroupFactory())
    response = client.post("/avisos/llegits/", {"up_to": up_to}, follow=True)
    assert (unread(person), unread(others[0].recipient)) == (1, 1)
    client.post(*undo_in(response))
    assert unread(person) == 4


def test_all_is_only_offered_where_all_is_listed(client, person):
    for one in WorkingGroupFactory.create_batch(21):
        told_of_newcomers(person, one)
    paths = ("/avisos/", "/avisos/?unread=on", "/avisos/?pagina=2", "/avisos/?section=grups")
    offered = [len(soup(client.get(path)).select("[name=up_to]")) for path in paths]
    Notification.objects.update(read_at=timezone.now())
    assert (offered, len(soup(client.get("/avisos/")).select("[name=up_to]"))) == ([1, 1, 0, 0], 0)


def test_marking_what_was_read_says_nothing(client, person, group):
    (noted,) = told_of_newcomers(person, group, read_at=timezone.now())
    assert soup(client.post("/avisos/llegits/", {"fold": noted.fold}, follow=True)).select("#messages form") == []


@pytest.mark.parametrize(
    "data", [{}, {"up_to": ""}, {"up_to": "x"}, {"up_to": "-1"}, {"up_to": "9" * 5000}, {"fold": "a\0b"}]
)
def test_marking_without_saying_what_is_refused(client, person, group, data):
    told_of_newcomers(person, group)
    assert (client.post("/avisos/llegits/", data).status_code, unread(person)) == (400, 1)


@pytest.mark.parametrize("at", ["", "x", "2026-01-01", "2026-13-01T00:00:00+00:00", "2026-01-01T00:00:00"])
def test_taking_back_no_moment_is_refused(client, person, group, at):
    told_of_newcomers(person, group, read_at=timezone.now())
    assert (client.post("/avisos/desfes/", {"at": at}).status_code, unread(person)) == (400, 0)


@pytest.mark.parametrize("path", ["/avisos/llegits/", "/avisos/desfes/"])
def test_marking_is_never_a_get(client, path):
    assert client.get(path).status_code == 405


# Asking again


def test_what_has_not_changed_is_not_sent_again(client, person, group):
    told_of_newcomers(person, group)
    again = {**HTMX, "Notices-Seen": client.get("/avisos/").context["seen"]}
    assert client.get("/avisos/", headers=again).status_code == 204
    told_of_newcomers(person, group)
    response = client.get("/avisos/", headers=again)
    assert (response.status_code, lines(response)) == (200, ["2 persones noves a Cures*"])
    assert response.headers["HX-Push-Url"] == "/avisos/"
    assert [len(soup(response).select(part)) for part in ("h1", "#bell-count[hx-swap-oob] .header__count")] == [0, 1]


def test_in_place_the_list_comes_with_the_message_and_the_bell(client, person, group):
    (noted,) = told_of_newcomers(person, group)
    response = client.post("/avisos/llegits/", {"fold": noted.fold}, headers=HTMX)
    page = soup(response)
    assert lines(response) == [words(page.select_one(".notice__text"))]
    assert [link["href"] for link in page.select("a[autofocus]")] == [f"/avisos/{noted.pk}/"]
    assert len(page.select("#messages[hx-swap-oob] form")) == 1
    assert page.select("#bell-count[hx-swap-oob] .header__count") == []


def test_going_back_in_history_brings_the_whole_page(client):
    response = client.get("/avisos/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert [len(soup(response).select(part)) for part in ("h1", ".ask")] == [1, 1]


def test_list_is_for_those_inside(client_of, roles):
    answers = {role: client_of(roles[role]).get(reverse("notices")).status_code for role in ROLES}
    assert answers == dict.fromkeys(ROLES, 200) | {"anonymous": 302, "former": 302}
