"""A position ends: on which day, and who takes over."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from intranet.members.admin.actions import ActionView
from intranet.members.admin.choosers import person_chooser
from intranet.members.domain.handover import handover_words
from intranet.members.domain.positions import end_position
from intranet.members.models import Position, User

OPEN, ENDED, COMING = "open", "ended", "coming"
STATES = (
    (OPEN, pgettext_lazy("position", "Open today")),
    (ENDED, pgettext_lazy("position", "Ended")),
    (COMING, pgettext_lazy("position", "Not begun yet")),
)


def state_of(position: Position) -> str:
    if position.is_open():
        return OPEN
    return COMING if position.starts_on > timezone.localdate() else ENDED


def state_label(position: Position) -> Any:
    return dict(STATES)[state_of(position)]


class EndForm(forms.Form):
    on = forms.DateField(
        label=_("Ends on"),
        widget=AdminDateInput,
        initial=timezone.localdate,
        help_text=_("The first day without this position and the access it gives."),
    )
    successor = forms.ModelChoiceField(
        label=_("Who takes over"),
        queryset=User.objects.filter(is_active=True),
        widget=person_chooser.widget_class,
        required=False,
        help_text=_(
            "A colleague of the same organisation, who takes over on that day. Leave it empty if there is none yet."
        ),
    )
    with_groups = forms.BooleanField(
        label=_("Also in the working groups"),
        required=False,
        initial=True,
        help_text=_(
            "Who takes over gets the same places in the working groups. Closed ones are asked first; a private one that "
            "you are not in is left out."
        ),
    )
    with_duties = forms.BooleanField(
        label=_("Also as representative and manager"),
        required=False,
        help_text=_(
            "If this person votes for the council or manages its people, who takes over does so from that day on."
        ),
    )


class EndPositionView(ActionView):
    form_class = EndForm
    index_url_name = "position:index"
    back_url_name = "position:edit"
    page_title = _("End the position")
    question = _(
        "End the position «%(object)s»? On that day the person loses the access it gives. What they wrote stays theirs."
    )
    done = _("The position «%(object)s» has an end.")
    serious = True
    log_action = "members.position.end"

    def reason_not_to(self) -> str:
        return gettext("This position has already ended.") if state_of(self.object) == ENDED else ""

    def act(self, form: forms.Form) -> None:
        handover = end_position(self.object, by=self.request.user, **form.cleaned_data)
        for sentence in handover_words(handover):
            messages.warning(self.request, sentence)

    def get_page_subtitle(self) -> str:
        return f"{self.object.user} · {self.object}"
