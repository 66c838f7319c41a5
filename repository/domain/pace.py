"""How much of one person the bank takes that nobody has accepted yet: limits that somebody who writes never meets."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry

from intranet.members.models import User
from repository.files.limits import GIB
from repository.models import ResourcePage, StoredFile

MOST_BEGUN = 50  # of a person, and not published
MOST_SENT = 10  # within an hour
MOST_UNPUBLISHED_BYTES = 2 * GIB  # brought by a person
# In the CMS's log, which keeps them when the resource is thrown away.
SENDINGS = ("wagtail.workflow.start", "wagtail.workflow.resume")


def check_begun(owner: User) -> None:
    """Of a held author, before they begin another one. Raises ValidationError."""
    if ResourcePage.objects.filter(owner=owner, live=False).count() >= MOST_BEGUN:
        raise ValidationError(
            _("You have 50 resources that are not published yet: send or discard some first, or wait for their review.")
        )


def check_pace(by: User) -> None:
    """Before `by` sends another one. Raises ValidationError. Two statements; of coordination, none."""
    if by.standing.cares_for_members:
        return
    lately = timezone.now() - timedelta(hours=1)
    sent = PageLogEntry.objects.filter(user=by, action__in=SENDINGS, timestamp__gt=lately).count()
    published = ResourcePage.objects.filter(owner=by, first_published_at__gt=lately).count()
    if max(sent, published) >= MOST_SENT:
        raise ValidationError(_("You have sent many resources within an hour. This one is kept: send it later."))


def check_bytes(by: User, size: int) -> None:
    """Of a held author, before another file of `size` bytes is kept. Raises ValidationError. One statement."""
    unpublished = StoredFile.objects.filter(uploader=by, page__live=False)
    if (unpublished.aggregate(size=Sum("size"))["size"] or 0) + size > MOST_UNPUBLISHED_BYTES:
        raise ValidationError(
            _(
                "The files of your resources that are not published yet take %(size)s together: have some of them published first, or take files out."
            )
            % {"size": filesizeformat(MOST_UNPUBLISHED_BYTES)}
        )
