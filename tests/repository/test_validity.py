"""Whether resources still hold: said by their keepers, asked by the job, and what becomes of those that nobody answers for."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.links.purposes import LinkObsoleteError
from intranet.links.signing import link_for
from intranet.members.enums import GroupAccess
from intranet.members.models import Position, User
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.models import Notification
from repository.domain import validity_rounds
from repository.domain.keepers import who_answers_for
from repository.domain.locking import newest_words
from repository.domain.validity import archive, confirm_valid, restore
from repository.domain.validity_rounds import ask, look_after_validity, warn
from repository.enums import ArchiveReason, ResourceKind
from repository.links import PURPOSE, archived_page_of, moment_of, offer_return, page_of, thing_of
from repository.models import ResourcePage
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def due(days, owner=None, **row):
    page = a_resource(owner or a_member())
    ResourcePage.objects.filter(pk=page.pk).update(review_due=today(days), **row)
    return ResourcePage.objects.get(pk=page.pk)


def told(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient", "target_id"))


def state(page):
    row = ResourcePage.objects.get(pk=page.pk)
    return row.asked_on, row.warned_on, row.archive_reason


# --- Said by its keepers ---


def test_who_keeps_it_says_that_it_holds_for_another_year_and_a_study_for_two():
    owner = a_member()
    page, study = due(-3, owner, asked_on=today(-33), warned_on=today()), a_resource(owner, kind=ResourceKind.REPORT)
    confirm_valid(page, by=owner)
    confirm_valid(study, by=owner)
    now, version = ResourcePage.objects.get(pk=page.pk), page.version
    assert (now.reviewed_on, now.reviewed_by, now.review_due, now.asked_on, now.warned_on) == (
        today(),
        owner,
        today(365),
        None,
        None,
    )
    assert now.version == version + 1
    assert ResourcePage.objects.get(pk=study.pk).review_due == today(730)


def test_others_do_not_and_neither_is_a_day_far_away_taken():
    page = due(3)
    with pytest.raises(PermissionDenied):
        confirm_valid(page, by=a_member())
    with pytest.raises(PermissionDenied):
        confirm_valid(a_draft(page.owner), by=page.owner)
    for days in (0, 5 * 365 + 1):
        with pytest.raises(ValidationError):
            confirm_valid(page, by=page.owner, until=today(days))
    assert ResourcePage.objects.get(pk=page.pk).review_due == today(3)


def test_what_is_restored_is_not_put_away_again_by_its_last_day():
    page = a_resource(expires_on=today(-1))
    look_after_validity()
    assert state(page)[2] == ArchiveReason.EXPIRED
    restore(page, by=page.owner)
    look_after_validity()
    now = ResourcePage.objects.get(pk=page.pk)
    assert (now.is_archived, now.expires_on, newest_words(now).expires_on, now.review_due) == (
        False,
        None,
        None,
        today(365),
    )


# --- Asked and done every morning ---


def test_what_is_due_is_asked_then_warned_then_put_away_each_once():
    owner = a_member()
    far, near = due(31, owner), due(30, owner)
    late, forsaken = due(-30, owner), due(-60, owner, asked_on=today(-90), warned_on=today(-30))
    for _run in range(2):
        look_after_validity()
    assert [state(page) for page in (far, near, late, forsaken)] == [
        (None, None, ""),
        (today(), None, ""),
        (today(), today(), ""),
        (None, None, "overdue"),
    ]
    assert (told("resource_valid_asked"), told("resource_archiving")) == (
        [(owner.pk, near.pk)],
        [(owner.pk, late.pk)],
    )


def test_days_left_out_put_nothing_away_that_nobody_was_warned_of():
    page = due(-400)
    look_after_validity()
    assert state(page) == (today(), today(), "")


def test_another_day_set_by_an_editor_takes_the_warning_back():
    far, soon = (due(-35) for _turn in range(2))
    look_after_validity()
    ResourcePage.objects.filter(pk=far.pk).update(review_due=today(300), warned_on=today(-40))
    ResourcePage.objects.filter(pk=soon.pk).update(review_due=today(-1), warned_on=today(-40))
    look_after_validity()
    assert ([state(far), state(soon)], told("resource_archiving")) == ([(None, None, ""), (today(), None, "")], [])
    assert told("resource_valid_asked") == [(soon.owner_id, soon.pk)]


def test_the_last_day_itself_still_holds():
    page = a_resource(expires_on=today())
    look_after_validity()
    assert state(page) == (None, None, "")


def test_of_two_who_ask_at_once_one_does():
    page, late = due(10), due(-40)
    assert [ask(page.pk), ask(page.pk), warn(late.pk), warn(late.pk)] == [True, False, True, False]


@pytest.mark.parametrize("step", ["forsaken", "late", "soon", "expired"])
def test_what_is_said_at_the_last_moment_counts(step, monkeypatch):
    """Listed by the job, and given another day before its turn came."""
    owner = a_member()
    late, soon, forsaken = due(-40, owner), due(10, owner), due(-70, owner, asked_on=today(-90), warned_on=today(-31))
    page = {"forsaken": forsaken, "late": late, "soon": soon, "expired": a_resource(owner, expires_on=today(-1))}[step]

    def keys(pages):
        """Those who keep `page` answer just after it was listed."""
        found = list(pages.values_list("pk", flat=True))
        if page.pk in found:
            confirm_valid(page, by=owner)
            ResourcePage.objects.filter(pk=page.pk).update(expires_on=None)
            answered.append(page.pk)
        return found

    answered = []
    monkeypatch.setattr(validity_rounds, "keys", keys)
    look_after_validity()
    asked = [pk for _person, pk in told("resource_archiving") + told("resource_valid_asked")]
    assert (answered, state(page), page.pk in asked) == ([page.pk], (None, None, ""), False)


def test_nothing_is_archived_where_there_was_nobody_to_warn():
    owner = a_member()
    page = a_group_resource(WorkingGroupFactory(access=GroupAccess.PRIVATE), owner)
    page.group.memberships.all().delete()
    ResourcePage.objects.filter(pk=page.pk).update(review_due=today(-40))
    User.objects.filter(pk=owner.pk).update(is_active=False)
    look_after_validity()
    assert (state(page), told("resource_archiving"), told("resource_valid_asked")) == ((None, None, ""), [], [])
    someone = a_member()
    GroupMembershipFactory(group=page.group, user=someone, role="coordinator")
    look_after_validity()
    assert (state(page), told("resource_archiving")) == ((today(), today(), ""), [(someone.pk, page.pk)])


def test_answered_it_is_asked_anew_another_year():
    page = due(10)
    look_after_validity()
    confirm_valid(page, by=page.owner)
    assert told("resource_valid_asked") == []
    ResourcePage.objects.filter(pk=page.pk).update(review_due=today(20))
    look_after_validity()
    assert told("resource_valid_asked") == [(page.owner_id, page.pk)]


def test_when_its_owner_is_gone_the_council_is_asked_then_the_group_then_coordination():
    council, group = OrganisationFactory(), WorkingGroupFactory()
    owner, manager, lead, someone = a_member(), a_member(council), a_member(), someone_of_coordination()
    Position.objects.filter(user=manager).update(is_manager=True)
    page = a_group_resource(group, owner, organisation=council)
    GroupMembershipFactory(group=group, user=lead, role="coordinator")
    asked = [who_answers_for(page)]
    for gone in (owner, manager, lead):
        gone.is_active = False
        gone.save()
        asked.append(who_answers_for(page))
    assert asked == [[owner], [manager], [lead], [someone]]


def test_of_a_private_group_nobody_outside_is_asked():
    private, owner = WorkingGroupFactory(access=GroupAccess.PRIVATE), a_member()
    someone_of_coordination()
    page = a_group_resource(private, owner)
    owner.is_active = False
    owner.save()
    assert who_answers_for(page) == []


# --- The link in the mail ---


def test_the_link_of_the_mail_says_it_once_without_signing_in(client, settings):
    page = due(10)
    url = link_for(PURPOSE, person=page.owner, thing=thing_of(page)).removeprefix(settings.SITE_URL)
    looked = client.get(url).status_code, ResourcePage.objects.get(pk=page.pk).review_due
    said = client.post(url).status_code, ResourcePage.objects.get(pk=page.pk).review_due
    again = client.post(url).status_code
    assert (looked, said, again) == ((200, today(10)), (200, today(365)), 410)


def test_the_link_is_of_no_use_once_it_is_archived_or_not_theirs():
    page, other = due(10), due(10)
    archive(page, by=page.owner)
    for person, one in ((page.owner, page), (a_member(), other)):
        with pytest.raises(LinkObsoleteError):
            page_of(person, thing_of(one))
    assert page_of(other.owner, thing_of(other)) == other


def test_what_is_archived_by_itself_is_told_to_whoever_answers_for_it_and_comes_back_by_the_mail(client, mailoutbox):
    owner = a_member()
    pages = [due(-60, owner, asked_on=today(-90), warned_on=today(-30)), a_resource(owner, expires_on=today(-1))]
    by_hand = a_resource(owner)
    archive(by_hand, by=owner)
    for _run in range(2):
        look_after_validity()
    assert told("resource_archived") == sorted((owner.pk, page.pk) for page in pages)
    deliver_pending()
    mails = [mail for mail in mailoutbox if any(page.title in mail.body for page in pages)]
    for mail in mails:
        link = re.search(r"http://\S+/enllac/\S+", mail.body)[0]
        looked, archived = client.get(link).status_code, ResourcePage.objects.exclude(archived_at=None).count()
        assert (looked, client.post(link).status_code, client.post(link).status_code) == (200, 200, 410)
        assert ResourcePage.objects.exclude(archived_at=None).count() == archived - 1
    assert (len(mails), told("resource_archived"), state(by_hand)[2]) == (2, [], "by_hand")


@time_machine.travel("2026-03-01 12:00")
@pytest.mark.parametrize(
    ("ended", "days"), [(True, ["1 de març de 2027", "11 de febrer de 2026"]), (False, ["1 de març de 2027"])]
)
def test_the_link_says_all_that_its_button_does(ended, days, client):
    page = a_resource(expires_on=date(2026, 2, 11) if ended else None)
    archive(page, by=page.owner)
    link = offer_return(ResourcePage.objects.get(pk=page.pk), page.owner).url
    text = client.get(link).content.decode()
    assert [day for day in ("1 de març de 2027", "11 de febrer de 2026") if day in text] == days
    client.post(link)
    row = ResourcePage.objects.get(pk=page.pk)
    assert (row.review_due, row.expires_on) == (date(2027, 3, 1), None)


def test_others_do_not_take_it_back_by_a_link():
    page = a_resource(expires_on=today(-1))
    look_after_validity()
    thing = moment_of(ResourcePage.objects.get(pk=page.pk))
    with pytest.raises(LinkObsoleteError):
        archived_page_of(a_member(), thing)
    assert archived_page_of(page.owner, thing) == page


# --- Its page ---


def test_its_page_does_each_and_shows_a_refused_day_again(client_of):
    page = due(10)
    client, url = client_of(page.owner), f"/recursos/{page.slug}/vigencia/"
    refused = client.post(url, {"action": "valid", "until": "2001-01-01"})
    assert (refused.status_code, "2001-01-01" in refused.content.decode()) == (422, True)
    client.post(url, {"action": "valid", "until": today(100).isoformat()})
    due_on = ResourcePage.objects.get(pk=page.pk).review_due
    client.post(url, {"action": "archive"})
    put_away = ResourcePage.objects.get(pk=page.pk).archive_reason
    client.post(url, {"action": "restore"})
    assert (due_on, put_away, ResourcePage.objects.get(pk=page.pk).is_archived) == (today(100), "by_hand", False)
    assert client_of(a_member()).post(url, {"action": "archive"}).status_code == 404
