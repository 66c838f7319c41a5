"""What a resource said before, for those who keep it; going back to it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.domain.differing import changes_between
from repository.domain.locking import ChangedMeanwhileError
from repository.domain.versions import WHY_CLOSED, is_closed, restore, worded
from repository.keys import GREATEST_KEY, key_in
from repository.models import ResourcePage, Version
from repository.views.doors import kept_or_404
from repository.views.words import content_of

if TYPE_CHECKING:
    from django.db.models import QuerySet


def versions_of(page: ResourcePage) -> "QuerySet[Version]":
    return Version.objects.filter(page=page).select_related("by").defer("revision__content")


@require_safe
def resource_history(request: PersonRequest, slug: str) -> HttpResponse:
    """`/recursos/<slug>/versions/`: the latest first."""
    page = kept_or_404(request, slug)
    return render(request, "repository/history.html", {"page": page, "versions": versions_of(page)})


@asked_and_answered
def resource_version(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`…/versions/<id>/`: what it said; sent, it is the draft from which one goes on."""
    page = kept_or_404(request, slug)
    found = Version.objects.filter(page=page, pk=pk).select_related("revision", "by") if pk <= GREATEST_KEY else None
    version = found.first() if found is not None else None
    if version is None:
        raise Http404
    if request.method == "POST":
        return restored(request, version)
    if is_closed(version.revision, page):
        return render(request, "repository/version_closed.html", {"page": page, "version": version, "text": WHY_CLOSED})
    words = worded(version)
    is_current = version.revision_id == page.live_revision_id
    context = {
        "page": page,
        "version": version,
        "is_current": is_current,
        "changes": [] if is_current else changes_between(words, ResourcePage.objects.get(pk=page.pk)),
        **content_of(words, request.user),
    }
    return render(request, "repository/version.html", context)


def restored(request: PersonRequest, version: Version) -> HttpResponse:
    try:
        page = restore(version, by=request.user, seen=key_in(request.POST.get("seen", "")) or 0)
    except PermissionDenied as error:
        raise Http404 from error
    except ChangedMeanwhileError:
        text = _(
            "Somebody has changed the resource meanwhile. Read what it says now before you go back to this version."
        )
        messages.warning(request, text)
        return redirect("resource_version", version.page.slug, version.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("resource_history", version.page.slug)
    messages.success(request, _("It is your draft now: readers see it once it is accepted."))
    return redirect("resource_submit", page.slug)
