"""What one does with a resource beside reading it: keep it at hand, say that it served one's council."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.views.moderation import refill
from forum.views.paging import page_asked_for
from intranet.held import writer_field
from intranet.members.models import Organisation
from intranet.members.views.requests import PersonRequest, asked_and_answered
from repository.domain.looking import how_seen
from repository.domain.marks import keep_at_hand, say_useful, spoken_for, take_back_useful
from repository.forms.marks import UsefulForm
from repository.models import Bookmark, ResourcePage, Usefulness
from repository.views.doors import shown_or_404

CHOICES = {"1": True, "0": False}
PAGE_SIZE = 20
TAKE_BACK = "take-back"


@require_safe
def resources_saved(request: PersonRequest) -> HttpResponse:
    """`/recursos/desats/`: what one keeps at hand and still may see, the latest first. Three statements for any number."""
    shown = ResourcePage.objects.shown_to(request.user).order_by().values("pk")
    rows = Bookmark.objects.filter(person=request.user, page__in=shown).order_by("-made_at", "-pk")
    rows = rows.select_related("page__organisation").defer("page__body")
    page = Paginator(rows, PAGE_SIZE).get_page(page_asked_for(request))
    return render(request, "repository/saved.html", {"page": page})


@require_POST
def resource_save(request: PersonRequest, slug: str) -> HttpResponse:
    """`saved=` 1 or 0; back to where the button was (`next=desats`: the list). htmx gets the button as it is now."""
    page = shown_or_404(request, slug)
    kept = CHOICES.get(request.POST.get("saved", ""))
    if kept is None:
        raise BadRequest
    keep_at_hand(page, request.user, kept=kept)
    if request.htmx:
        context = {"page": page, "seen": how_seen(request.user, page.pk)}
        return render(request, "repository/save_button.html", context)
    said = _("You have it at hand.") if kept else _("You do not keep it at hand any more.")
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, page.get_absolute_url(), page.title))
    return redirect("resources_saved") if request.POST.get("next") == "desats" else redirect(page)


@asked_and_answered
def resource_useful(request: PersonRequest, slug: str) -> HttpResponse:
    """`/recursos/<slug>/servit/`: «ens ha servit», of a council of the person; `action=take-back` with `council`."""
    page = shown_or_404(request, slug)
    councils = list(spoken_for(request.user))
    said = {one.council_id: one for one in Usefulness.objects.filter(page=page, council__in=councils)}
    if not councils:
        return drawn(request, page, None, [])
    if request.method == "POST" and request.POST.get("action") == TAKE_BACK:
        return taken_back(request, page, [one for one in councils if one.pk in said])
    first = next((one for one in councils if one.pk not in said), councils[0])
    note = said[first.pk].note if first.pk in said else ""
    form = UsefulForm(request.POST or None, councils=councils, initial={"council": first.pk, "note": note})
    refill(request, form)
    if request.method == "POST" and form.is_valid():
        council = form.cleaned_data["council"] or councils[0]
        say_useful(page, council, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("Thank you: others see that it served your council."))
        return redirect(page)
    told = [(one, said[one.pk].note) for one in councils if one.pk in said]
    return drawn(request, page, form, told, is_left=len(told) < len(councils))


def taken_back(request: PersonRequest, page: ResourcePage, said: list[Organisation]) -> HttpResponse:
    council = next((one for one in said if str(one.pk) == request.POST.get("council")), None)
    if council is None:
        raise BadRequest
    take_back_useful(page, council, by=request.user)
    messages.success(request, _("It is taken back."))
    return redirect(page)


def drawn(
    request: PersonRequest,
    page: ResourcePage,
    form: UsefulForm | None,
    said: list[tuple[Organisation, str]],
    *,
    is_left: bool = False,
) -> HttpResponse:
    """`is_left`: one of the person's councils has not said it yet."""
    context = {"page": page, "form": form, "said": said, "is_left": is_left, "writer": writer_field(request)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "repository/useful.html", context, status=status)
