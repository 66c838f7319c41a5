"""What the links in these mails do: no more of a kind or a group, no more digests, no more of one thing."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.links.purposes import Done, LinkObsoleteError, Purpose, Question, register_purpose
from intranet.links.signing import link_for
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.muted import seen_by
from intranet.notifications.domain.preferences import choices_of, mute, set_preference, stop_mail, way_among
from intranet.notifications.domain.tellable import Item, items_of_kind
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.kinds import Kind, find_kind, registered_kinds
from intranet.notifications.models import Notification, Preference

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Whoever finds an old mail must be able to stop the next one.
LIFETIME = timedelta(days=365)
SLIP = timedelta(days=1)
NOT_THERE = gettext_lazy("What it was about is no longer there, or no longer open to you: you hear no more of it.")
NOT_OPEN = gettext_lazy("The group is no longer open to you: you get no mail of it.")


def register_purposes() -> None:
    for purpose in (
        Purpose("unsubscribe", ask_unsubscribe, unsubscribe, LIFETIME, one_click=True, needs_access=False),
        Purpose("resume", ask_resume, resume, SLIP),
        Purpose("digest", ask_digest, stop_digest, LIFETIME, one_click=True, needs_access=False),
        Purpose("mute", ask_mute, mute_thing, LIFETIME),
    ):
        register_purpose(purpose)


def ask_unsubscribe(person: User, thing: str) -> Question:
    what = stopped_by(thing)
    check_open(person, what)
    name = name_of(what)
    if is_stopped(person, what):
        text = _("You get no mail about «%(name)s». You can change your mind in your account, under Notifications.")
        return Question(_("These mails are stopped already"), text % {"name": name})
    text = _("The button stops the mail about «%(name)s». What is new still waits for you in the intranet.")
    return Question(_("No more of these mails?"), text % {"name": name}, _("Stop these mails"))


def is_stopped(person: User, what: WorkingGroup | Kind) -> bool:
    return chosen_for(person, what) == Frequency.NEVER


def chosen_for(person: User, what: WorkingGroup | Kind) -> str:
    """How often they want its mail; empty when they never said."""
    of = ("", what.pk) if isinstance(what, WorkingGroup) else (what.name, None)
    return choices_of(person).get((*of, Channel.MAIL), "")


def unsubscribe(person: User, thing: str) -> Done:
    what = stopped_by(thing)
    before = chosen_for(person, what)
    try:
        if isinstance(what, WorkingGroup):
            stop_mail(person, group=what)
        else:
            stop_mail(person, kind=what.name)
    except PermissionDenied as error:
        raise LinkObsoleteError(NOT_OPEN) from error
    except ValidationError as error:
        raise LinkObsoleteError(" ".join(error.messages)) from error
    text = _(
        "You will get no more mail about «%(name)s». You can change your mind in your account, under Notifications."
    )
    said = text % {"name": name_of(what)}
    if before == Frequency.NEVER or not person.standing.has_access:
        return Done(said)
    return Done(said, link_for("resume", person=person, thing=f"{before}:{thing}"), _("Send them to me again"))


def name_of(what: WorkingGroup | Kind) -> "StrPromise | str":
    return what.name if isinstance(what, WorkingGroup) else what.label


def ask_resume(person: User, thing: str) -> Question:
    _before, what = resumed_by(person, thing)
    text = _("The button has the mail about «%(name)s» sent to you as before.")
    return Question(_("These mails again?"), text % {"name": name_of(what)}, _("Send them to me again"))


def resume(person: User, thing: str) -> str:
    """Who has stopped it by mistake gets it as before."""
    before, what = resumed_by(person, thing)
    try:
        if isinstance(what, WorkingGroup):
            set_preference(person, group=what, channel=Channel.MAIL, frequency=before)
        else:
            set_preference(person, kind=what.name, channel=Channel.MAIL, frequency=before)
    except PermissionDenied as error:
        raise LinkObsoleteError(NOT_OPEN) from error
    return _("You get the mail about «%(name)s» as before.") % {"name": name_of(what)}


def resumed_by(person: User, thing: str) -> tuple[str, WorkingGroup | Kind]:
    """`weekly:group:12`: how often before, and of what."""
    before, _colon, what = thing.partition(":")
    found = stopped_by(what)
    check_open(person, found)
    return before, found


def check_open(person: User, what: WorkingGroup | Kind) -> None:
    """Raises `LinkObsoleteError` for a group whose name is not for them."""
    if isinstance(what, WorkingGroup) and not WorkingGroup.objects.content_visible_to(person).contains(what):
        raise LinkObsoleteError(NOT_OPEN)


def stopped_by(thing: str) -> WorkingGroup | Kind:
    """`group:12` or `kind:news`. Raises `LinkObsoleteError` for what is no longer there."""
    what, _colon, key = thing.partition(":")
    found = WorkingGroup.objects.filter(pk=key).first() if what == "group" else find_kind(key)
    if found is None:
        raise LinkObsoleteError(_("The mails that it was to stop are no longer sent."))
    return found


def ask_digest(_person: User, thing: str) -> Question:
    weekly = thing == Frequency.WEEKLY
    text = _("The button stops the weekly summary.") if weekly else _("The button stops the daily summary.")
    text = f"{text} " + _("What is new still waits for you in the intranet.")
    return Question(_("No more summaries?"), text, _("Stop the summary"))


@transaction.atomic
def stop_digest(person: User, thing: str) -> str:
    """Whatever comes to the person in that digest comes by no mail any more; what cannot be switched off stays."""
    frequency, choices = Frequency(thing), choices_of(person)
    for kind in registered_kinds():
        if kind.can_be_switched_off and way_among(choices, kind).mail == frequency:
            stop_mail(person, kind=kind.name)
    # Not through `stop_mail`: it wants the groups to be open to the person still.
    of_groups = Preference.objects.filter(person=person, channel=Channel.MAIL, frequency=frequency)
    of_groups.exclude(group=None).update(frequency=Frequency.NEVER)
    weekly = frequency == Frequency.WEEKLY
    done = _("You will get no more weekly summary.") if weekly else _("You will get no more daily summary.")
    return f"{done} " + _("You can change your mind in your account, under Notifications.")


def ask_mute(person: User, thing: str) -> Question:
    told = told_of(person, thing)
    item = still_told(person, told)
    text = _(
        "After pressing the button you hear no more about this, neither by mail nor in the intranet: «%(sentence)s»."
    )
    if item is None:
        goes_on(person, told)
        text = _("What the mail told is gone, but it goes on. After pressing the button you hear no more about it.")
    sentence = item.text if item else ""
    return Question(_("Hear no more about this?"), text % {"sentence": sentence}, _("Hear no more about it"))


def mute_thing(person: User, thing: str) -> str:
    told = told_of(person, thing)
    item = still_told(person, told)
    mute(person, item.happening.about if item else goes_on(person, told))
    return _("You will hear no more about it. You can take it back in your account, under Notifications.")


def told_of(person: User, thing: str) -> Notification:
    """The notification whose mail held the link. Raises `LinkObsoleteError` when it is gone."""
    told = Notification.objects.select_related("actor", "group").filter(pk=thing, recipient=person).first()
    if told is None:
        raise LinkObsoleteError(NOT_THERE)
    return told


def still_told(person: User, told: Notification) -> Item | None:
    """None when its target is not open to the person."""
    return next(iter(items_of_kind(person, find_kind(told.kind), [told], {})), None)


def goes_on(person: User, told: Notification) -> Model:
    """What it was about, when that is still open to the person though the target is not. Raises `LinkObsoleteError`."""
    if told.about is None or told.about_id not in seen_by(person, told.about_type_id, {told.about_id}):
        raise LinkObsoleteError(NOT_THERE)
    about: Model = told.about
    return about
