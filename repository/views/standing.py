"""How a resource stands, in the sentences that its page begins with."""

from typing import TYPE_CHECKING, NamedTuple

from django.template.defaultfilters import date as date_words
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.catalan import elided
from repository.domain.looking import Seen
from repository.enums import Review
from repository.models import ResourcePage
from repository.notices import why_archived

if TYPE_CHECKING:
    from datetime import date


class Banner(NamedTuple):
    tone: str
    icon: str
    title: str
    text: str = ""


def banners_of(page: ResourcePage, seen: Seen, *, is_newest: bool) -> list[Banner]:
    """What is to be known before anything else: who sees it, and whether it still holds."""
    keeps = seen.keeps or seen.reviews
    banners = [proposal_banner(page, is_newest=is_newest)] if keeps else []
    return [banner for banner in [*banners, validity_banner(page)] if banner]


def proposal_banner(page: ResourcePage, *, is_newest: bool) -> Banner | None:
    """For those who keep or review it."""
    if page.live and not is_newest:
        return newer_words(page)
    seen_by = (
        _("Readers see what was published before. These are the newest words.")
        if page.live
        else _("Only those who keep it see it.")
    )
    if page.review == Review.WAITING:
        return Banner("warning", "hourglass", _("It waits for review"), seen_by)
    if page.review == Review.RETURNED:
        return Banner("warning", "undo-2", _("It was returned with remarks"), page.review_note or seen_by)
    return Banner("info", "pencil", _("It is a draft"), seen_by)


def newer_words(page: ResourcePage) -> Banner | None:
    sentences = {
        Review.DRAFT.value: _("Somebody is changing it: there are newer words that readers do not see yet."),
        Review.WAITING.value: _("Its newest words wait for review. Readers see these until then."),
        Review.RETURNED.value: _("Its newest words were returned with remarks. Readers see these until then."),
    }
    text = sentences.get(page.review)
    note = page.review_note if page.review == Review.RETURNED else ""  # what was said when it was accepted is over
    return Banner("info", "history", text, note) if text else None


def validity_banner(page: ResourcePage) -> Banner | None:
    today = timezone.localdate()
    if page.is_archived:
        return Banner("warning", "archive", _("It is archived"), why_archived(page))
    if page.expires_on is not None and page.expires_on < today:
        when = date_words(page.expires_on, "DATE_FORMAT")
        text = elided(_("It held until %(day)s."), day=page.expires_on)
        return Banner("warning", "clock", _("It is not valid any more"), text % {"day": when})
    if page.live and page.is_overdue(today):
        when = date_words(page.review_due, "DATE_FORMAT")
        text = _("It was to be reviewed before %(day)s, and nobody has. Mind that it may have aged.")
        text = elided(text, day=page.review_due)
        return Banner("warning", "triangle-alert", _("It is overdue for review"), text % {"day": when})
    return None


def looked_at(page: ResourcePage) -> str:
    """When it was looked at before it was published, or said to be valid since, and by whom."""
    if page.reviewed_on is None:
        return ""
    if page.reviewed_by is None:
        text = _("Published on %(day)s; nobody has looked at it since.")
    elif page.reviewed_on in days_of_publication(page):
        text = _("Published on %(day)s, reviewed by %(name)s")
    else:
        text = _("%(name)s said on %(day)s that it is valid")
    words = {"name": page.reviewed_by.full_name if page.reviewed_by else ""}
    return elided(text, day=page.reviewed_on) % {**words, "day": date_words(page.reviewed_on, "DATE_FORMAT")}


def days_of_publication(page: ResourcePage) -> set["date"]:
    """The first and the latest."""
    moments = (page.first_published_at, page.last_published_at)
    return {timezone.localdate(moment) for moment in moments if moment}


def to_be_reviewed(page: ResourcePage) -> str:
    if page.review_due is None or page.is_archived:
        return ""
    text = elided(_("It is to be reviewed before %(day)s."), day=page.review_due)
    return text % {"day": date_words(page.review_due, "DATE_FORMAT")}
