"""A form is shown again with what had been typed: when the session ended, or when it was kept as a draft."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from intranet import held
from intranet.drafts.domain import NOT_TYPED, PLACE, data_of, draft_of, fields_of, save_draft
from intranet.drafts.models import Draft

if TYPE_CHECKING:
    from intranet.members.views.requests import PersonRequest


@dataclass(frozen=True)
class Restored:
    """`draft`: None for a form that comes back from the sign-in page, which says so itself."""

    data: QueryDict
    draft: Draft | None = None

    @property
    def saved_at(self) -> datetime | None:
        return self.draft.saved_at if self.draft else None


def place_of(request: HttpRequest, *names: str) -> str:
    """The form at this address; `names` are the parts of the query that make it another form, where they make sense."""
    query = QueryDict(mutable=True)
    for name in names:
        if value := parameter(request, name):
            query[name] = value
    place = f"{request.path}?{query.urlencode()}" if query else request.path
    return place if len(place) <= PLACE else request.path


def parameter(request: HttpRequest, name: str) -> str:
    """Of the query; empty for what no address of ours holds: a NUL, which PostgreSQL takes in no text, or more than has a place."""
    value = request.GET.get(name, "")
    return "" if "\0" in value or len(value) > PLACE else value


def restored(request: "PersonRequest", place: str) -> Restored | None:
    """What `request` shall find typed in the form at `place`. A form held at the sign-in is a draft from here on, and said so."""
    if (data := held.take(request)) is not None:
        with suppress(ValidationError):  # it is on the page all the same
            save_draft(request.user, place=place, fields=fields_of(data))
        messages.info(request, _("Here is what you had written. Check it and send it again."))
        return Restored(data)
    draft = draft_of(request.user, place)
    return Restored(data_of(draft), draft) if draft else None


def fill(form: BaseForm, data: QueryDict) -> None:
    """Show `data` in the unbound `form`, over its initial values, without judging it."""
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if name not in NOT_TYPED and not field.widget.value_omitted_from_data(data, MultiValueDict(), key):
            form.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), key)
