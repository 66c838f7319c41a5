"""The desk at which somebody proposes an entry: nothing that was typed is lost, nor the image, and nothing is sent twice."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum.views.desk import Desk
from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.month_words import of_month
from home.circular.domain.months import taking_proposals
from home.circular.domain.proposing import propose, proposed_before, reword_proposal
from home.circular.forms.proposing import EntryForm
from home.circular.models import CircularEntry
from intranet.drafts.domain import drop_draft, fields_of, save_draft


class EntryDesk(Desk):
    def keep(self, form: BaseForm, title: str = "") -> HttpResponse | None:
        """With the image that was chosen."""
        form.full_clean()
        if isinstance(form, EntryForm):
            form.keep_picture()
        try:
            save_draft(self.request.user, place=self.place, fields=fields_of(form.data), title=title)  # type: ignore[arg-type]  # a form that was sent
        except ValidationError as error:
            form.add_error(None, error)
            return None
        messages.success(self.request, _("Your draft is kept. Only you see it."))
        return redirect(self.place)

    def proposed(self, form: EntryForm) -> HttpResponse | None:
        """On to one's proposals; None when the form has something to say first."""
        author, key = self.request.user, form.cleaned_data["key"]
        before = proposed_before(author, key)
        if before is not None and before.title != " ".join(form.instance.title.split()):
            form.add_error(None, already_proposed(before))
            form.carry(key=str(uuid4()))
            return None
        if before is None and form.asks_about_day(taking_proposals()):
            return None
        try:
            entry = propose(form.instance, by=author, key=key)
        except ValidationError as error:
            form.refuse(error)
            return None
        words = _("Thank you. It is proposed for the circular %(of_month)s; you will be told what is decided.")
        return self.sent(words % {"of_month": of_month(entry.circular.month)})

    def reworded(self, form: EntryForm) -> HttpResponse | None:
        """As `proposed`."""
        try:
            reword_proposal(form.instance, by=self.request.user, seen=form.cleaned_data["seen"])
        except ChangedMeanwhileError as error:
            self.changed_meanwhile_to(form, error.now)
            return None
        except PermissionDenied:
            form.add_error(None, _("It has been decided on meanwhile: nothing of what you wrote here is saved."))
            return None
        except ValidationError as error:
            form.refuse(error)
            return None
        waits = _("The changes are saved. It waits for a decision again.")
        return self.sent(waits if form.instance.changed_since_accepted else _("The changes are saved."))

    def changed_meanwhile_to(self, form: EntryForm, now: object) -> None:
        """The form says so, and sent once more it is meant."""
        form.add_error(
            None,
            _(
                "Somebody has changed this meanwhile, and nothing of yours is saved yet. See what it says now: if you save, it will say what you have written here."
            ),
        )
        if isinstance(now, CircularEntry):
            form.carry(seen=str(now.version))
            form.now = now

    def sent(self, words: str) -> HttpResponse:
        for place in {self.place, self.request.path}:
            drop_draft(self.request.user, place=place)
        messages.success(self.request, words)
        return redirect("circular_proposed")


def already_proposed(entry: CircularEntry) -> SafeString:
    return format_html(
        '{} <a href="{}">{}</a>',
        _("You have sent this form already, with another title. If this is another entry, send it once more."),
        reverse("circular_proposed"),
        _("See «%(title)s»") % {"title": entry.title},
    )
