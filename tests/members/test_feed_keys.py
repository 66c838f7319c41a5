"""The key of a person's private feeds: whose it is, when it ends, and the page on which it is renewed."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from intranet.members import feeds
from intranet.members.feeds import Feed, feed_token, person_of, register_feeds, renew
from intranet.members.models import FeedKey, GroupMembership, User
from tests.factories.members import PositionFactory, a_former_member, a_guest, a_member

pytestmark = pytest.mark.django_db

PAGE, RENEW = "/compte/privacitat/", "/compte/privacitat/canals/"


@pytest.fixture
def berta():
    return a_member()


def test_token_is_the_same_until_it_is_renewed_and_each_persons_own(berta):
    other = a_member()
    first = feed_token(berta)
    assert (feed_token(berta), person_of(first), FeedKey.objects.count()) == (first, berta, 0)
    tokens = {first, feed_token(other)}
    for _time in range(2):
        renew(berta)
        tokens.add(feed_token(berta))
    assert len(tokens) == 4
    assert [person_of(token) for token in (first, feed_token(berta), feed_token(other))] == [None, berta, other]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "0",
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: "0" + token,
        lambda token: token.upper() + "x",
        lambda token: token.replace("-", "--"),
        lambda _token: "",
        lambda _token: f"{10**17}-{'0' * 40}",
        lambda _token: f"{10**30}-{'0' * 40}",
        lambda _token: f"\u0661-{'0' * 40}",
    ],
)
def test_a_token_that_is_not_quite_one_is_nobodys(berta, spoil):
    assert person_of(spoil(feed_token(berta))) is None


def test_nobody_has_another_persons_key(berta):
    _pk, digest = feed_token(berta).split("-")
    assert person_of(f"{a_member().pk}-{digest}") is None


def test_token_never_sits_in_the_database(berta):
    renew(berta)
    secret = feed_token(berta).split("-")[1]
    assert secret not in str(FeedKey.objects.values().get())


def test_who_has_no_access_reads_no_feed(berta):
    former, guest = a_former_member(), a_guest()
    tokens = [feed_token(one) for one in (former, guest, berta)]
    assert [person_of(token) for token in tokens] == [None, guest, berta]
    GroupMembership.objects.filter(user=guest).update(until=timezone.localdate())
    User.objects.filter(pk=berta.pk).update(is_active=False)
    assert [person_of(token) for token in tokens] == [None, None, None]


def test_access_that_comes_back_opens_the_same_address():
    former = a_former_member()
    token = feed_token(former)
    PositionFactory(user=former, starts_on=timezone.localdate() - timedelta(days=1))
    assert person_of(token) == former


def test_a_key_of_the_site_that_was_laid_down_still_opens(berta, settings):
    before, old = settings.SECRET_KEY, feed_token(berta)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key, for this test alone", [before]
    new = feed_token(berta)
    assert (old != new, person_of(old), person_of(new)) == (True, berta, berta)
    settings.SECRET_KEY_FALLBACKS = []
    assert (person_of(old), person_of(new)) == (None, berta)


def test_whose_it_is_costs_one_statement(berta, django_assert_num_queries):
    with django_assert_num_queries(1):
        token = feed_token(berta)
    with django_assert_num_queries(1):
        assert person_of(token).standing.in_network


def test_two_sections_cannot_have_one_name(monkeypatch):
    monkeypatch.setattr(feeds, "_builders", {})
    register_feeds("agenda", lambda _person, _token: [])
    with pytest.raises(ValueError, match="agenda"):
        register_feeds("agenda", lambda _person, _token: [])


# The page


def shown(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [link["href"] for link in page.select('a[type="application/rss+xml"]')]


def test_the_page_shows_the_addresses_and_renews_them(client_of, berta, monkeypatch):
    monkeypatch.setattr(
        feeds, "_builders", {"x": lambda _person, token: [Feed("Agenda", f"https://x.example/{token}")]}
    )
    client, before = client_of(berta), feed_token(berta)
    assert shown(client.get(PAGE)) == [f"https://x.example/{before}"]
    assert client.get(RENEW).status_code == 200
    assert feed_token(berta) == before
    response = client.post(RENEW, follow=True)
    after = feed_token(berta)
    assert (response.redirect_chain, shown(response)) == ([(PAGE, 302)], [f"https://x.example/{after}"])
    assert (after != before, person_of(before)) == (True, None)


def test_the_page_writes_nothing_by_being_looked_at(client_of, berta):
    client_of(berta).get(PAGE)
    assert FeedKey.objects.count() == 0
