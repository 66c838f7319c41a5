"""What people are told of the bank, and who is not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.catalan import elided
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from intranet.notifications.kinds import Happening, kind_named
from intranet.notifications.models import Notification
from repository.domain.audience import those_who_see
from repository.domain.consents import circle_of, digest_of
from repository.domain.locking import newest_words
from repository.domain.publishing import publish
from repository.domain.validity import archive
from repository.domain.validity_rounds import look_after_validity
from repository.enums import Consent, ResourceVisibility
from repository.models import Credit, ResourcePage
from repository.notices import facts_of
from tests.factories.members import (
    GroupMembershipFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def told(kind="resource_new"):
    return set(Notification.objects.filter(kind=kind).values_list("recipient", flat=True))


def expert_in(subject, person=None):
    person = person or a_member()
    person.subjects.add(subject)
    return person


def test_those_of_its_subjects_and_group_who_see_it_hear_of_it_once():
    subject, group = SubjectFactory(), WorkingGroupFactory()
    expert, inside, guest = expert_in(subject), a_member(), a_guest(group)
    GroupMembershipFactory(group=group, user=inside)
    owner = expert_in(subject)
    a_member()
    page = a_group_resource(group, owner, subjects=[subject])
    assert told() == {expert.pk, inside.pk, guest.pk}
    publish(newest_words(page), by=owner)
    assert Notification.objects.filter(kind="resource_new").count() == 3


def test_of_a_private_group_only_those_in_it_hear():
    subject, private = SubjectFactory(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    expert_in(subject)
    expert_in(subject, someone_of_coordination())
    inside = expert_in(subject)
    GroupMembershipFactory(group=private, user=inside)
    a_group_resource(private, subjects=[subject])
    assert told() == {inside.pk}


def test_those_whose_words_it_holds_hear_of_it_once_and_of_nothing_else():
    owner, subject = a_member(), SubjectFactory()
    people = [expert_in(subject), expert_in(subject), owner]
    page = a_draft(owner, subjects=[subject])
    for person, consent in zip(people, (Consent.GIVEN, Consent.OUT, Consent.GIVEN), strict=True):
        stamps = {"agreed_circle": circle_of(page), "agreed_words": digest_of(page)}
        Credit.objects.create(page=page, person=person, consent=consent, **stamps)
    for _time in range(2):
        publish(newest_words(ResourcePage.objects.get(pk=page.pk)), by=owner)
    kind = kind_named("resource_of_my_words")
    rows = Notification.objects.filter(kind__in=[kind.name, "resource_new"]).order_by("recipient")
    told_of = [*rows.values_list("recipient", "kind")]
    assert told_of == [(people[0].pk, kind.name), (people[1].pk, "resource_new")]
    assert [list(kind.visible_to(person)) for person in people] == [[page], [], [page]]
    assert page.title in kind.line(Happening(page, page, None))


def test_drafts_are_no_news_and_what_is_archived_no_longer():
    subject = SubjectFactory()
    expert = expert_in(subject)
    a_draft(subjects=[subject])
    assert told() == set()
    page, kind = a_resource(subjects=[subject]), kind_named("resource_new")
    seen = [list(kind.visible_to(expert))]
    archive(page, by=page.owner)
    seen.append(list(kind.visible_to(expert)))
    assert seen == [[page], []]


@pytest.mark.parametrize("visibility", list(ResourceVisibility))
def test_who_is_told_is_who_sees(visibility):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE if visibility == ResourceVisibility.GROUP else "open")
    people = [a_member(), a_guest(group), a_guest(), someone_of_coordination()]
    GroupMembershipFactory(group=group, user=people[0])
    page = a_group_resource(group) if visibility == ResourceVisibility.GROUP else a_resource(visibility=visibility)
    standing = User.objects.with_standing().filter(pk__in=[one.pk for one in people])
    one_by_one = {one.pk for one in standing if ResourcePage.objects.shown_to(one).filter(pk=page.pk).exists()}
    assert {one.pk for one in those_who_see(standing, page)} == one_by_one


def test_the_dashboard_asks_the_owner(client_of):
    owner = a_member()
    pages = [a_resource(owner, title=f"Guia {turn}") for turn in range(2)]
    ResourcePage.objects.filter(pk=pages[0].pk).update(review_due=timezone.localdate())
    look_after_validity()
    said = {
        name: f"/recursos/{pages[0].slug}/vigencia/" in client_of(person).get("/").content.decode()
        for name, person in {"owner": owner, "other": a_member()}.items()
    }
    assert said == {"owner": True, "other": False}


def test_each_sentence_is_said():
    page = a_resource()
    ResourcePage.objects.filter(pk=page.pk).update(
        review_due=timezone.localdate(), warned_on=timezone.localdate(), archive_reason="overdue"
    )
    page = ResourcePage.objects.get(pk=page.pk)
    for name in ("resource_new", "resource_valid_asked", "resource_archiving", "resource_archived"):
        kind = kind_named(name)
        assert page.title in kind.line(Happening(page, page, None))
        assert kind.excerpt(page)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Is «%(title)s» still valid? It is to be reviewed before %(day)s"),
        (-1, "Is «%(title)s» still valid? It was to be reviewed before %(day)s"),
    ],
)
def test_the_question_says_whether_its_day_is_over(days, said):
    page = a_resource()
    page.review_due = timezone.localdate() + timedelta(days=days)
    assert kind_named("resource_valid_asked").line(Happening(page, page, None)) == elided(
        _(said), day=page.review_due
    ) % facts_of(page)
