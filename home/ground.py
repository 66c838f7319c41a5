"""The rows that Wagtail expects to find, which its migrations make once and a flush takes away."""

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Collection, GroupApprovalTask, Locale, Page, Workflow

WELCOME_GROUPS = ("Editors", "Moderators")
WELCOME_WORKFLOW = "Moderators approval"


def ensure_ground() -> Page:
    """The locale, the root of the collections and, returned, the root of all pages."""
    language = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    locale, _created = Locale.objects.get_or_create(language_code=language)
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root = Page.get_first_root_node()
    return root.specific if root else Page.add_root(title="Root", slug="root", url_path="/", locale=locale)


def clear_ground(root: Page, *, keep: Page) -> None:
    """Take away the welcome page, groups and workflow that a new Wagtail brings along, in English and of no use here."""
    welcome = root.get_children().exact_type(Page).exclude(pk=keep.pk)
    if not welcome.exists():
        return
    for page in welcome:
        page.delete()
    Group.objects.filter(name__in=WELCOME_GROUPS, user=None).delete()
    Workflow.objects.filter(name=WELCOME_WORKFLOW).delete()
    GroupApprovalTask.objects.filter(name=WELCOME_WORKFLOW).delete()
