"""To save what one wrote, on the site and by the signed address."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from agenda.registration.domain.changing import change_details
from agenda.registration.forms.registering import DetailsForm
from intranet.members.models import User


def saved(request: HttpRequest, form: DetailsForm, *, by: User | None) -> bool:
    """Not so when it is too late, or cancelled meanwhile, and the form says so."""
    try:
        change_details(form.registration, form.wishes(), by=by)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, _("The changes are saved."))
    return True
