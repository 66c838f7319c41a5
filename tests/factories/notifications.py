"""What people have been told, and a kind of notification whose targets are as private as their group."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from intranet.members.models import GroupMembership, WorkingGroup
from intranet.notifications.domain.audience import readers_among
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Kind
from intranet.notifications.models import Notification, fold_of
from tests.factories.members import GroupMembershipFactory


def seats_read_by(person):
    groups = WorkingGroup.objects.content_visible_to(person)
    return GroupMembership.objects.filter(group__in=groups.values("pk")).select_related("user", "group")


def line_of(happening):
    """«Roser ve a Cures», «3 persones noves a Cures»."""
    if happening.count > 1:
        return f"{happening.count} persones noves a {happening.about}"
    return f"{happening.target.user.given_name} ve a {happening.about}"


def a_kind(name="newcomer", **fields):
    """Somebody new in a group: what happens in a group folds into it. For `kinds._kinds`, by monkeypatch."""
    values = {
        "label": "Persones noves",
        "section": "Grups",
        "icon": "users",
        "model": GroupMembership,
        "visible_to": seats_read_by,
        "recipients_who_see": lambda people, seat: readers_among(people, seat.group),
        "line": line_of,
        "url": lambda seat: f"/grups/{seat.group.slug}/membres/#m{seat.pk}",
        "excerpt": lambda seat: f"{seat.user} ve a {seat.group}.",
        **fields,
    }
    return Kind(name, **values)


def a_newcomer(group, **fields):
    """The seat of somebody new, which is a target of `a_kind`."""
    return GroupMembershipFactory(group=group, **fields)


def told(recipient, target, *, kind="newcomer", about=None, actor=None, **fields):
    """As if `recipient` had been told of `target`, without asking what they want; by mail only if `fields` say so."""
    about = target if about is None else about
    values = {"mail": Frequency.NEVER, "created_at": timezone.now(), **fields}
    return Notification.objects.create(
        recipient=recipient,
        kind=kind,
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        about_type=ContentType.objects.get_for_model(about),
        about_id=about.pk,
        fold=fold_of(kind, about),
        actor=actor,
        **values,
    )


def told_of_newcomers(recipient, group, number=1, **fields):
    """`number` people who come into `group`, as `recipient` was told of them."""
    return [told(recipient, a_newcomer(group), about=group, group=group, **fields) for _one in range(number)]
