"""All that a person chooses on one page, and going back to how the kinds have it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.preferences import (
    Choices,
    Way,
    choices_of,
    follow_choices,
    set_preference,
    way_among,
)
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.kinds import Kind, registered_kinds
from intranet.notifications.models import Preference

Choice = tuple[str, WorkingGroup | None, Channel, Frequency | None]


@dataclass(frozen=True)
class Wishes:
    """Whether a person wants mail at all, how they want each kind, and the mail of each of their groups (None: as the kinds)."""

    mail: bool
    kinds: Mapping[str, Way]
    groups: Mapping[WorkingGroup, Frequency | None]


def wishes_of(person: User) -> Wishes:
    """As they stand; what was chosen for single kinds and groups is kept while there is no mail at all."""
    choices = choices_of(person)
    without_overall = {key: chosen for key, chosen in choices.items() if key[:2] != ("", None)}
    return Wishes(
        mail=choices.get(("", None, Channel.MAIL)) != Frequency.NEVER,
        kinds={kind.name: way_among(without_overall, kind) for kind in registered_kinds() if kind.can_be_switched_off},
        groups={group: of_group(choices, group) for group in WorkingGroup.objects.of(person)},
    )


def of_group(choices: Choices, group: WorkingGroup) -> Frequency | None:
    chosen = choices.get(("", group.pk, Channel.MAIL))
    return Frequency(chosen) if chosen else None


def kinds_for(person: User) -> list[Kind]:
    """What somebody like `person` may be told of, and so finds among the preferences."""
    return [kind for kind in registered_kinds() if kind.concerns(person)]


@transaction.atomic
def choose(person: User, wishes: Wishes) -> None:
    """Write down what differs from how it stands. What is as the kind has it is no choice: it follows the kind."""
    for kind, group, channel, frequency in set(choices_in(wishes)) - set(choices_in(wishes_of(person))):
        set_preference(person, kind=kind, group=group, channel=channel, frequency=frequency)
    User.objects.filter(pk=person.pk).update(mail_chosen_at=timezone.now())


def choices_in(wishes: Wishes) -> list[Choice]:
    found: list[Choice] = [("", None, Channel.MAIL, None if wishes.mail else Frequency.NEVER)]
    for kind in (kind for kind in registered_kinds() if kind.name in wishes.kinds):
        way = wishes.kinds[kind.name]
        site = Frequency.NOW if way.site else Frequency.NEVER
        found.append((kind.name, None, Channel.SITE, None if site == kind.site else site))
        found.append((kind.name, None, Channel.MAIL, None if way.mail == kind.mail else way.mail))
    return found + [("", group, Channel.MAIL, frequency) for group, frequency in wishes.groups.items()]


@transaction.atomic
def restore_defaults(person: User) -> None:
    """Forget all that `person` chose; what they muted stays muted."""
    Preference.objects.filter(person=person).delete()
    follow_choices(person)
