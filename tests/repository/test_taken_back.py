"""What somebody has taken back: former versions that hold it, and their files."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from forum.models import Topic
from repository.domain.consenting import answer, take_out
from repository.domain.locking import newest_words
from repository.domain.origins import origin_of, prefilled, propose_from_topic
from repository.domain.reviewing import approve, submit
from repository.domain.storing import drop_unused
from repository.domain.versions import WHY_CLOSED, is_closed
from repository.enums import Consent
from repository.models import Credit, ResourcePage, StoredFile, Version
from repository.models.files import address_of_file
from tests.factories.consents import SAID, attached, change, in_text
from tests.factories.forum import a_topic
from tests.factories.members import (
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return a_topic(title="Mercat de pagès", body=SAID)


@pytest.fixture
def proposer():
    return a_member()


@pytest.fixture
def page(topic, proposer):
    return propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)


def published_with_their_words(page, topic, proposer):
    """And then without them: its first version holds them."""
    reviewer = someone_of_coordination()
    credit = answer(Credit.objects.get(), by=topic.author, agrees=True)
    approve(submit(page, by=proposer), by=reviewer)
    answer(credit, by=topic.author, agrees=False)
    change(page, proposer, summary="Un mercat.", body=in_text("<p>Els mercats van bé.</p>"))
    take_out(credit, by=proposer)
    approve(submit(page, by=proposer), by=reviewer)
    change(page, proposer, year=2024)
    return reviewer


def test_a_former_version_with_what_was_taken_back_is_neither_shown_nor_gone_back_to(page, topic, proposer, client_of):
    reviewer = published_with_their_words(page, topic, proposer)
    now, former = Version.objects.order_by("-pk")
    browser, place = client_of(proposer), reverse("resource_version", args=[page.slug, former.pk])
    shown = browser.get(place).content.decode()
    assert [str(WHY_CLOSED) in shown, "tres pagesos" in shown, topic.author.full_name in shown] == [True, False, False]
    seen = ResourcePage.objects.get().latest_revision_id
    browser.post(place, {"seen": seen})
    assert ResourcePage.objects.get().latest_revision_id == seen
    open_one = browser.get(reverse("resource_version", args=[page.slug, now.pk])).content.decode()
    assert "Els mercats van bé" in open_one
    # Nor by the CMS
    desk = client_of(reviewer)
    by_api = reverse("wagtailadmin_api:pages:action", args=[page.pk, "revert_to_page_revision"])
    assert desk.post(by_api, {"revision_id": former.revision_id}).status_code == 404
    assert "tres pagesos" not in str(newest_words(ResourcePage.objects.get()).body.raw_data)
    for name in ("revisions_view", "revisions_revert"):
        answer_ = desk.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk, former.revision_id]), follow=True)
        assert [b"tres pagesos" in answer_.content, str(WHY_CLOSED) in answer_.content.decode()] == [False, True]
    for one in ("earliest", former.revision_id):
        compared = desk.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, one, "latest"]))
        assert compared.url == reverse("wagtailadmin_pages:history", args=[page.pk])
    between = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, now.revision_id, "latest"])
    assert desk.get(between).status_code == 200


def test_who_agrees_after_all_opens_it_again(page, topic, proposer):
    published_with_their_words(page, topic, proposer)
    former = Version.objects.order_by("pk").first()
    closed = []
    for consent in (Consent.OUT, Consent.REFUSED, Consent.GIVEN):
        Credit.objects.update(consent=consent)
        closed.append(is_closed(former.revision, ResourcePage.objects.get()))
    assert closed == [True, True, False]


def test_what_comes_back_is_closed_although_it_is_the_newest(page, topic, proposer):
    published_with_their_words(page, topic, proposer)
    now = ResourcePage.objects.get()
    clean = now.latest_revision
    Version.objects.order_by("pk").first().revision.as_object().save_revision(user=proposer, clean=False)
    now = ResourcePage.objects.get()
    closed = [is_closed(one, now) for one in (now.latest_revision, now.live_revision, clean)]
    Credit.objects.update(consent=Consent.REFUSED)  # its keepers are to take it out
    assert (closed, is_closed(now.latest_revision, now)) == ([True, False, False], False)


@pytest.mark.parametrize("gone", ["topic", "post"])
def test_what_cannot_be_compared_any_more_stays_closed(topic, proposer, gone):
    reply = topic.posts.get()
    page = propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)
    change(page, proposer, body=in_text(f"<p>Sense cap nom.</p>{SAID}"))
    published_with_their_words(page, topic, proposer)
    former = Version.objects.order_by("pk").first()
    if gone == "topic":
        Topic.objects.all().delete()
    else:
        Credit.objects.update(posts=[reply.pk + 999])
    now = ResourcePage.objects.get()
    closed = [is_closed(one, now) for one in (former.revision, now.live_revision, now.latest_revision)]
    assert closed == [True, False, False]


def test_a_file_that_was_taken_back_is_opened_by_nobody_and_goes(proposer, client_of):
    topic = a_topic(title="Mercat", body=SAID)
    attached(topic.posts.get(), "acta.txt", b"Una acta.")
    page = propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)
    reviewer, stored, browser = someone_of_coordination(), StoredFile.objects.get(), client_of(proposer)
    answer(Credit.objects.get(), by=topic.author, agrees=True)
    approve(submit(page, by=proposer), by=reviewer)
    answer(Credit.objects.get(), by=topic.author, agrees=False)

    def opens():
        with time_machine.travel(timezone.now() + timedelta(days=30)):
            dropped = drop_unused()
        return browser.get(address_of_file(page, stored)).status_code, dropped

    assert opens() == (200, 0)  # what readers see offers it
    change(page, proposer, summary="Un mercat.", body=in_text("<p>Els mercats van bé.</p>"), files=[])
    take_out(Credit.objects.get(), by=proposer)
    approve(submit(page, by=proposer), by=reviewer)
    assert browser.get(address_of_file(page, stored)).status_code == 404
    Credit.objects.update(consent=Consent.GIVEN)
    assert opens() == (200, 0)  # what it said before offers it
    Credit.objects.update(consent=Consent.REFUSED)
    assert opens() == (404, 1)
    Credit.objects.update(consent=Consent.GIVEN)
    former = reverse("resource_version", args=[page.slug, Version.objects.order_by("pk").first().pk])
    assert (b"tres pagesos" in browser.get(former).content, b"acta.txt" in browser.get(former).content) == (True, False)
