from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from intranet import catalan
from intranet.fields import FoldedField, SortKeyField
from intranet.members.enums import (
    COUNCIL_KINDS,
    PRESENT_STATUSES,
    MembershipStatus,
    OrganisationKind,
    Province,
)

LOGO_RENDITION = "max-88x88"
"""Twice the size at which a logo stands beside a name."""

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models.people import User


def full_name_of(kind: str, name: str) -> str:
    """«Ajuntament de Manresa», «Consell Comarcal d'Osona»; other agents by their own name."""
    if kind == OrganisationKind.TOWN_COUNCIL:
        return f"Ajuntament {catalan.of(name)}"
    if kind == OrganisationKind.COUNTY_COUNCIL:
        return f"Consell Comarcal {catalan.of(name)}"
    return name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def councils(self) -> Self:
        return self.filter(kind__in=COUNCIL_KINDS)

    def present(self) -> Self:
        """Those that take part today: candidates, members and collaborators."""
        return self.filter(status__in=PRESENT_STATUSES)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Coordination sees all; the people of the network, those that take part; anyone else, none."""
        if user.is_anonymous:
            return self.none()
        if user.standing.cares_for_members:
            return self
        return self.present() if user.standing.in_network else self.none()

    def named(self, text: str) -> Self:
        """Those whose name holds every word of `text`, in any order, without regard to accents."""
        found = self
        for word in catalan.fold(text).split():
            found = found.filter(folded_name__contains=word)
        return found

    def with_logos(self) -> Self:
        """Prefetch the logos and their small renditions: two statements for any number, none without logos."""
        images = get_image_model().objects.prefetch_renditions(LOGO_RENDITION)
        return self.prefetch_related(models.Prefetch("logo", images))


class Organisation(models.Model):
    """A public body or agent of the ecosystem. The council is the member: people come and go."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.TOWN_COUNCIL)
    name = models.CharField(
        _("name"), max_length=120, help_text=_("The place alone for councils: «Manresa», «L'Hospitalet de Llobregat».")
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    sort_key = SortKeyField(sources=("name",), article_last=True, db_index=True)
    folded_name = FoldedField(sources=("name",))
    ine_code = models.CharField(
        _("INE code"),
        max_length=5,
        blank=True,
        help_text=_("The five digits of the municipality in the official register."),
    )
    comarca = models.CharField(_("county (comarca)"), max_length=40, blank=True, db_index=True)
    province = models.CharField(_("province"), max_length=20, choices=Province, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=MembershipStatus, default=MembershipStatus.CANDIDATE, db_index=True
    )
    is_trusted = models.BooleanField(
        _("announces without review"),
        default=False,
        help_text=_("What its people announce in the agenda is seen by the whole network at once."),
    )
    joined_year = models.PositiveSmallIntegerField(_("year of joining"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    mentor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentored",
        verbose_name=_("mentor council"),
        help_text=_("The council that accompanies this one in its first steps."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "ine_code"],
                condition=~models.Q(ine_code=""),
                name="organisation_ine_code_once",
                violation_error_message=_("There is already an organisation with this INE code."),
            ),
            models.CheckConstraint(
                condition=~models.Q(mentor=models.F("pk")),
                name="organisation_not_own_mentor",
                violation_error_message=_("A council cannot be its own mentor."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    @property
    def full_name(self) -> str:
        return full_name_of(self.kind, self.name)

    @property
    def logo_url(self) -> str:
        """Where the small logo is, made when first asked for; nothing without logo. Lists prefetch it `with_logos`."""
        return self.logo.get_rendition(LOGO_RENDITION).url if self.logo else ""

    @property
    def website_name(self) -> str:
        """The address of the website as one says it: «www.manresa.cat»."""
        return self.website.partition("://")[2].rstrip("/")

    @property
    def phone_digits(self) -> str:
        """For `tel:` (RFC 3966), which knows no spaces."""
        return "".join(char for char in self.phone if char.isdigit() or char == "+")

    @property
    def is_present(self) -> bool:
        return self.status in PRESENT_STATUSES
