from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from intranet.members.models import User


class PersonRequest(HttpRequest):
    """What a view behind the sign-in is asked: it knows by whom."""

    user: User
    htmx: HtmxDetails
