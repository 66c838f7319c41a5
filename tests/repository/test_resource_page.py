"""The page of a resource: what it says to whom, in which state, and what it costs."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from intranet.members.enums import GroupAccess
from repository.domain.locking import newest_words
from repository.domain.reviewing import approve, submit
from repository.enums import Consent, ResourceKind, ResourceVisibility, Review
from repository.models import Credit, Discussion, DownloadCount, ResourcePage, Usefulness
from tests.factories.forum import a_topic
from tests.factories.members import (
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_collection, a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def words(response):
    main = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def status_of(client, page):
    return client.get(page.get_absolute_url()).status_code


def test_who_opens_which(client_of):
    owner, colleague, coordination = a_member(), a_member(), someone_of_coordination()
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    pages = {
        "public": a_resource(owner, visibility=ResourceVisibility.PUBLIC),
        "network": a_resource(owner),
        "private": a_group_resource(private, owner),
        "draft": a_draft(owner),
    }
    readers = {"owner": owner, "colleague": colleague, "coordination": coordination, "guest": a_guest(), "nobody": None}
    answers = {
        name: [status_of(client_of(reader), page) for page in pages.values()] for name, reader in readers.items()
    }
    assert answers == {
        "owner": [200, 200, 200, 200],
        "colleague": [200, 200, 404, 404],
        "coordination": [200, 200, 404, 404],
        "guest": [200, 404, 404, 404],
        "nobody": [200, 302, 302, 302],
    }


def test_what_is_not_there_answers_the_same_as_what_is_not_for_one(client_of):
    page, anyone = a_resource(), client_of(None)
    there, not_there = anyone.get(page.get_absolute_url()), anyone.get("/recursos/no-hi-es/")
    assert (there.url, not_there.url) == (
        f"/compte/login/?next=%2Frecursos%2F{page.slug}%2F",
        "/compte/login/?next=%2Frecursos%2Fno-hi-es%2F",
    )
    assert client_of(a_member()).get("/recursos/no-hi-es/").status_code == 404


def full(owner, number, **facts):
    """With `number` of all that a resource may have."""
    group = WorkingGroupFactory()
    topics = [a_topic(group) for _ in range(number + 1)]
    page = a_resource(
        owner,
        contents=[f"%PDF-{turn}".encode() for turn in range(number)],
        links=[f"https://exemple.cat/{turn}" for turn in range(number)],
        subjects=SubjectFactory.create_batch(number),
        **facts,
    )
    ResourcePage.objects.filter(pk=page.pk).update(from_topic=topics[0], useful_count=number, download_count=number)
    Discussion.objects.bulk_create(Discussion(page=page, topic=topic) for topic in topics[1:])
    for turn in range(number):
        Usefulness.objects.create(page=page, council=OrganisationFactory(), note=f"Nota {turn}")
        Credit.objects.create(page=page, person=a_member(), council=OrganisationFactory(), consent=Consent.GIVEN)
        a_collection(pages=[page])
        day = timezone.localdate() - timedelta(days=31 * turn)
        DownloadCount.objects.create(stored=page.stored.first(), day=day, number=1)
    return page


@pytest.mark.parametrize("number", [1, 3, 30])
def test_it_costs_the_same_however_much_there_is(number, client_of, django_assert_num_queries):
    owner = a_member()
    page = full(owner, number)
    client = client_of(owner)
    client.get(page.get_absolute_url())
    with django_assert_num_queries(12):
        response = client.get(page.get_absolute_url())
    said = words(response)
    assert (said.count("exemple.cat/"), said.count("Nota "), response.content.count(b"resource-file__title")) == (
        number,
        number,
        number,
    )


def test_outside_the_network_nobody_is_named_and_only_councils_are_credited(client_of):
    owner, author = a_member(), a_member()
    page = a_resource(owner, visibility=ResourceVisibility.PUBLIC, kind=ResourceKind.PRACTICE, context="Al mercat.")
    council = OrganisationFactory(name="Olot")
    topic = a_topic(title="Tema intern")
    ResourcePage.objects.filter(pk=page.pk).update(from_topic=topic, useful_count=1, reviewed_by=owner)
    Usefulness.objects.create(page=page, council=council, note="Nota interna")
    Credit.objects.create(page=page, person=author, council=council, consent=Consent.GIVEN)
    inside, outside = (
        words(client_of(owner).get(page.get_absolute_url())),
        words(client_of(None).get(page.get_absolute_url())),
    )
    secrets = (owner.full_name, author.full_name, owner.email, "Nota interna", "Tema intern")
    assert [secret in inside for secret in secrets] == [True, True, False, True, True]
    assert [secret in outside for secret in secrets] == [False] * 5
    assert council.full_name in unescape(outside)
    assert "Al mercat." in outside


def test_topics_and_collections_that_one_may_not_see_are_not_named(client_of):
    page, reader = a_resource(), a_member()
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    for title, group in (("Tema obert", WorkingGroupFactory()), ("Tema secret", private)):
        Discussion.objects.create(page=page, topic=a_topic(group, title=title))
    a_collection(title="Per a tots", pages=[page])
    a_collection(title="Només meva", visibility="own", pages=[page])
    said = words(client_of(reader).get(page.get_absolute_url()))
    assert [name in said for name in ("Tema obert", "Tema secret", "Per a tots", "Només meva")] == [
        True,
        False,
        True,
        False,
    ]


def test_readers_keep_the_published_words_and_keepers_find_the_newest(client_of):
    owner, reader = a_member(), a_member()
    page = a_resource(owner, title="Com era")
    newer = newest_words(page)
    newer.title = "Com serà"
    newer.save_revision(user=owner, clean=False)
    ResourcePage.objects.filter(pk=page.pk).update(review=Review.WAITING)
    address = page.get_absolute_url()
    said = [
        ("Com era" in told, "Com serà" in told)
        for told in (
            words(client_of(reader).get(address)),
            words(client_of(reader).get(address, {"nou": "1"})),
            words(client_of(owner).get(address)),
            words(client_of(owner).get(address, {"nou": "1"})),
        )
    ]
    assert said == [(True, False), (True, False), (True, False), (False, True)]


@pytest.mark.parametrize(
    ("facts", "ago", "banner"),
    [
        ({"archived_at": timezone.now(), "archive_reason": "expired"}, {}, "It is archived"),
        ({}, {"review_due": 1}, "It is overdue for review"),
        ({}, {"expires_on": 1}, "It is not valid any more"),
        ({}, {"review_due": 0, "expires_on": 0}, None),
    ],
)
def test_whether_it_holds_is_said_first(facts, ago, banner, client_of, settings):
    settings.LANGUAGE_CODE = "en"
    page = a_resource()
    days = {name: timezone.localdate() - timedelta(days=number) for name, number in ago.items()}
    ResourcePage.objects.filter(pk=page.pk).update(**facts, **days)
    response = client_of(a_member()).get(page.get_absolute_url())
    assert [one.title for one in response.context["banners"]] == ([banner] if banner else [])


def trail_on(client, address):
    nav = client.get(address).content.decode().partition('<nav class="breadcrumbs')[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]+)"', nav)


def test_every_page_under_a_resource_says_the_whole_way_here(client_of):
    owner = a_member()
    page = a_resource(owner)
    client, home, here = client_of(owner), ["/", "/recursos/"], page.get_absolute_url()
    below = ("parleu-ne/", "servit/", "aplega/", "versions/", "vigencia/")
    assert [trail_on(client, f"{here}{name}") for name in below] == [[*home, here]] * len(below)
    version = page.versions.get()
    assert trail_on(client, f"{here}versions/{version.pk}/") == [*home, here, f"{here}versions/"]
    collection = a_collection(owner)
    kept = collection.get_absolute_url()
    assert trail_on(client, f"{kept}edita/") == [*home, "/recursos/colleccions/", kept]


def test_on_paper_no_heading_stands_alone(client_of):
    member, page = a_member(), a_resource()
    talk = re.compile(r'<section class="([^"]*)" aria-labelledby="resource-talk">')
    client, address = client_of(member), page.get_absolute_url()
    assert talk.findall(client.get(address).content.decode()) == ["panel resource-part no-print"]
    Discussion.objects.create(page=page, topic=a_topic())
    assert talk.findall(client.get(address).content.decode()) == ["panel resource-part"]


@pytest.mark.parametrize(("day", "said"), [(date(2026, 11, 2), "el 2 "), (date(2026, 11, 11), "l’11 ")])
def test_a_day_that_begins_with_a_vowel_is_elided(day, said, client_of):
    page = a_resource(organisation=None)
    ResourcePage.objects.filter(pk=page.pk).update(reviewed_on=day, reviewed_by=page.owner)
    answer = words(client_of(a_member()).get(page.get_absolute_url()))
    assert f"va dir {said}de novembre de 2026 que és vàlid" in unescape(answer)


def test_who_let_it_be_published_is_not_said_to_have_found_it_valid_since(client_of, settings):
    settings.LANGUAGE_CODE = "en"
    owner, reviewer = a_member(), someone_of_coordination()
    page = approve(submit(a_draft(owner, organisation=None), by=owner), by=reviewer)
    said = []
    for days, looked in ((0, reviewer), (30, owner)):
        published = timezone.now() - timedelta(days=days)
        ResourcePage.objects.filter(pk=page.pk).update(
            first_published_at=published, last_published_at=published, reviewed_by=looked
        )
        answer = unescape(words(client_of(a_member()).get(page.get_absolute_url())))
        said.append((f"reviewed by {looked.full_name}" in answer, f"{looked.full_name} said on" in answer))
    assert said == [(True, False), (False, True)]


def test_what_one_does_with_it_comes_before_its_words(client_of):
    text = client_of(a_member()).get(f"/recursos/{a_resource().slug}/").content.decode()
    parts = ('id="resource-save"', "resource__main", "resource__aside")
    assert sorted(parts, key=text.index) == list(parts)
