"""What the notices of the bank say."""

from typing import TYPE_CHECKING

from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils.translation import gettext as _

from intranet.catalan import elided
from repository.domain.validity_rounds import NOTICE
from repository.enums import ArchiveReason
from repository.models import ResourcePage

if TYPE_CHECKING:
    from datetime import date

    from intranet.notifications.kinds import Happening


def line_of_new(happening: "Happening") -> str:
    page: ResourcePage = happening.target
    words = {"kind": page.get_kind_display(), "title": page.title, "who": whose(page)}
    if words["who"]:
        return _("New in the resource bank, from %(who)s: «%(title)s»") % words
    return _("New in the resource bank: «%(title)s»") % words


def line_of_words(happening: "Happening") -> str:
    page: ResourcePage = happening.target
    return _("A resource with words of yours is published: «%(title)s»") % {"title": page.title}


def whose(page: ResourcePage) -> str:
    """In whose name it is. A private group is named where its readers alone look."""
    named = page.organisation or page.group
    return str(named) if named else ""


def words_of(page: ResourcePage) -> str:
    return f"{page.get_kind_display()}\n\n{page.summary}"


def line_of_question(happening: "Happening") -> str:
    page: ResourcePage = happening.target
    text = _("Is «%(title)s» still valid? It is to be reviewed before %(day)s")
    if page.is_overdue():
        text = _("Is «%(title)s» still valid? It was to be reviewed before %(day)s")
    return elided(text, day=page.review_due) % facts_of(page)


def subject_of_question(happening: "Happening") -> str:
    page: ResourcePage = happening.target
    return _("Is it still valid? %(title)s") % facts_of(page)


def words_of_question(page: ResourcePage) -> str:
    text = _(
        "Others find it in the resource bank. Say that it is still valid, change what has aged, or archive it if it holds no more."
    )
    return f"{text}\n\n{page.summary}"


def line_of_warning(happening: "Happening") -> str:
    page: ResourcePage = happening.target
    text = _("«%(title)s» will be archived on %(end)s unless somebody says that it is still valid")
    return elided(text, end=end_of(page)) % facts_of(page)


def words_of_warning(page: ResourcePage) -> str:
    text = _(
        "It was to be reviewed before %(day)s and nobody has said that it is still valid. One press is enough. Archived, it stays to be read, but lists leave it out."
    )
    return elided(text, day=page.review_due) % facts_of(page)


def line_of_archived(happening: "Happening") -> str:
    page: ResourcePage = happening.target
    return _("«%(title)s» has been archived: you can take it back if it holds after all") % {"title": page.title}


def why_archived(page: ResourcePage) -> str:
    words = {
        ArchiveReason.BY_HAND.value: _("Those who keep it say that it holds no more. It stays to be read."),
        ArchiveReason.OVERDUE.value: _("For a long time nobody said that it is still valid. It stays to be read."),
        ArchiveReason.EXPIRED.value: _("Its validity ended on the day that was foreseen. It stays to be read."),
    }
    return words.get(page.archive_reason, "")


def facts_of(page: ResourcePage) -> dict[str, str]:
    """`day`: by which it is to be looked at; `end`: on which it is archived."""
    end = end_of(page)
    return {
        "title": page.title,
        "day": date_words(page.review_due, "DATE_FORMAT") if page.review_due else "",
        "end": date_words(end, "DATE_FORMAT") if end else "",
    }


def end_of(page: ResourcePage) -> "date | None":
    return page.warned_on + NOTICE if page.warned_on else None


def place_of_question(page: ResourcePage) -> str:
    """Where it is answered."""
    return reverse("resource_validity", args=[page.slug])
