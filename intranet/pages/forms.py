"""The form that pages are edited with."""

from django.core.exceptions import ValidationError
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

# The first steps of addresses that belong to a section, also of those that no pattern answers by themselves.
RESERVED = frozenset(
    """
    admin agenda avisos cerca circular compte documents experiencies grups invitacio media membres municipis recursos
    static
    """.split()  # noqa: SIM905 - a list of names reads better as words than as strings
)


def is_taken(slug: str) -> bool:
    """Whether `/slug/` belongs to a section of the intranet, so that a page there would never be seen."""
    return slug in RESERVED or resolve(f"/{slug}/").url_name != "wagtail_serve"


class PageForm(WagtailAdminPageForm):
    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.parent_page.is_site_root() and is_taken(slug):
            raise ValidationError(_("This address belongs to a section of the intranet: choose another one."))
        return slug
