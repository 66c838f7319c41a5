from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from forum.domain.mentioning import people_named
from forum.views.doors import group_door_or_404
from intranet.members.views.requests import PersonRequest


@require_GET
def mention_people(request: PersonRequest) -> HttpResponse:
    """`/mencions/?grup=<slug>&q=<words>`: whom one may mention there, for the editor to complete. As many statements always."""
    door = group_door_or_404(request, request.GET.get("grup", "").replace("\0", ""))
    people = people_named(request.GET.get("q", "").replace("\0", "")[:100], author=request.user, group=door.group)
    return JsonResponse([asdict(person) for person in people], safe=False)
