"""By whatever way a resource comes to its readers, it is whole, agreed to, and for no more people than it may be."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from forum.enums import Outcome
from intranet.notifications.models import Notification
from repository.domain.locking import newest_words
from repository.domain.origins import origin_of, prefilled, propose_from_topic
from repository.domain.proposing import save_words
from repository.domain.reviewing import approve, send_back, submit
from repository.domain.workflow import send_round
from repository.enums import Consent, ResourceVisibility, Review
from repository.models import Credit, ResourcePage
from repository.models.pages import READ_OUTSIDE
from tests.factories.forum import an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db
UNASKED = "encara no ha respost"
FAILED = "que va fracassar"


@pytest.fixture
def coordination(roles):
    return roles["coordination"]


@pytest.fixture
def browser(coordination, client_of):
    return client_of(coordination)


@pytest.fixture
def failure():
    """Sent past the site's own checks, by somebody who has asked the author."""
    told = an_experience(author=a_member(), outcome=Outcome.FAILURE, done="Vam obrir.", worked="Poc.").topic
    proposer = a_member()
    page = propose_from_topic(prefilled(origin_of(told), by=proposer), told, by=proposer)
    send_round(page, by=proposer)
    page.refresh_from_db()
    return page


def form_of(page, **facts):
    words = newest_words(page)
    names = ("title", "kind", "summary", "visibility", "language", "licence", "context", "measures", "results")
    data = {name: getattr(words, name) for name in names}
    data |= {"group": words.group_id or "", "organisation": words.organisation_id or "", "departments": []}
    empty = {"body": streamfield([]), "links": inline_formset([]), "comments": inline_formset([])}
    return nested_form_data({**data, **empty, **facts})


def is_seen(page):
    return ResourcePage.objects.get(pk=page.pk).live


def problems(response):
    return " ".join(response.context["form"].non_field_errors())


def test_the_editor_of_the_cms_publishes_nothing_that_may_not_be_seen(browser, failure):
    place = reverse("wagtailadmin_pages:edit", args=[failure.pk])
    for button in ({"action-publish": "1"}, {"action-workflow-action": "1", "workflow-action-name": "approve"}):
        response = browser.post(place, {**form_of(failure, visibility="public", licence="cc0"), **button})
        said = problems(response)
        assert ([UNASKED in said, FAILED in said], is_seen(failure)) == ([True, True], False)
    assert browser.post(place, form_of(failure)).status_code == 302


def test_nor_do_its_review_its_selection_of_many_and_its_api(browser, failure):
    task = TaskState.objects.get()
    response = browser.get(reverse("wagtailadmin_pages:edit", args=[failure.pk]))
    assert UNASKED in response.content.decode()
    browser.post(reverse("wagtailadmin_pages:workflow_action", args=[failure.pk, "approve", task.pk]), {"comment": ""})
    browser.post(f"/admin/bulk/wagtailcore/page/publish/?id={failure.pk}")
    refused = browser.post(f"/admin/api/main/pages/{failure.pk}/action/publish/")
    assert (refused.status_code, is_seen(failure)) == (404, False)


def test_nor_does_a_date(failure):
    with pytest.raises(ValidationError, match=UNASKED):
        failure.get_latest_revision().publish(log_action="wagtail.publish.scheduled")
    assert is_seen(failure) is False


def test_nor_does_the_review_on_the_site(coordination, failure):
    Credit.objects.update(consent=Consent.GIVEN)
    words = newest_words(failure)
    words.visibility, words.licence = ResourceVisibility.PUBLIC, "cc0"
    words.save_revision(clean=False)
    with pytest.raises(ValidationError, match=FAILED):
        approve(failure, by=coordination)
    assert is_seen(failure) is False


def test_what_others_read_does_not_go_into_a_private_group():
    council = OrganisationFactory()
    author, group = a_member(council), WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=author)
    page = a_resource(author, organisation=council)
    words = newest_words(page)
    words.group, words.visibility = group, ResourceVisibility.GROUP
    for write in (lambda: save_words(words, by=author), words.save_revision, words.full_clean):
        with pytest.raises(ValidationError) as refused:
            write()
        assert refused.value.message_dict == {"group": [str(READ_OUTSIDE)]}
    assert newest_words(ResourcePage.objects.get()).group is None


@pytest.fixture
def group():
    return WorkingGroupFactory()


def test_what_the_whole_world_sees_waits_for_coordination(group, coordination):
    coordinator = GroupMembershipFactory(group=group, user=a_member(), role="coordinator").user
    page = a_draft(coordinator, group=group, visibility=ResourceVisibility.PUBLIC, licence="cc-by")
    page = submit(page, by=coordinator)
    assert (page.review, page.live) == (Review.WAITING, False)
    asked = Notification.objects.filter(kind="resource_review_asked").values_list("recipient", flat=True)
    assert list(asked) == [coordination.pk]
    with pytest.raises(ValidationError) as refused:
        approve(page, by=coordinator)
    assert refused.value.code == "public"
    assert approve(page, by=coordination).live is True
    words = newest_words(page)
    words.summary = "Amb una errada menys."
    save_words(words, by=coordinator)
    assert submit(page, by=coordinator).summary == "Amb una errada menys."


def test_a_groups_coordinators_publish_what_stays_among_its_readers_and_return_the_rest(group):
    someone_of_coordination()
    page = a_group_resource(group)
    words = newest_words(page)
    words.visibility, words.licence = ResourceVisibility.PUBLIC, "cc-by"
    save_words(words, by=page.owner)
    assert submit(page, by=page.owner).review == Review.WAITING
    send_back(page, by=page.owner, note="Només per al grup")
    words.visibility = ResourceVisibility.NETWORK
    save_words(words, by=page.owner)
    assert submit(page, by=page.owner).visibility == ResourceVisibility.NETWORK


def test_the_cms_offers_no_dates(browser, failure):
    """A resource has a day of its own, «Vàlid fins al», and is published when somebody says so."""
    html = browser.get(reverse("wagtailadmin_pages:edit", args=[failure.pk])).content.decode()
    assert ["expires_on" in html, "go_live_at" in html, "expire_at" in html] == [True, False, False]


def test_the_cms_keeps_what_is_half_done_and_does_not_publish_it(browser, coordination):
    page = a_resource(coordination)
    place = reverse("wagtailadmin_pages:edit", args=[page.pk])
    half = {**form_of(page, links=inline_formset([{"url": "https://exemple.cat", "title": "Font"}])), "summary": ""}
    browser.post(place, half)
    assert newest_words(ResourcePage.objects.get()).summary == ""
    for summary in ("", "Ara sí."):
        browser.post(place, {**half, "summary": summary, "action-publish": "1"})
        assert ResourcePage.objects.get().summary == (summary or page.summary)
