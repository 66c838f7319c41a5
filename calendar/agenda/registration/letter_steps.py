"""What a registrant is told at each step of their registration (`News`), in words."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.enums import Mode
from agenda.registration.domain.line import reread
from agenda.registration.enums import Channel, News
from agenda.registration.forms.answers import unanswered
from agenda.registration.letters import (
    Letter,
    Link,
    Occasion,
    event_page,
    join_url_for,
    own_page,
    reason_of,
    takes_part,
)
from agenda.registration.models import Registration
from agenda.registration.tickets import address_of
from intranet.templatetags.intranet import day_words, hour_words


def letter_of(registration: Registration, news: News, occasion: Occasion, *, attaches: bool = True) -> Letter:
    """`attaches`: whether who has a seat gets the appointment with it."""
    title = title_of(registration, news)
    appointment = attached(registration, occasion) if attaches else []
    return Letter(
        subject=f"{title}: {occasion.event.title}",
        title=title,
        reason=reason_at(registration, news),
        sentences=[
            *origin_of(registration),
            *SENTENCES[news](registration),
            *to_answer(registration, news, occasion),
            *appointment,
        ],
        facts=occasion.facts(shown_mode(registration)),
        join_url=join_url_for(registration),
        words=occasion.desk.confirmation_text if news == News.CONFIRMED else "",
        action=action_of(registration, news),
        code=registration.code if is_expected(registration, news, occasion) else "",
    )


def is_expected(registration: Registration, news: News, occasion: Occasion) -> bool:
    """Whether this says that they come in person, so that it brings what they show at the entrance."""
    comes = registration.is_confirmed and registration.mode == Mode.IN_PERSON
    return comes and news in {News.CONFIRMED, News.SWAPPED} and occasion.times.is_on


def title_of(registration: Registration, news: News) -> str:
    if news != News.SWAPPED:
        return str(news.label)
    if registration.mode == Mode.ONLINE:
        return _("Now you take part online")
    return _("Now you take part in person")


def shown_mode(registration: Registration) -> str:
    """The one that is offered, else the one they are in or would like to be in."""
    return registration.waits_for if registration.has_offer else registration.mode


def meanwhile(mode: str) -> str:
    return _("Meanwhile you take part online.") if mode == Mode.ONLINE else _("Meanwhile you take part in person.")


def still(mode: str) -> str:
    return _("You still take part online.") if mode == Mode.ONLINE else _("You still take part in person.")


def origin_of(registration: Registration) -> list[str]:
    """By whom, where it was not they themselves: said at the first step."""
    if registration.sequence > 1:
        return []
    if registration.channel == Channel.COLLEAGUE and registration.registered_by is not None:
        return [_("%(name)s has registered you.") % {"name": registration.registered_by.full_name}]
    if registration.channel == Channel.ORGANISER:
        return [_("The organisers have registered you.")]
    return []


def to_answer(registration: Registration, news: News, occasion: Occasion) -> list[str]:
    """Who was registered by somebody else was not asked anything."""
    if registration.channel == Channel.SELF or news not in ASKING:
        return []
    number = len(unanswered(occasion.asked, registration.answers))
    if not number:
        return []
    words = ngettext(
        "You still have to answer %(number)d question of the organisers: press the button.",
        "You still have to answer %(number)d questions of the organisers: press the button.",
        number,
    )
    return [words % {"number": number}]


def confirm_address(_registration: Registration) -> list[str]:
    return [
        _("Press the button to say that this address is yours: then you are registered. Before that no seat is kept."),
        _("If you do nothing, what you wrote is deleted after two days."),
    ]


def received(_registration: Registration) -> list[str]:
    return [_("The organisers look at each registration. You will hear by mail whether there is a seat for you.")]


def confirmed(registration: Registration) -> list[str]:
    return [f"{takes_part(registration.mode)}.", *waiting_words(registration), if_not_coming()]


def attached(registration: Registration, occasion: Occasion) -> list[str]:
    if not registration.is_confirmed or not occasion.times.is_on:
        return []
    return [_("The appointment for your calendar is attached.")]


def waiting(registration: Registration) -> list[str]:
    sentences = waiting_words(registration)
    if registration.is_confirmed:
        sentences.append(meanwhile(registration.mode))
    hours = registration.desk.offer_hours
    offered = ngettext(
        "When a seat frees we offer it to you by mail, and keep it for %(hours)d hour.",
        "When a seat frees we offer it to you by mail, and keep it for %(hours)d hours.",
        hours,
    )
    return [*sentences, offered % {"hours": hours}, if_not_coming()]


def waiting_words(registration: Registration) -> list[str]:
    """Their place in the line, if they stand in one."""
    if not registration.waits_for or registration.has_offer:
        return []
    words = (
        _("You are number %(number)d on the waiting list to take part online.")
        if registration.waits_for == Mode.ONLINE
        else _("You are number %(number)d on the waiting list to take part in person.")
    )
    return [words % {"number": number_of(registration)}]


def number_of(registration: Registration) -> int:
    """One statement, unless it comes `with_position`."""
    ahead = getattr(registration, "ahead", None)
    return (reread(registration).ahead if ahead is None else ahead) + 1  # type: ignore[attr-defined, no-any-return]  # the queryset's


def offered(registration: Registration) -> list[str]:
    if registration.offer_until is None:
        return []
    words = (
        _("A place to take part online is free, and it is kept for you until %(moment)s.")
        if registration.waits_for == Mode.ONLINE
        else _("A seat in person is free, and it is kept for you until %(moment)s.")
    )
    sentences = [words % {"moment": moment_words(registration.offer_until)}]
    if registration.is_confirmed:
        sentences.append(meanwhile(registration.mode))
    return [*sentences, _("Unless you accept it by then, it is offered to the next. On the same page you can decline.")]


def lapsed(registration: Registration) -> list[str]:
    if registration.is_confirmed:
        after = still(registration.mode)
    else:
        after = _("You are registered no more. While registration is open you may register again.")
    return [_("The time to accept the seat is over, and it has gone to the next in line."), after]


def cancelled(registration: Registration) -> list[str]:
    return [_("You take part no more, and nobody keeps a seat for you."), *declined(registration)]


def declined(registration: Registration) -> list[str]:
    """Reasons are the organisers' to give."""
    reason = registration.reason
    return [_("The organisers write: %(reason)s") % {"reason": reason}] if reason else []


