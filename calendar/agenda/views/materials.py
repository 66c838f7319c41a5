"""The materials of an event: its keepers add files and links before it and after it, and take them out."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from agenda.domain.materials import add_material, remove_material
from agenda.enums import MaterialKind
from agenda.forms.materials import MaterialForm
from agenda.models import Event
from agenda.views.doors import kept_event_or_404
from intranet.members.views.requests import PersonRequest, asked_and_answered


@asked_and_answered
def event_materials(request: PersonRequest, pk: int) -> HttpResponse:
    """`/agenda/<id>/materials/`."""
    event = kept_event_or_404(request, pk)
    kind = MaterialKind.DOCUMENT if event.occurrences.ahead().exists() else MaterialKind.MINUTES
    form = MaterialForm(request.POST or None, request.FILES or None, initial={"kind": kind})
    if request.method == "POST" and form.is_valid() and added(request, event, form):
        return redirect("event_materials", pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"event": event, "form": form, "materials": list(event.materials.all())}
    return render(request, "agenda/materials.html", context, status=status)


def added(request: PersonRequest, event: Event, form: MaterialForm) -> bool:
    """Whether it was; if not, the form says why."""
    given = form.cleaned_data
    try:
        material = add_material(
            event,
            by=request.user,
            kind=MaterialKind(given["kind"]),
            title=given["title"],
            upload=given["file"],
            url=given["url"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("«%(title)s» is on the page of the event.") % {"title": material.title})
    return True


@asked_and_answered
def material_remove(request: PersonRequest, pk: int, material: int) -> HttpResponse:
    """`/agenda/<id>/materials/<id>/treu/`: asks first."""
    event = kept_event_or_404(request, pk)
    found = get_object_or_404(event.materials, pk=material)
    found.event = event
    if request.method != "POST":
        return render(request, "agenda/material_remove.html", {"event": event, "material": found})
    remove_material(found, by=request.user)
    messages.success(request, _("«%(title)s» is taken out.") % {"title": found.title})
    return redirect("event_materials", pk)
