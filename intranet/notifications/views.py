"""`/avisos/`: what waits for a person, in one place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intranet.panels import panels_for


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What is asked of the person; the sections' own notices will come here as they are built."""
    return render(request, "notifications/notices.html", {"panels": panels_for(request, "dashboard:asks")})
