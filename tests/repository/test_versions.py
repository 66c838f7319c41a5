"""What a resource said before can be seen by those who keep it, and gone back to."""

import pytest
from django.urls import reverse

from repository.domain.locking import newest_words
from repository.domain.proposing import save_words
from repository.domain.reviewing import approve, submit
from repository.enums import Review
from repository.models import ResourcePage, Version
from tests.factories.members import OrganisationFactory, a_member, someone_of_coordination
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_member(OrganisationFactory())


@pytest.fixture
def page(author):
    """Published twice."""
    page = a_resource(author, title="Primera", organisation=author.positions.get().organisation)
    words = newest_words(page)
    words.title = "Segona"
    save_words(words, by=author)
    approve(submit(page, by=author), by=someone_of_coordination())
    return ResourcePage.objects.get()


def test_each_publication_is_a_version(page, author, client_of):
    listed = client_of(author).get(reverse("resource_history", args=[page.slug])).context["versions"]
    assert [(version.by, version.revision_id == page.live_revision_id) for version in listed] == [
        (author, True),
        (author, False),
    ]


def test_a_former_one_is_gone_back_to_as_a_draft(page, author, client_of):
    first = Version.objects.order_by("pk").first()
    browser, place = client_of(author), reverse("resource_version", args=[page.slug, first.pk])
    shown = browser.get(place)
    assert shown.context["words"].title == "Primera"
    title = shown.context["changes"][0]
    assert [(piece.how, piece.text) for piece in title.pieces] == [("taken", "Primera"), ("added", "Segona")]
    assert browser.post(place, {"seen": page.latest_revision_id}).url == reverse("resource_submit", args=[page.slug])
    row = ResourcePage.objects.get()
    assert (row.title, newest_words(row).title, row.review) == ("Segona", "Primera", Review.DRAFT)


def test_others_find_none(page, client_of):
    first = Version.objects.order_by("pk").first()
    reader = client_of(a_member())
    places = (reverse("resource_history", args=[page.slug]), reverse("resource_version", args=[page.slug, first.pk]))
    answers = [reader.get(place) for place in places]
    assert [(answer.status_code, b"Primera" in answer.content) for answer in answers] == [(404, False)] * 2


def test_what_a_colleague_wrote_meanwhile_is_not_written_over(page, author, client_of):
    first = Version.objects.order_by("pk").first()
    browser, place = client_of(author), reverse("resource_version", args=[page.slug, first.pk])
    seen = page.latest_revision_id
    words = newest_words(page)
    words.title = "Tercera"
    save_words(words, by=author)
    answer = browser.post(place, {"seen": seen}, follow=True)
    assert "Algú ha canviat el recurs mentrestant" in answer.content.decode()
    assert "Té canvis que no s’han publicat" in answer.content.decode()
    assert newest_words(ResourcePage.objects.get()).title == "Tercera"
