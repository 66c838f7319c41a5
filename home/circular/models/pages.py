"""One circular a month, and the shelf on which they stand in the CMS's tree of pages."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageManager, PageQuerySet

from home.circular.enums import OPEN_STATES, OUT_STATES, CircularState
from home.circular.models.permissions import CircularPermissionTester
from intranet.pages.base import FixedPage, IntranetPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Revision

    from intranet.members.models import User


class CircularQuerySet(PageQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> "CircularQuerySet":
        """The network reads what is out; coordination all. Guests of a group, nothing: it is the network's."""
        if user.is_anonymous or not user.standing.in_network:
            return self.none()  # type: ignore[no-any-return]
        return self if user.standing.cares_for_members else self.out()

    def out(self) -> "CircularQuerySet":
        """Those that are sent, or being sent."""
        return self.filter(state__in=OUT_STATES)  # type: ignore[no-any-return]

    def unsent(self) -> "CircularQuerySet":
        """Those that nobody has got yet, the next one first."""
        return self.filter(state__in=OPEN_STATES).order_by("month")  # type: ignore[no-any-return]


CircularManager = PageManager.from_queryset(CircularQuerySet)


class CircularIndexPage(FixedPage):
    """`/circular/`: the shelf of the circulars. The archive itself is drawn by `views.archive`."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["circular.CircularPage"]
    max_count = 1

    class Meta:
        verbose_name = _("archive of circulars")
        verbose_name_plural = _("archives of circulars")

    def serve(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect("circulars")


class CircularPage(IntranetPage):
    """The circular of one month. What it says is its entries'; it is put together on the site (`views.compose`).

    `version` grows with whatever changes how it is composed; `content_version` with whatever changes what readers get, so that
    a mail that was put into the outbox before is known to be old.
    """

    month = models.DateField(_("month"), unique=True, help_text=_("Its first day."))
    intro = models.TextField(_("introduction"), blank=True)  # sanitised HTML (`intranet.richtext`)
    deadline = models.DateTimeField(_("entries until"))
    state = models.CharField(
        _("state"), max_length=10, choices=CircularState, default=CircularState.PREPARING, editable=False
    )
    scheduled_for = models.DateTimeField(_("to be sent on"), null=True, blank=True, editable=False)
    begun_at = models.DateTimeField(_("sending began"), null=True, blank=True, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    ended_at = models.DateTimeField(_("sending ended"), null=True, blank=True, editable=False)
    # When a worker last put mails of it into the outbox: without a sign of life, another one goes on.
    fed_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    intro_version = models.PositiveIntegerField(default=0, editable=False)
    content_version = models.PositiveIntegerField(default=0, editable=False)

    objects = CircularManager()

    template = "circular/circular.html"
    parent_page_types: ClassVar[list[str]] = ["circular.CircularIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    preview_modes: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("circular")
        verbose_name_plural = _("circulars")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=CircularState.SCHEDULED) | Q(scheduled_for__isnull=False),
                name="circular_has_its_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "month"], name="circular_by_state")]

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:  # noqa: ARG003 - Wagtail's signature
        """Each month's is opened by `domain.months`."""
        return False

    def get_absolute_url(self) -> str:
        return reverse("circular", args=[self.month])

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's: by its month, wherever it stands in the tree."""
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], self.get_absolute_url()) if parts else None

    def serve(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect(self.get_absolute_url())

    def permissions_for_user(self, user: "User") -> CircularPermissionTester:
        return CircularPermissionTester(user, self)

    def hides(self, revision: "Revision") -> str:  # noqa: ARG002 - all of them
        """A former wording is not the circular: what is in it are its entries."""
        return str(_("A circular is put together on the site: its former states are not kept here."))

    def takes_proposals(self, at: datetime | None = None) -> bool:
        """Whether what is proposed now can still be in it."""
        return self.is_open and (at or timezone.now()) < self.deadline

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_out(self) -> bool:
        return self.state in OUT_STATES

    @property
    def may_be_reworded(self) -> bool:
        """Its words, not what is in it, may be put right after it is out as well, but not while mails are written."""
        return self.state not in (CircularState.SENDING, CircularState.SKIPPED)
