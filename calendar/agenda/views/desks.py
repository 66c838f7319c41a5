"""The desk at which somebody announces an event: nothing that was typed is lost, and nothing is sent twice."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agenda.domain.announcing import announced_before
from agenda.enums import EventVisibility, Review
from agenda.forms.events import EventForm
from agenda.models import Event
from forum.views.desk import Desk
from intranet.drafts.domain import drop_draft


class EventDesk(Desk):
    def is_another_event(self, form: EventForm) -> bool:
        """Whether this very form announced an event already, and its sender came back to it and announces another one.

        The form then says so and gets a key of its own; sending it once more announces it.
        """
        before = announced_before(self.request.user, form.cleaned_data["key"])
        now = form.instance
        if before is None or (before.title, before.start) == (" ".join(now.title.split()), now.start):
            return False
        form.add_error(None, already_announced(before))
        self.carry(form, key=str(uuid4()))
        return True

    def changed_by_another(self, form: EventForm) -> Event:
        """The form says so, and sent once more it is meant. What the event says now."""
        now = Event.objects.get(pk=form.instance.pk)
        form.add_error(
            None,
            _(
                "Somebody has changed this meanwhile, and nothing of yours is saved yet. See what it says now: if you save, it will say what you have written here."
            ),
        )
        self.carry(form, seen=str(now.sequence))
        return now

    def carry(self, form: EventForm, **values: str) -> None:
        """Let the form that is shown again carry these."""
        sent = self.request.POST.copy()
        for name, value in values.items():
            sent[name] = value
        form.data = sent

    def sent(self, event: Event, words: SafeString | str) -> HttpResponse:
        """On to the event's page, and what had been kept of the form is forgotten."""
        for place in {self.place, self.request.path}:
            drop_draft(self.request.user, place=place)
        messages.success(self.request, words)
        return redirect(event)


def already_announced(event: Event) -> SafeString:
    return format_html(
        '{} <a href="{}">{}</a>',
        _("You have sent this form already, with other words. If this is another activity, send it once more."),
        event.get_absolute_url(),
        _("See what was announced"),
    )


def after_announcing(event: Event) -> str:
    """What became of it, and why."""
    if event.review == Review.WAITING:
        return _(
            "Thank you. Your council sees it already. Coordination looks at it before the whole network does, and you will be told."
        )
    if event.visibility == EventVisibility.GROUP:
        return _("It is in the agenda: those who read the group see it.")
    return _("It is in the agenda.")
