"""What happened to an event, as its page lists it and notices tell it."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.enums import ChangeKind
from agenda.models import Change
from agenda.sentences import when_of_date
from intranet.templatetags.intranet import day_words


def sentence_of(change: Change) -> str:
    """What happened, with the event's name: «Jornada X» s'anul·la, or one of its dates, or all from one date on."""
    words = {"event": change.facts.get("was", change.event.title), **dates_of(change)}
    if "last" in words:
        return of_some_dates()[ChangeKind(change.kind)] % words
    if "first" in words:
        return of_one_date()[ChangeKind(change.kind)] % words
    return of_all()[ChangeKind(change.kind)] % words


def dates_of(change: Change) -> dict[str, str]:
    """The first and the last date concerned, when it is not all of them."""
    first, last = change.first_start, change.last_start
    if first is None and change.occurrence is not None and change.event.frequency:
        first = change.occurrence.original_start
    if first is None:
        return {}
    if last is None or last == first:
        return {"first": day_words(first)}
    return {"first": day_words(first), "last": day_words(last)}


def of_all() -> dict[ChangeKind, str]:
    return {
        ChangeKind.ANNOUNCED: _("Announced: «%(event)s»"),
        ChangeKind.CHANGED: _("«%(event)s» has changed"),
        ChangeKind.MOVED: _("«%(event)s» is at another moment"),
        ChangeKind.CANCELLED: _("«%(event)s» is cancelled"),
        ChangeKind.POSTPONED: _("«%(event)s» is postponed"),
        ChangeKind.RESTORED: _("«%(event)s» goes ahead after all"),
        ChangeKind.WITHDRAWN: _("«%(event)s» has been taken off the agenda"),
    }


def of_one_date() -> dict[ChangeKind, str]:
    return {
        **of_all(),
        ChangeKind.CHANGED: _("«%(event)s» has changed: the date of %(first)s"),
        ChangeKind.MOVED: _("«%(event)s»: the date of %(first)s is at another moment"),
        ChangeKind.CANCELLED: _("«%(event)s»: the date of %(first)s is cancelled"),
        ChangeKind.POSTPONED: _("«%(event)s»: the date of %(first)s is postponed"),
        ChangeKind.RESTORED: _("«%(event)s»: the date of %(first)s goes ahead after all"),
    }


def of_some_dates() -> dict[ChangeKind, str]:
    return {
        **of_all(),
        ChangeKind.CHANGED: _("«%(event)s» has changed: the dates from %(first)s to %(last)s"),
        ChangeKind.MOVED: _("«%(event)s»: the dates from %(first)s to %(last)s are at another moment"),
        ChangeKind.CANCELLED: _("«%(event)s»: the dates from %(first)s to %(last)s are cancelled"),
        ChangeKind.POSTPONED: _("«%(event)s»: the dates from %(first)s to %(last)s are postponed"),
        ChangeKind.RESTORED: _("«%(event)s»: the dates from %(first)s to %(last)s go ahead after all"),
    }


def details_of(change: Change) -> list[str]:
    """Each fact that changed, as it was and as it is, and the reason."""
    return [*facts_of(change), *([change.reason] if change.reason else [])]


def facts_of(change: Change) -> list[str]:
    names = names_of_facts()
    known = [(names[name], name, values) for name, values in change.facts.items() if name in names]
    facts = [fact_words(label, name, *values) for label, name, values in known]
    is_moved = change.kind == ChangeKind.MOVED and change.occurrence is not None and "when" not in change.facts
    if is_moved and change.occurrence is not None:
        facts.append(fact_words(names["when"], "when", "", when_of_date(change.occurrence)))
    return facts


def names_of_facts() -> dict[str, str]:
    return {
        "title": pgettext("fact of an event", "Title"),
        "when": pgettext("fact of an event", "When"),
        "repeats": pgettext("fact of an event", "Repeats"),
        "mode": pgettext("fact of an event", "How"),
        "where": pgettext("fact of an event", "Where"),
        "link": pgettext("fact of an event", "Link to join"),
    }


def fact_words(label: str, name: str, before: str, after: str) -> str:
    if name == "link":
        return _("%(fact)s: it is another one; see it on the event’s page") % {"fact": label}
    words = {"fact": label, "before": before, "after": after or pgettext("fact of an event", "nothing")}
    return (_("%(fact)s: %(after)s (before: %(before)s)") if before else _("%(fact)s: %(after)s")) % words
