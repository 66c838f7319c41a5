"""How each person wants to be told: as they chose it, else as the kind has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.models import User, WorkingGroup
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.kinds import Kind, find_kind, kind_named, registered_kinds
from intranet.notifications.models import Mute, Notification, Preference

YES_OR_NO = (Frequency.NOW, Frequency.NEVER)
AT_ONCE = 1000  # people asked for in one statement

# The choice of one person: for (kind, group, channel), where no kind and no group is all there is.
Choices = dict[tuple[str, int | None, str], str]


@dataclass(frozen=True)
class Way:
    """How one person is told of one thing."""

    site: bool
    mail: Frequency


def ways_of(people: Iterable[User | int], kind: str, group: WorkingGroup | None = None) -> dict[int, Way]:
    """The way of each of `people`, by key, for what happens of `kind` in `group`; one statement for each thousand.

    Raises LookupError for a kind that nobody registered.
    """
    found = kind_named(kind)
    ids = [person if isinstance(person, int) else person.pk for person in people]
    choices: dict[int, Choices] = {}
    group_id = group.pk if group else None
    for chosen in chosen_by(ids, Q(group=None, kind__in=("", kind)) | Q(group_id=group_id, group__isnull=False)):
        key = (chosen.kind, chosen.group_id, chosen.channel)
        choices.setdefault(chosen.person_id, {})[key] = chosen.frequency
    return {pk: way_among(choices.get(pk, {}), found, group_id) for pk in ids}


def chosen_by(ids: list[int], which: Q) -> Iterable[Preference]:
    for start in range(0, len(ids), AT_ONCE):
        yield from Preference.objects.filter(which, person__in=ids[start : start + AT_ONCE])


def choices_of(person: User) -> Choices:
    """All that `person` chose."""
    rows = Preference.objects.filter(person=person).values_list("kind", "group", "channel", "frequency")
    return {(kind, group, channel): frequency for kind, group, channel, frequency in rows}


def way_among(choices: Choices, kind: Kind, group_id: int | None = None) -> Way:
    """What `choices` say of `kind` in a group: never at all or of the kind, else the group's, the kind's, the default.

    A kind that cannot be switched off is told as it has it, whatever was chosen.
    """

    def frequency(channel: Channel, default: Frequency) -> Frequency:
        if not kind.can_be_switched_off:
            return default
        if choices.get(("", None, channel)) == Frequency.NEVER:
            return Frequency.NEVER
        of_kind = choices.get((kind.name, None, channel))
        of_group = choices.get(("", group_id, channel)) if group_id and of_kind != Frequency.NEVER else None
        return Frequency(of_group or of_kind or default)

    return Way(frequency(Channel.SITE, kind.site) != Frequency.NEVER, frequency(Channel.MAIL, kind.mail))


@transaction.atomic
def set_preference(
    person: User,
    *,
    kind: str = "",
    group: WorkingGroup | None = None,
    channel: Channel | str,
    frequency: Frequency | str | None,
) -> None:
    """Have `person` told of `kind`, of what happens in `group`, or with neither of anything, as they choose.

    Without frequency the choice is forgotten. The overall choice only knows never: anything else forgets it. What waits
    for a mail follows the new choice. Raises `ValidationError` for a choice that there is not, `PermissionDenied` for a
    group that is none of theirs.
    """
    check(person, kind, group, Channel(channel), frequency)
    overall = not kind and group is None
    of: dict[str, Any] = {"person": person, "kind": kind, "group": group, "channel": Channel(channel)}
    if not frequency or (overall and frequency != Frequency.NEVER):
        Preference.objects.filter(**of).delete()
    else:
        Preference.objects.update_or_create(**of, defaults={"frequency": Frequency(frequency)})
    if channel == Channel.MAIL:
        follow_choices(person)


def check(
    person: User, kind: str, group: WorkingGroup | None, channel: Channel, frequency: Frequency | str | None
) -> None:
    found = find_kind(kind)
    if kind and (found is None or group is not None):
        raise ValidationError(_("There is no such notification."), code="kind")
    if found is not None and not found.can_be_switched_off:
        raise ValidationError(_("This notification cannot be switched off."), code="fixed")
    yes_or_no = channel == Channel.SITE or (found is not None and found.mailed_apart)
    if frequency and frequency not in (YES_OR_NO if yes_or_no else Frequency.values):
        raise ValidationError(_("There is no such frequency."), code="frequency")
    # Whoever left a group may still take back what they once chose for it.
    if group is not None and frequency and not WorkingGroup.objects.content_visible_to(person).contains(group):
        raise PermissionDenied


def stop_mail(person: User, *, kind: str = "", group: WorkingGroup | None = None) -> None:
    """No more mail of `kind`, of `group`, or with neither of anything that may be switched off; what waits included."""
    set_preference(person, kind=kind, group=group, channel=Channel.MAIL, frequency=Frequency.NEVER)


def follow_choices(person: User) -> None:
    """Have what waits for a mail to `person` wait for the one that they want now, or for none."""
    waiting = Notification.objects.filter(recipient=person, mailed_at=None).exclude(mail=Frequency.NEVER)
    choices = choices_of(person)
    for kind, group_id, mail in list(waiting.order_by().values_list("kind", "group", "mail").distinct()):
        found = find_kind(kind)
        wanted = way_among(choices, found, group_id).mail if found else Frequency.NEVER
        same = waiting.filter(kind=kind, group=group_id, mail=mail)
        if wanted == Frequency.NEVER:
            same.update(mailed_at=timezone.now())
        elif wanted != mail:
            same.update(mail=wanted)


@transaction.atomic
def mute(person: User, about: Model) -> None:
    """Tell `person` nothing more about one thing, nor what waits for a mail, but for kinds that cannot be switched off."""
    of, fixed = of_thing(about), [kind.name for kind in registered_kinds() if not kind.can_be_switched_off]
    Mute.objects.get_or_create(person=person, **of)
    waiting = Notification.objects.filter(recipient=person, mailed_at=None, **of).exclude(kind__in=fixed)
    waiting.update(mailed_at=timezone.now())


def unmute(person: User, about: Model) -> None:
    Mute.objects.filter(person=person, **of_thing(about)).delete()


def has_muted(person: User, about: Model) -> bool:
    return Mute.objects.filter(person=person, **of_thing(about)).exists()


def of_thing(about: Model) -> dict[str, Any]:
    return {"about_type": ContentType.objects.get_for_model(about), "about_id": about.pk}
