"""The shelf of circulars: year by year, and what each holds for the one who looks."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from home.circular.domain.months import taking_proposals
from home.circular.enums import CircularState, Section
from home.circular.models import CircularPage
from intranet.members.enums import GroupAccess
from intranet.members.feeds import feed_token
from tests.factories.agenda import a_group_event
from tests.factories.circular import a_circular, a_sent_circular, an_entry
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db


def shelf(client, query=""):
    found = client.get(f"/circular/{query}").context["shelf"]
    return [(one.circular.month, one.count, one.headlines) for one in found]


def test_the_latest_twelve_or_a_year_at_a_time(client_of):
    client = client_of(a_member())
    months = [date(2024, 12, 1), *(date(2025, number, 1) for number in (3, 11)), date(2026, 1, 1)]
    for month in (*(date(2023, number, 1) for number in range(1, 13)), *months):
        a_sent_circular(month)
    latest = shelf(client)
    assert ([month for month, _count, _titles in latest[:4]], len(latest)) == (months[::-1], 12)
    assert [month for month, _count, _titles in shelf(client, "2025/")] == [date(2025, 11, 1), date(2025, 3, 1)]
    years = client.get("/circular/2025/").context["years"]
    assert [(year.href, year.is_current) for year in years] == [
        ("/circular/", False),
        ("/circular/2026/", False),
        ("/circular/2025/", True),
        ("/circular/2024/", False),
        ("/circular/2023/", False),
    ]
    assert client.get("/circular/2022/").status_code == HTTPStatus.NOT_FOUND


def test_what_is_in_preparation_is_coordinations(client_of):
    a_sent_circular(date(2026, 1, 1), state=CircularState.PAUSED)
    a_circular(date(2026, 2, 1), title="Encara secreta")
    member, coordination = client_of(a_member()), client_of(someone_of_coordination())
    assert [month for month, _count, _titles in shelf(member)] == [date(2026, 1, 1)]
    assert shelf(coordination) == shelf(member)
    assert member.get("/circular/").context["unsent"] == []
    assert [one.title for one in coordination.get("/circular/").context["unsent"]] == ["Encara secreta"]


def test_counts_and_headlines_are_of_what_one_may_see(client_of):
    insider = a_member()
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=insider)
    circular = a_sent_circular(date(2026, 1, 1))
    an_entry(circular, title="De tothom", is_highlight=True, section=Section.AGENDA)
    an_entry(circular, title="Sopar secret", is_highlight=True, event=a_group_event(group))
    assert shelf(client_of(insider)) == [(date(2026, 1, 1), 2, ["De tothom", "Sopar secret"])]
    assert shelf(client_of(someone_of_coordination())) == [(date(2026, 1, 1), 1, ["De tothom"])]
    assert "Sopar secret" not in client_of(a_member()).get("/circular/").content.decode()


def test_headlines_stand_in_the_order_of_the_circular(client_of):
    circular = a_sent_circular(date(2026, 1, 1))
    for section in reversed(Section):
        an_entry(circular, title=section.value, is_highlight=True, section=section)
    assert shelf(client_of(a_member())) == [(date(2026, 1, 1), len(Section), Section.values)]


def test_it_says_until_when_one_may_propose_and_opens_nothing(client_of):
    client = client_of(a_member())
    page = client.get("/circular/").content.decode()
    assert ('class="circular-taking' in page, 'href="/circular/proposa/"' in page) == (True, True)
    circular = a_circular(title="Circular de demà")
    assert client.get("/circular/").context["taking"] == circular
    CircularPage.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    told = client.get("/circular/").context["taking"]
    assert (told.month > circular.month, told.pk, CircularPage.objects.count()) == (True, None, 1)
    opened = taking_proposals()
    assert (told.month, told.title, told.deadline) == (opened.month, opened.title, opened.deadline)


def test_own_feed_is_at_hand(client_of):
    person = a_member()
    a_sent_circular()
    assert f"/circular/rss/{feed_token(person)}/" in client_of(person).get("/circular/").content.decode()


@pytest.mark.parametrize("number", [1, 3, 12])
def test_statements_do_not_grow(number, client_of, django_assert_num_queries):
    """Session, person, bell; years, circulars, their entries, the one that takes proposals, the feed's key."""
    client = client_of(a_member())
    for month in range(1, number + 1):
        an_entry(a_sent_circular(date(2025, month, 1)), is_highlight=True)
    client.get("/circular/")
    with django_assert_num_queries(8):
        response = client.get("/circular/")
    assert len(response.context["shelf"]) == number
