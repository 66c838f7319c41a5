"""Making a collection, saying what it is, putting it in order, and taking it away."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.domain.collecting import create_collection, delete_collection, edit_collection
from repository.domain.locking import ChangedMeanwhileError
from repository.domain.ordering import add_resource
from repository.enums import CollectionKind, CollectionVisibility
from repository.forms.collections import CollectForm, CollectionForm
from repository.models import Collection, ResourcePage
from repository.views.collection_doors import kept_collection_or_404
from repository.views.collection_order import Refused, act, editing_context
from repository.views.doors import shown_or_404


@asked_and_answered
def collection_new(request: PersonRequest) -> HttpResponse:
    """`/recursos/colleccions/nova/`: `?tipus=` for a guide, a path or a kit."""
    asked = request.GET.get("tipus", "")
    initial = {"kind": asked if asked in CollectionKind.values else CollectionKind.LIST}
    form = CollectionForm(request.POST or None, author=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and (made := created(request, form)):
        messages.success(request, _("«%(title)s» is made: put resources into it.") % {"title": made.title})
        return redirect("collection_edit", made.slug)
    return show(request, form)


def created(request: PersonRequest, form: CollectionForm) -> Collection | None:
    """None when the form has something to say first."""
    try:
        return create_collection(form.instance, by=request.user)
    except PermissionDenied:
        form.add_error(None, _("You may not make such a collection: choose another kind, group or circle."))
    except ValidationError as error:
        refuse(form, error)
    form.instance.pk = None
    return None


def show(request: PersonRequest, form: CollectionForm, **context: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(
        request, "repository/collections/form.html", {"form": form, "collection": None, **context}, status=status
    )


def refuse(form: Any, error: ValidationError) -> None:
    """What the domain says, beside the field that it is about, if the form has it."""
    told = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, words in told.items():
        for word in words:
            form.add_error(name if name in form.fields else None, word)


@asked_and_answered
def collection_edit(request: PersonRequest, slug: str) -> HttpResponse:
    """`…/edita/`: what it is, and what stands in it."""
    found = kept_collection_or_404(request, slug)
    context: dict[str, Any] = {"now": None}
    form = CollectionForm(request.POST or None, author=request.user, instance=Collection.objects.get(pk=found.pk))
    if request.method == "POST" and form.is_valid() and edited(request, form, found, context):
        messages.success(request, _("The changes are saved."))
        return redirect(found)
    return show_editing(request, found, form=form, **context)


def edited(request: PersonRequest, form: CollectionForm, found: Collection, context: dict[str, Any]) -> bool:
    try:
        edit_collection(form.instance, by=request.user, seen=form.cleaned_data["seen"])
    except ChangedMeanwhileError:
        context["now"] = found
        text = _(
            "Somebody has changed this meanwhile. See what it says now: if you save, it will say what you have written here."
        )
        form.add_error(None, text)
        form.data = {**request.POST.dict(), "seen": str(found.version)}
    except PermissionDenied:
        form.add_error(None, _("You may not make it so: choose another kind, group or circle."))
    except ValidationError as error:
        refuse(form, error)
    else:
        return True
    return False


def show_editing(request: PersonRequest, found: Collection, **context: Any) -> HttpResponse:
    whole = editing_context(request, found) | context
    whole.setdefault("form", None)
    whole["form"] = whole["form"] or CollectionForm(author=request.user, instance=Collection.objects.get(pk=found.pk))
    is_refused = whole["form"].errors or whole.get("refused")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "repository/collections/edit.html", whole, status=status)


@require_POST
def collection_order(request: PersonRequest, slug: str) -> HttpResponse:
    """`…/ordre/`: one change to what stands in it; on to where it was made."""
    found = kept_collection_or_404(request, slug)
    done = act(request, found)
    if isinstance(done, Refused):
        return show_editing(request, found, refused=done)
    return HttpResponseRedirect(f"{reverse('collection_edit', args=[slug])}{done}", status=HTTPStatus.SEE_OTHER)


@asked_and_answered
def collection_delete(request: PersonRequest, slug: str) -> HttpResponse:
    """`…/esborra/`: asks first."""
    found = kept_collection_or_404(request, slug)
    if request.method != "POST":
        return render(request, "repository/collections/delete.html", {"collection": found})
    delete_collection(found, by=request.user)
    messages.success(request, _("«%(title)s» is deleted. Its resources stay in the bank.") % {"title": found.title})
    return redirect("collections")


@asked_and_answered
def resource_collect(request: PersonRequest, slug: str) -> HttpResponse:
    """`/recursos/<slug>/aplega/`: into one of one's collections, or a new one."""
    page = shown_or_404(request, slug)
    kept = Collection.objects.kept_by(request.user).exclude(items__page=page).order_by("sort_key")
    form = CollectForm(request.POST or None, kept=kept)
    if request.method == "POST" and form.is_valid() and (into := collected(request, form, page)):
        link = format_html('<a href="{}">{}</a>', into.get_absolute_url(), into.title)
        said = _("«{title}» is in the collection «{collection}».")
        messages.success(request, format_html(said, title=page.title, collection=link))
        return redirect(page)
    holding = Collection.objects.kept_by(request.user).filter(items__page=page).order_by("sort_key")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"page": page, "form": form, "holding": holding}
    return render(request, "repository/collections/collect.html", context, status=status)


def collected(request: PersonRequest, form: CollectForm, page: ResourcePage) -> Collection | None:
    """In which one it is now; None when the form says why in none."""
    given = form.cleaned_data
    try:
        into = form.chosen or create_collection(
            Collection(title=given["title"], visibility=CollectionVisibility.OWN), by=request.user
        )
        add_resource(into, page, by=request.user, note=given["note"])
    except PermissionDenied:
        form.add_error("collection", _("You may not change that collection any more: choose another one."))
    except ValidationError as error:
        refuse(form, error)
    else:
        return into
    return None
