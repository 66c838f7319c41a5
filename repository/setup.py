"""What the bank registers with the floors below, room by room."""

from django.db.models.signals import pre_save
from django.utils.translation import pgettext_lazy
from wagtail.signals import page_published

from intranet.frame import register_section
from intranet.members.group_tabs import register_group_tab
from repository import files_places, finding_places, proposals_places, reading_places
from repository.admin.panels import EDIT_HANDLER
from repository.domain.gate import check_publication
from repository.domain.publishing import follow_publication
from repository.models import ResourcePage

SECTION = pgettext_lazy("section", "Resources")


def register() -> None:
    ResourcePage.edit_handler = EDIT_HANDLER  # the CMS's form knows the domain, which knows the models
    register_section(SECTION, "/recursos/", "library", 30)
    register_group_tab(SECTION, "group_resources", "library", 40)
    pre_save.connect(check_publication, sender=ResourcePage, dispatch_uid="repository.check_publication")
    page_published.connect(follow_publication, sender=ResourcePage, dispatch_uid="repository.follow_publication")
    files_places.register()
    finding_places.register()
    proposals_places.register()
    reading_places.register()
