"""A person's own rooms: the profile, how others see it, and what the network keeps."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intranet.frame import Link
from intranet.members.domain.exports import export_of
from intranet.members.domain.portraits import own_portrait
from intranet.members.domain.profiles import update_profile
from intranet.members.enums import Visibility
from intranet.members.feeds import feeds_of
from intranet.members.forms.profile import ProfileForm
from intranet.members.models import User
from intranet.members.models.people import PROFILE_FIELDS
from intranet.members.photos import MAX_BYTES
from intranet.members.views.requests import PersonRequest

PREVIEWS = (Visibility.NETWORK, Visibility.GROUPS, Visibility.COUNCIL)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    """`/compte/perfil/`."""
    # A person of its own: a form that is refused must not change the one that the page's frame shows.
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=person)
    if request.method != "POST":
        return render(request, "members/profile_form.html", context_of(form, person))
    if not form.is_valid():
        refused = context_of(form, User.objects.get(pk=person.pk))
        return render(request, "members/profile_form.html", refused, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    update_profile(user=request.user, **form.changes)
    messages.success(request, _("Your profile is saved."))
    return redirect("profile")


def context_of(form: ProfileForm, person: User) -> dict[str, object]:
    return {"form": form, "person": person, "max_bytes": MAX_BYTES}


@require_safe
def profile_preview(request: PersonRequest) -> HttpResponse:
    """`/compte/perfil/com-em-veuen/?com=network`: the own page with the eyes of others."""
    asked = request.GET.get("com")
    audience = next((one for one in PREVIEWS if one == asked), PREVIEWS[0])
    labels = {
        Visibility.NETWORK: _("The network"),
        Visibility.GROUPS: _("My groups"),
        Visibility.COUNCIL: _("My council"),
    }
    links = [Link(labels[one], f"?com={one.value}", is_current=one == audience) for one in PREVIEWS]
    portrait = own_portrait(request.user, audience=audience)
    return render(request, "members/profile_preview.html", {"links": links, "portrait": portrait})


@require_safe
def privacy(request: PersonRequest) -> HttpResponse:
    """`/compte/privacitat/`."""
    user = request.user
    rows = [[label, getattr(user, f"get_{name}_visibility_display")()] for name, label in field_labels().items()]
    context = {
        "rows": rows,
        "headings": [_("What"), _("Who sees it")],
        "contact": settings.CONTACT_EMAIL,
        "feeds": feeds_of(user),
    }
    return render(request, "members/privacy.html", context)


def field_labels() -> dict[str, str]:
    """The fields by their name, as the form of the profile calls them."""
    fields = ProfileForm.base_fields
    return {name: str(fields[name].label or "") if name in fields else _("E-mail") for name in PROFILE_FIELDS}


@require_safe
def privacy_export(request: PersonRequest) -> HttpResponse:
    """`/compte/privacitat/dades/`: a JSON file."""
    data = export_of(request.user)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="xmess-{timezone.localdate():%Y-%m-%d}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
