"""What the outbox asks about these mails right before they leave, and what their previews show."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from intranet.mail import absolute
from intranet.notifications.domain.mailed import is_still_true, leave_to_another, told_by
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import registered_kinds
from intranet.notifications.mails import MailLine, MailSection
from intranet.notifications.models import Digest
from intranet.outbox.kinds import Variants, register_mail

if TYPE_CHECKING:
    from intranet.outbox.models import Message


def register_mails() -> None:
    register_mail(
        "notification",
        may_go=notification_may_go,
        settled=leave_to_another,
        sample=notification_sample,
        variants=notification_variants,
        label=pgettext_lazy("mail", "Notification"),
    )
    register_mail(
        "digest",
        may_go=digest_may_go,
        settled=leave_to_another,
        sample=digest_sample,
        variants=digest_variants,
        label=pgettext_lazy("mail", "Summary of the day or the week"),
    )


def notification_may_go(message: "Message") -> bool:
    """Whether all that it tells, what it quotes included, is there and may still be told."""
    _name, _colon, quoted = message.about.partition(":")
    return told_by(message).filter(pk=quoted).exists() and is_still_true(message, Frequency.NOW)


def digest_may_go(message: "Message") -> bool:
    """Whether each of its lines is there and may still be told: since it was made, days may have gone by."""
    _name, _colon, key = message.about.partition(":")
    digest = Digest.objects.filter(pk=key, person=message.person_id).first()
    if digest is None or told_by(message).order_by().values("fold").distinct().count() != digest.lines:
        return False
    return is_still_true(message, Frequency(digest.frequency))


def notification_sample() -> dict[str, Any]:
    return {
        "line": sample_line(_("Three new answers in «Scoring local suppliers»"), group=_("Responsible purchasing")),
        "label": _("Answers in the topics that I follow"),
        "stops_group": False,
        "stop_url": absolute("/enllac/…/"),
        "mute_url": absolute("/enllac/…/"),
        "preferences_url": absolute(reverse("preferences")),
    }


def notification_variants() -> Variants:
    """One of each kind that there is: its name, and whether it may be switched off, stand in the mail."""
    link, variants = absolute("/enllac/…/"), Variants()
    for kind in registered_kinds():
        if kind.mailed_apart:
            continue
        stop_url = link if kind.can_be_switched_off else ""
        own = {"line": sample_line(str(kind.label)), "label": kind.label, "stop_url": stop_url, "mute_url": ""}
        variants[kind.name] = (str(kind.label), {**notification_sample(), **own})
    return variants


def digest_variants() -> Variants:
    """Its weekly one, with the week of a group in it."""
    sample, group = digest_sample(), _("Responsible purchasing")
    week = sample_line(_("Week of 2 March: 3 new topics, 12 answers, 1 unanswered question"), group=group)
    sections = [MailSection(group, [week]), *sample["sections"]]
    weekly = {**sample, "sections": sections, "count": sample["count"] + 1, "is_weekly": True}
    return {"weekly": (str(Frequency.WEEKLY.label), weekly)}


def digest_sample() -> dict[str, Any]:
    purchasing = [
        sample_line(_("Three new answers in «Scoring local suppliers»"), group=_("Responsible purchasing")),
        sample_line(_("Berta Puig has added you to the group"), group=_("Responsible purchasing"), excerpt=""),
    ]
    network = [sample_line(_("News: The jornada of May is open for registration"), excerpt="")]
    return {
        "sections": [
            MailSection(_("Responsible purchasing"), purchasing),
            MailSection(pgettext("digest", "The whole network"), network),
        ],
        "count": 3,
        "left_out": 0,
        "is_weekly": False,
        "day": timezone.localdate(),
        "stop_url": absolute("/enllac/…/"),
        "notices_url": absolute(reverse("notices")),
        "preferences_url": absolute(reverse("preferences")),
    }


def sample_line(text: str, *, group: str = "", excerpt: str | None = None) -> MailLine:
    quoted = _("We did it in two steps, and the second is what made the difference: we went to see them.")
    return MailLine(text, absolute("/"), timezone.now(), group, quoted if excerpt is None else excerpt, text)
