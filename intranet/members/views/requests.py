from django.http import HttpRequest
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from intranet.members.models import User

# A page with a form: it is looked at, and sent.
asked_and_answered = require_http_methods(["GET", "HEAD", "POST"])


class PersonRequest(HttpRequest):
    """What a view behind the sign-in is asked: it knows by whom."""

    user: User
    htmx: HtmxDetails
