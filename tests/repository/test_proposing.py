"""A resource is begun, worded and discarded by those who keep it; readers see what was accepted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Page

from repository.domain.locking import ChangedMeanwhileError, newest_words
from repository.domain.proposing import discard, propose, save_words
from repository.domain.publishing import publish
from repository.domain.reviewing import submit, withdraw
from repository.domain.wholeness import gaps_of
from repository.enums import ResourceKind, ResourceVisibility, Review
from repository.models import PrivateShelfPage, ResourceIndexPage, ResourceLink, ResourcePage
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource, unsaved

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return OrganisationFactory(comarca="Bages")


@pytest.fixture
def author(council):
    return a_member(council)


def test_what_is_begun_is_seen_by_its_author_alone(author, council):
    page = propose(unsaved(author, organisation=council, title="  Guia   nova "), by=author)
    row = ResourcePage.objects.get(pk=page.pk)
    facts = (row.title, row.slug, row.comarca, row.live, row.review, row.owner)
    assert facts == ("Guia nova", "guia-nova", "Bages", False, Review.DRAFT, author)
    others = (a_member(council), someone_of_coordination(), a_member())
    assert [list(ResourcePage.objects.visible_to(one)) for one in others] == [[], [], []]
    assert list(ResourcePage.objects.kept_by(author)) == [row]


def test_the_same_form_sent_twice_makes_one(author, council):
    key = uuid4()
    pages = [propose(unsaved(author, organisation=council), by=author, key=key) for _time in range(2)]
    assert (pages[0].pk, ResourcePage.objects.count()) == (pages[1].pk, 1)


def test_guests_do_not_propose(roles):
    with pytest.raises(PermissionDenied):
        propose(unsaved(roles["guest"]), by=roles["guest"])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (lambda: {"organisation": OrganisationFactory()}, "organisation"),
        (lambda: {"group": WorkingGroupFactory()}, "group"),
        (dict, "organisation"),
        (lambda: {"visibility": ResourceVisibility.GROUP}, "visibility"),
    ],
    ids=["another council", "a group one is not in", "nobody's", "no group"],
)
def test_the_name_and_the_circle_are_ones_own(author, council, facts, field):
    given = {"organisation": council, **facts()} if facts is not dict else {}
    with pytest.raises(ValidationError) as refused:
        propose(unsaved(author, **given), by=author)
    assert list(refused.value.message_dict) == [field]


def test_a_draft_stands_apart_until_it_is_sent_and_so_does_what_is_for_a_private_group(author, council):
    group = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=author)
    page = propose(unsaved(author, organisation=council), by=author)
    assert ResourcePage.objects.get().is_child_of(PrivateShelfPage.objects.get())
    submit(page, by=author)
    assert ResourcePage.objects.get().is_child_of(ResourceIndexPage.objects.get())
    withdraw(page, by=author)
    assert ResourcePage.objects.get().is_child_of(ResourceIndexPage.objects.get())
    words = newest_words(ResourcePage.objects.get(pk=page.pk))
    words.group, words.visibility = group, ResourceVisibility.GROUP
    save_words(words, by=author)
    row = ResourcePage.objects.get()
    assert (row.group, row.is_child_of(PrivateShelfPage.objects.get())) == (group, True)


def test_what_a_private_group_keeps_stays_in_it():
    group = WorkingGroupFactory(access="private")
    page = a_group_resource(group)
    words = newest_words(page)
    words.group, words.visibility = None, ResourceVisibility.NETWORK
    words.organisation = page.owner.positions.get().organisation
    with pytest.raises(ValidationError) as refused:
        save_words(words, by=page.owner)
    assert list(refused.value.message_dict) == ["group"]


def test_readers_keep_the_old_words_while_a_published_one_is_edited(author, council):
    page = a_resource(author, organisation=council, title="Abans")
    words = newest_words(page)
    words.title = "Després"
    save_words(words, by=author, seen=page.latest_revision_id, review_due=timezone.localdate() + timedelta(days=9))
    row = ResourcePage.objects.shown_to(a_member()).get()
    assert (row.title, row.draft_title, row.review, row.live) == ("Abans", "Després", Review.DRAFT, True)
    assert newest_words(row).title == "Després"


def test_another_day_of_review_holds_once_the_words_that_brought_it_are_published(author, council):
    page = a_resource(author, organisation=council)
    before = ResourcePage.objects.get().review_due
    day = timezone.localdate() + timedelta(days=9)
    save_words(newest_words(page), by=author, review_due=day)
    waiting = ResourcePage.objects.get()
    assert (waiting.review_due, waiting.review_due_next) == (before, day)
    discard(waiting, by=author)
    assert ResourcePage.objects.get().review_due_next is None
    save_words(newest_words(page), by=author, review_due=day)
    save_words(newest_words(page), by=author)
    publish(newest_words(page), by=author)
    row = ResourcePage.objects.get()
    assert (row.review_due, row.review_due_next) == (day, None)


@pytest.mark.parametrize("days", [0, 5 * 365 + 1])
def test_a_day_of_review_is_one_of_the_next_five_years(author, council, days):
    page = propose(unsaved(author, organisation=council), by=author)
    with pytest.raises(ValidationError) as refused:
        save_words(newest_words(page), by=author, review_due=timezone.localdate() + timedelta(days=days))
    assert list(refused.value.message_dict) == ["review_due"]
    save_words(newest_words(page), by=author, review_due=timezone.localdate() + timedelta(days=9))
    assert ResourcePage.objects.get().review_due == timezone.localdate() + timedelta(days=9)


def test_two_editors_do_not_overwrite_each_other(author, council):
    page = a_resource(author, organisation=council)
    mine, theirs = (newest_words(ResourcePage.objects.get()) for _editor in range(2))
    theirs.title = "El seu"
    save_words(theirs, by=author, seen=page.latest_revision_id)
    mine.title = "El meu"
    with pytest.raises(ChangedMeanwhileError):
        save_words(mine, by=author, seen=page.latest_revision_id)
    assert newest_words(ResourcePage.objects.get()).title == "El seu"


def test_an_edit_does_not_take_counts_back(author, council):
    page = a_resource(author, organisation=council)
    words = newest_words(page)
    ResourcePage.objects.update(download_count=7, useful_count=2)
    save_words(words, by=author)
    row = ResourcePage.objects.get()
    assert (row.download_count, row.useful_count) == (7, 2)


def test_only_its_keepers_word_and_discard(author, council):
    page = a_resource(author, organisation=council)
    for change in (lambda by: save_words(newest_words(page), by=by), lambda by: discard(page, by=by)):
        with pytest.raises(PermissionDenied):
            change(a_member())


def test_a_discarded_draft_is_gone(author):
    page = a_draft(author)
    assert (discard(page, by=author), ResourcePage.objects.count()) == (True, 0)


def test_discarding_the_edit_of_a_published_one_leaves_what_readers_see(author, council):
    page = a_resource(author, organisation=council, title="Abans")
    words = newest_words(page)
    words.title = "Després"
    save_words(words, by=author)
    assert discard(page, by=author) is False
    row = ResourcePage.objects.get()
    assert (newest_words(row).title, row.draft_title) == ("Abans", "Abans")
    assert (row.review, row.has_unpublished_changes, row.live_revision_id) == (
        Review.PUBLISHED,
        False,
        row.latest_revision_id,
    )


def test_what_is_missing_is_said_by_step(author):
    page = a_draft(author, kind=ResourceKind.PRACTICE, visibility=ResourceVisibility.PUBLIC)
    assert [gap.step for gap in gaps_of(page)] == [2, 2, 3]
    page.measures = page.results = "Fet"
    page.licence = "cc-by"
    assert gaps_of(page) == []
    page.kind = ResourceKind.LINK
    assert [gap.step for gap in gaps_of(page)] == [2]
    page.links.set([ResourceLink(url="https://exemple.cat", title="Exemple")])
    assert gaps_of(page) == []


def test_words_read_before_it_moved_are_kept_where_it_stands_now(author):
    """Somebody else's stands by then where it stood."""
    group = WorkingGroupFactory()
    GroupMembershipFactory(group=group, user=author)
    page = submit(a_draft(author, group=group, visibility=ResourceVisibility.GROUP), by=author)
    words = newest_words(page)
    group.access = "private"
    group.save()
    other = a_resource()
    other.refresh_from_db()
    assert other.path == words.path
    save_words(words, by=author)
    stands = [row.is_child_of(PrivateShelfPage.objects.get()) for row in ResourcePage.objects.order_by("pk")]
    assert (stands, any(Page.find_problems())) == ([True, False], False)


def test_an_edit_that_moves_it_keeps_its_text(author, council):
    group = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=author)
    words = newest_words(submit(a_draft(author, organisation=council), by=author))
    words.group, words.visibility, words.body = group, ResourceVisibility.GROUP, [("paragraph", "<p>Ara.</p>")]
    save_words(words, by=author)
    assert "Ara." in str(newest_words(ResourcePage.objects.get()).body)
