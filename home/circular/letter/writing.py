"""The circular of one person: the pieces in their order, with what is theirs alone."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.html import escape
from django.utils.text import Truncator

from home.circular.domain.arranging import Interests, Part, arranged
from home.circular.domain.recipients import KIND
from home.circular.letter.issue import Form, Issue, html_of, lines_of, printed_in
from home.circular.models import CircularEntry, CircularPage
from intranet.links.signing import link_for
from intranet.members.models import User
from intranet.notifications.mails import message_id

TITLES_BEFORE_OPENING = 4
LETTERS_BEFORE_OPENING = 140
USUAL_LINK = "https://intranet.example/enllac/" + "x" * 120


def letter_to(
    person: User, issue: Issue, *, interests: Interests, hidden: Collection[int] = ()
) -> EmailMultiAlternatives:
    """Their mail, with a Message-ID that is the same whenever it is written: who gets it twice, sees it once. No statement.

    `hidden` are the keys of the entries that they may not see (`domain.recipients.hidden_from`): nothing of them is in it.
    """
    parts = arranged(without(issue.entries, hidden), interests)
    stop_url = link_for("unsubscribe", person=person, thing=f"kind:{KIND}")
    mail = EmailMultiAlternatives(
        subject=issue.subject,
        body=issue.text.frame.filled(words=issue.text.of(parts).strip(), stop_url=stop_url),
        to=[person.email],
        headers={
            **issue.headers,
            "Message-ID": message_id(f"{KIND}.{issue.circular.pk}.{person.pk}"),
            "List-Unsubscribe": f"<{stop_url}>",
        },
    )
    mail.attach_alternative(html_with(issue.html, parts, stop_url=stop_url), "text/html")
    return mail


def without(entries: Sequence[CircularEntry], hidden: Collection[int]) -> list[CircularEntry]:
    return [entry for entry in entries if entry.pk not in hidden]


def html_with(form: Form, parts: Sequence[Part], *, stop_url: str) -> str:
    return form.frame.filled(preview=escape(before_opening(parts)), content=form.of(parts), stop_url=escape(stop_url))


def before_opening(parts: Sequence[Part]) -> str:
    """What lists of mails show beside the subject: what stands first for this person."""
    titles = [entry.title for part in parts for entry in part.entries][:TITLES_BEFORE_OPENING]
    return Truncator(" · ".join(titles)).chars(LETTERS_BEFORE_OPENING)


def size_of(circular: CircularPage) -> int:
    """How many bytes of HTML its longest mail has: that of somebody who may see all of it."""
    entries = printed_in(circular)
    with translation.override(settings.LANGUAGE_CODE):
        form = html_of(circular, lines_of(entries))
    return len(html_with(form, arranged(entries), stop_url=USUAL_LINK).encode())