def if_not_coming() -> str:
    return _("If you cannot come, please cancel: your seat goes to somebody who waits for it.")


ASKING = frozenset({News.CONFIRMED, News.WAITING, News.RECEIVED, News.SWAPPED})
SENTENCES: dict[News, Callable[[Registration], list[str]]] = {
    News.CONFIRM_ADDRESS: confirm_address,
    News.RECEIVED: received,
    News.CONFIRMED: confirmed,
    News.WAITING: waiting,
    News.SWAPPED: confirmed,
    News.OFFERED: offered,
    News.LAPSED: lapsed,
    News.CANCELLED: cancelled,
    News.DECLINED: declined,
}


def action_of(registration: Registration, news: News) -> Link | None:
    """The page asks before it does anything: a program that opens the links of mails changes nothing."""
    if news == News.CONFIRM_ADDRESS:
        return Link(_("Confirm my registration"), address_of(registration))
    if news == News.OFFERED:
        return Link(_("Accept the seat"), address_of(registration))
    return own_page(registration) if registration.is_living else event_page(registration)


def reason_at(registration: Registration, news: News) -> str:
    if news == News.CONFIRM_ADDRESS:
        return _(
            "You get this because somebody registered with this address. If it was not you, there is nothing to do: "
            "without the link nobody is registered."
        )
    return reason_of(registration)


def moment_words(moment: datetime) -> str:
    return f"{day_words(moment)}, {hour_words(moment)}"
