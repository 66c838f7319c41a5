"""What is wrong with the addresses outside that a circular names."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.circular.domain.links_outside import links_of, states_of
from home.circular.domain.problems import Problem
from home.circular.enums import LinkState
from home.circular.models import CircularEntry, CircularPage, LinkCheck


def link_problems(circular: CircularPage, printed: Sequence[CircularEntry]) -> Iterator[Problem]:
    """One statement, none without links."""
    links = links_of(circular, printed)
    states = states_of(links) if links else {}
    for url, entry in links.items():
        check = states.get(url)
        if check is not None and check.state == LinkState.BROKEN:
            yield Problem("warning", "broken_link", words_of_broken(check), entry, url)
        elif check is not None and check.state == LinkState.UNREACHED:
            yield Problem("note", "unreached_link", words_of_unreached(check), entry, url)
    unlooked = sum(url not in states for url in links)
    if unlooked:
        text = ngettext(
            "%(number)d link has not been tried yet: it is being tried now.",
            "%(number)d links have not been tried yet: they are being tried now.",
            unlooked,
        )
        yield Problem("note", "unlooked_links", text % {"number": unlooked})


def words_of_broken(check: LinkCheck) -> str:
    if check.answer.isdigit():
        return _("The link does not lead anywhere: the site answers %(status)s.") % {"status": check.answer}
    reasons = {
        "name": _("The link does not lead anywhere: there is no site of that name."),
        "refused": _("The link does not lead anywhere: nobody answers at that address."),
        "redirects": _("The link does not lead anywhere: it goes round in circles."),
    }
    return reasons.get(check.answer, _("The link is no address that everybody can open."))


def words_of_unreached(check: LinkCheck) -> str:
    if check.answer.isdigit():
        text = _("The link could not be tried: the site answers %(status)s to programs. Open it yourself.")
        return text % {"status": check.answer}
    reasons = {
        "timeout": _("The link could not be tried: the site takes too long. Open it yourself."),
        "certificate": _("The link could not be tried: the site’s certificate is not right. Open it yourself."),
    }
    return reasons.get(check.answer, _("The link could not be tried. Open it yourself."))
