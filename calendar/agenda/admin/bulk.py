"""What Wagtail offers to do with many events at once."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from agenda.models import Event


class NoDeletion(SnippetBulkAction):
    """Nothing, in the place of Wagtail's own: that one lists whatever it is asked for, of private groups too."""

    models: ClassVar = [Event]
    action_type = "delete"
    display_name = aria_label = _("Delete")

    def dispatch(self, _request: HttpRequest, *_args: Any, **_given: Any) -> HttpResponse:
        raise Http404
