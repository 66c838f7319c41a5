"""The desk at which somebody proposes a resource: nothing that was typed is lost, and nothing is sent twice."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.views.desk import Desk
from intranet.drafts.domain import drop_draft
from intranet.drafts.restoring import Restored
from repository.domain.locking import ChangedMeanwhileError, newest_words
from repository.domain.proposing import save_words
from repository.forms.parts import StepForm
from repository.forms.steps import ContentForm
from repository.models import ResourcePage

LAST = 3


class ResourceDesk(Desk):
    def begin(self, form: BaseForm) -> Restored | None:
        begun = super().begin(form)
        if begun and isinstance(form, ContentForm):
            form.restore(begun.data)
        return begun

    def kept(self, form: StepForm) -> ResourcePage | None:
        """The resource with its newest words; None when the form has something to say first."""
        due = form.cleaned_data.get("review_due")
        try:
            page = save_words(form.words, by=self.request.user, seen=form.cleaned_data["seen"], review_due=due)
        except ChangedMeanwhileError:
            self.changed_by_another(form)
            return None
        except PermissionDenied:
            form.add_error(None, _("You do not keep this resource any more."))
            return None
        except ValidationError as error:
            form.refuse(error)
            return None
        self.forget()
        return page

    def changed_by_another(self, form: StepForm) -> None:
        """The form says so, and sent once more it is meant."""
        now = ResourcePage.objects.get(pk=form.instance.pk)
        form.add_error(
            None,
            _(
                "Somebody has changed this meanwhile, and nothing of yours is saved yet. See what it says now: if you save, it will say what you have written here."
            ),
        )
        self.carry(form, seen=str(now.latest_revision_id))
        form.now = newest_words(now)  # type: ignore[attr-defined]  # for the page to show

    def is_another_resource(self, form: StepForm, before: ResourcePage) -> bool:
        """Whether this very form began a resource already, and its sender came back to it and begins another one."""
        if before.title == " ".join(form.instance.title.split()):
            return False
        form.add_error(
            None,
            _("You have sent this form already, with another title. If this is another resource, send it once more."),
        )
        self.carry(form, key=str(uuid4()))
        return True

    def carry(self, form: StepForm, **values: str) -> None:
        """Let the form that is shown again carry these."""
        sent = self.request.POST.copy()
        for name, value in values.items():
            sent[name] = value
        form.data = sent

    def forget(self) -> None:
        for place in {self.place, self.request.path}:
            drop_draft(self.request.user, place=place)

    def onwards(self, page: ResourcePage, step: int) -> HttpResponse:
        """To the next step, to what is missing after the last one, or out."""
        if self.action == "save":
            return redirect("resources_kept")
        if step == LAST:
            return redirect("resource_submit", page.slug)
        return redirect("resource_edit", page.slug, step + 1)


def steps_of(page: ResourcePage | None, current: int) -> list[dict[str, Any]]:
    """The way through the form; before it is begun there is one step to go to."""
    names = {1: _("What it is"), 2: _("What it holds"), 3: _("Where it goes"), 4: _("Check and send")}
    return [
        {"number": number, "label": label, "url": address_of(page, number), "is_current": number == current}
        for number, label in names.items()
    ]


def address_of(page: ResourcePage | None, number: int) -> str:
    if page is None:
        return ""
    if number > LAST:
        return reverse("resource_submit", args=[page.slug])
    return reverse("resource_edit", args=[page.slug, number])
