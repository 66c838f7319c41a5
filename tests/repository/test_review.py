"""What is proposed goes through Wagtail's workflow, and is told by us alone."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.models import Notification
from repository.domain.locking import ChangedMeanwhileError, newest_words
from repository.domain.proposing import discard, save_words
from repository.domain.reviewing import approve, send_back, submit, withdraw
from repository.enums import ResourceVisibility, Review
from repository.models import ResourcePage
from repository.rules import can_keep
from repository.signals import resource_published, resource_reviewed, resource_submitted
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_draft, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return someone_of_coordination()


@pytest.fixture
def council():
    return OrganisationFactory()


@pytest.fixture
def author(council):
    return a_member(council)


@pytest.fixture
def page(author, council):
    return submit(a_draft(author, organisation=council, title="Guia"), by=author)


@pytest.fixture
def signalled():
    found, receivers = [], {}
    for signal, word in ((resource_submitted, "sent"), (resource_reviewed, "decided"), (resource_published, "seen")):

        def keep(page, by, word=word, **_signal):
            found.append((word, page.review, by))

        receivers[signal] = keep
        signal.connect(keep)
    yield found
    for signal, keep in receivers.items():
        signal.disconnect(keep)


def now(page):
    return ResourcePage.objects.get(pk=page.pk)


def test_sent_it_waits_and_is_seen_by_whoever_decides(page, reviewer, author):
    assert (page.review, page.live) == (Review.WAITING, False)
    assert list(ResourcePage.objects.reviewed_by(reviewer)) == [page]
    assert [list(ResourcePage.objects.visible_to(one)) for one in (a_member(), author)] == [[], [page]]


def test_sent_twice_it_waits_once(page, author, signalled):
    submit(page, by=author)
    assert (WorkflowState.objects.count(), TaskState.objects.count(), signalled) == (1, 1, [])


def test_accepted_it_is_seen(page, reviewer, author, signalled):
    approve(page, by=reviewer, seen=page.latest_revision_id, note="Gràcies")
    row = now(page)
    assert (row.live, row.review, row.review_note, row.reviewed_by) == (True, Review.PUBLISHED, "Gràcies", reviewer)
    assert list(ResourcePage.objects.shown_to(a_member())) == [row]
    assert signalled == [("seen", Review.PUBLISHED, author), ("decided", Review.PUBLISHED, reviewer)]
    assert list(WorkflowState.objects.values_list("status", flat=True)) == ["approved"]


def test_returned_it_says_why_and_goes_on_where_it_was(page, reviewer, author, signalled):
    send_back(page, by=reviewer, seen=page.latest_revision_id, note="Falta la font")
    row = now(page)
    assert (row.live, row.review, row.review_note) == (False, Review.RETURNED, "Falta la font")
    words = newest_words(row)
    words.title = "Guia amb font"
    save_words(words, by=author)
    again = submit(row, by=author)
    assert (again.review, again.review_note) == (Review.WAITING, "")
    rounds = TaskState.objects.order_by("pk").values_list("status", "comment")
    assert list(rounds) == [("rejected", "Falta la font"), ("in_progress", "")]
    assert [word for word, _review, _by in signalled] == ["decided", "sent"]
    approve(again, by=reviewer)
    assert (now(page).title, now(page).live) == ("Guia amb font", True)


def test_who_decides_finds_the_way_to_its_text_where_they_may_change_it(page, reviewer, author, client_of):
    group = WorkingGroupFactory()
    for person in (author, coordinator := a_member()):
        GroupMembershipFactory(group=group, user=person, role="member" if person == author else "coordinator")
    of_group = submit(a_draft(author, group=group), by=author)
    ways = [
        f'href="{reverse("resource_edit", args=[one.slug, 1])}"'
        in client_of(person).get(reverse("resource_review", args=[one.slug])).content.decode()
        for person, one in ((reviewer, page), (coordinator, of_group))
    ]
    may = [can_keep(person, one) for person, one in ((reviewer, page), (coordinator, of_group))]
    assert (ways, may[0]) == (may, True)


def test_it_is_not_returned_without_a_remark(page, reviewer):
    with pytest.raises(ValidationError) as refused:
        send_back(page, by=reviewer, note=" ")
    assert list(refused.value.message_dict) == ["note"]
    assert now(page).review == Review.WAITING


def test_what_was_changed_meanwhile_is_not_decided_on(page, reviewer, author):
    words = newest_words(page)
    words.title = "Una altra cosa"
    save_words(words, by=author)
    for decide in (approve, send_back):
        with pytest.raises(ChangedMeanwhileError):
            decide(page, by=reviewer, seen=page.latest_revision_id, note="Bé")
    row = now(page)
    assert (row.review, row.live) == (Review.WAITING, False)
    assert TaskState.objects.get().revision_id == row.latest_revision_id


def test_what_is_withdrawn_or_discarded_is_not_decided_on(page, reviewer, author):
    assert withdraw(page, by=author).review == Review.DRAFT
    assert approve(page, by=reviewer).live is False
    assert list(WorkflowState.objects.values_list("status", flat=True)) == ["cancelled"]
    again = submit(page, by=author)
    assert discard(again, by=author) is True
    with pytest.raises(PermissionDenied):
        approve(again, by=reviewer)


def test_decided_by_coordination_or_the_groups_coordinators_alone(author, reviewer):
    group = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=author)
    coordinator = GroupMembershipFactory(group=group, role="coordinator", user=a_member()).user
    page = a_draft(author, group=group, visibility=ResourceVisibility.GROUP)
    page = submit(page, by=author)
    assert [list(ResourcePage.objects.visible_to(one)) for one in (reviewer, coordinator)] == [[], [page]]
    for person in (reviewer, author, a_member()):
        with pytest.raises(PermissionDenied):
            approve(page, by=person)
    assert approve(page, by=coordinator).live is True


def test_who_decides_publishes_at_once(reviewer):
    page = submit(a_draft(reviewer), by=reviewer)
    assert (page.live, page.review, WorkflowState.objects.count()) == (True, Review.PUBLISHED, 0)


def test_what_is_missing_is_not_sent(author, council):
    page = a_draft(author, organisation=council, body=[], summary="")
    with pytest.raises(ValidationError) as refused:
        submit(page, by=author)
    assert len(refused.value.messages) == 2
    assert now(page).review == Review.DRAFT


def test_an_edit_of_a_published_one_waits_while_readers_keep_the_old_words(author, council, reviewer):
    page = a_resource(author, organisation=council, title="Abans")
    words = newest_words(page)
    words.title = "Després"
    save_words(words, by=author)
    submit(page, by=author)
    assert ResourcePage.objects.shown_to(a_member()).get().title == "Abans"
    assert list(ResourcePage.objects.reviewed_by(reviewer)) == [page]
    approve(page, by=reviewer)
    assert ResourcePage.objects.shown_to(a_member()).get().title == "Després"


def test_wagtail_mails_nobody(page, reviewer, author, roles, client_of):
    """Neither of what is decided on the site, nor in the CMS, nor in a private group; ours go to whom they are for."""
    group = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=author)
    lead = GroupMembershipFactory(group=group, role="coordinator", user=a_member()).user
    secret = submit(a_draft(author, group=group, visibility=ResourceVisibility.GROUP, title="Secret"), by=author)
    for one, by in ((page, reviewer), (secret, lead)):
        send_back(one, by=by, note="No")
        submit(one, by=author)
    approve(secret, by=lead)
    for action in ("reject", "approve"):
        task = now(page).current_workflow_task_state
        place = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
        client_of(roles["administrator"]).post(place, {"comment": "Vist"})
        submit(page, by=author)
    assert (now(page).live, [message.subject for message in mail.outbox]) == (True, [])
    deliver_pending()
    told_of_it = {message.to[0] for message in mail.outbox if "Secret" in f"{message.subject} {message.body}"}
    assert (roles["administrator"].email != "", told_of_it) == (True, {author.email})


def told():
    rows = Notification.objects.filter(kind__startswith="resource_review")
    return sorted(rows.values_list("kind", "recipient"))


def test_who_decides_is_told_and_then_who_proposed(author, council):
    coordinator, group = someone_of_coordination(), WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=author)
    inside = GroupMembershipFactory(group=group, role="coordinator", user=a_member()).user
    page = submit(a_draft(author, organisation=council), by=author)
    secret = submit(a_draft(author, group=group, visibility=ResourceVisibility.GROUP), by=author)
    assert told() == sorted([("resource_review_asked", coordinator.pk), ("resource_review_asked", inside.pk)])
    send_back(page, by=coordinator, note="No")
    approve(secret, by=inside)
    assert told() == [("resource_reviewed", author.pk)] * 2
