"""The campaign: the departments' kits, what a council has used of them, and how far it has come all in all."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from intranet.members.models import Organisation, Position, User
from intranet.members.views.requests import PersonRequest, asked_and_answered
from intranet.spreadsheets import csv_of
from repository.domain.adoption import Adoption
from repository.domain.kits import councils_of, note_use, piece_for, take_back_use
from repository.enums import CollectionKind
from repository.forms.collections import KitUseForm
from repository.keys import GREATEST_KEY
from repository.models import Collection, CollectionItem, KitUse, ResourcePage
from repository.views.collection_editing import refuse

TAKE_BACK = "retira"


@require_safe
def kits(request: PersonRequest) -> HttpResponse:
    """`/recursos/campanya/`: the kit of one's own department first. Two statements for any number of them."""
    found = list(counted(request.user))
    own = departments_of(request.user)
    found.sort(key=lambda kit: kit.get_department_display() not in own)
    context = {"kits": found, "own": own, "in_network": request.user.standing.in_network}
    return render(request, "repository/collections/kits.html", context)


def counted(reader: User) -> Any:
    """The kits that `reader` sees, with how many pieces of each, and how many councils have used one."""
    seen = ResourcePage.objects.shown_to(reader).values("pk")
    inside = CollectionItem.objects.filter(collection=OuterRef("pk"), page__in=seen).order_by()
    pieces = inside.values("collection").annotate(number=Count("pk")).values("number")
    uses = KitUse.objects.filter(item__collection=OuterRef("pk")).order_by().values("item__collection")
    councils = uses.annotate(number=Count("council", distinct=True)).values("number")
    visible = Collection.objects.visible_to(reader).filter(kind=CollectionKind.KIT)
    return visible.annotate(pieces=Coalesce(Subquery(pieces), 0), councils=Coalesce(Subquery(councils), 0)).order_by(
        "sort_key"
    )


def departments_of(user: User) -> set[str]:
    """Those in which `user` works today, as their position names them."""
    return set(Position.objects.giving_access().filter(user=user).values_list("department", flat=True)) - {""}


@asked_and_answered
def kit_use(request: PersonRequest, pk: int) -> HttpResponse:
    """`/recursos/campanya/us/<id>/`: «our council has used it», and that it has not."""
    item = piece_for(request.user, pk) if pk <= GREATEST_KEY else None
    if item is None:
        raise Http404
    councils = list(councils_of(request.user))
    said = list(KitUse.objects.filter(item=item, council__in=councils).select_related("council"))
    form = KitUseForm(request.POST or None, councils=councils, initial=beginning(said))
    if request.method == "POST" and form_sent(request, form, item, councils):
        return redirect(f"{item.collection.get_absolute_url()}#peca-{item.pk}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"item": item, "form": form, "councils": councils, "said": said}
    return render(request, "repository/collections/use.html", context, status=status)


def beginning(said: list[KitUse]) -> dict[str, Any]:
    """What was said already, to be put right."""
    return {"council": said[0].council_id, "used_on": said[0].used_on, "note": said[0].note} if said else {}


def form_sent(request: PersonRequest, form: KitUseForm, item: CollectionItem, councils: list[Organisation]) -> bool:
    """Whether it was taken; if not, the form says why."""
    if taken_back := request.POST.get(TAKE_BACK):
        council = next((one for one in councils if str(one.pk) == taken_back), None)
        if council is None:
            raise Http404
        take_back_use(item, by=request.user, council=council)
        messages.success(request, _("%(council)s has not used it, then.") % {"council": council.full_name})
        return True
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        note_use(item, by=request.user, **given)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        refuse(form, error)
        return False
    messages.success(request, _("Noted: %(council)s has used it.") % {"council": given["council"].full_name})
    return True


@require_safe
def adoption(request: PersonRequest) -> HttpResponse:
    """`/recursos/campanya/adopcio/`, for coordination. Four statements for any number of kits and councils."""
    return render(request, "repository/collections/adoption.html", {"adoption": Adoption(request.user)})


@require_safe
def adoption_export(request: PersonRequest) -> StreamingHttpResponse:
    """`…/adopcio.csv`: a line for each piece that a council has used, and one for each council that has used none."""
    response = StreamingHttpResponse(csv_of(lines_of(Adoption(request.user))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="adopcio-{timezone.localdate():%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def lines_of(found: Adoption) -> Iterator[list[Any]]:
    yield [_("Council"), _("INE code"), _("Department"), _("Piece"), pgettext("campaign", "Used on"), _("Note")]
    for kit, piece, use in found.uses():
        department = kit.collection.get_department_display()
        yield [use.council.full_name, use.council.ine_code, department, piece.item.page.title, use.used_on, use.note]
    for council in found.not_yet:
        yield [council.full_name, council.ine_code, "", "", "", ""]
