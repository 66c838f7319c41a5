"""The directory of people, a person's page and their business card."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from intranet.members.domain.portraits import Portrait, people_for, portrait_for
from intranet.members.filters.people import PeopleFilter
from intranet.members.vcards import filename_of, vcard_of
from intranet.members.views.listings import render_listing
from intranet.members.views.requests import PersonRequest

PER_PAGE = 20


@require_safe
def people(request: PersonRequest) -> HttpResponse:
    """`/membres/`. A page beyond the last is the last."""
    listing = PeopleFilter(request.GET, viewer=request.user)
    found = listing.qs.with_open_positions().with_standing()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
    # Links to other pages keep the parameters that count, and no empty ones.
    context = {"page": page, "kept": {"GET": listing.query}}
    whole, results = "members/person_list.html", "members/person_results.html"
    return render_listing(request, listing, context, page=whole, results=results)


@require_safe
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """`/membres/<id>/`."""
    portrait = portrait_or_404(request, pk)
    is_own = portrait.person.pk == request.user.pk
    return render(request, "members/person_detail.html", {"portrait": portrait, "is_own": is_own})


@require_safe
def person_vcard(request: PersonRequest, pk: int) -> HttpResponse:
    """`/membres/<id>/vcard/`."""
    portrait = portrait_or_404(request, pk)
    url = request.build_absolute_uri(portrait.person.get_absolute_url())
    response = HttpResponse(vcard_of(portrait, url=url), content_type="text/vcard; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=filename_of(portrait))
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def portrait_or_404(request: PersonRequest, pk: int) -> Portrait:
    return portrait_for(get_object_or_404(people_for(request.user), pk=pk), viewer=request.user)
