"""What coordination may do in the CMS: edit the network's pages, and keep its images and documents."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from intranet.members.models.people_queries import COORDINATION

PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
COLLECTIONS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


def permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def ensure_coordination(home: Page) -> Group:
    """The group, with at least these permissions; those that administrators gave it besides stay."""
    group, _created = Group.objects.get_or_create(name=COORDINATION)
    group.permissions.add(permission("wagtailadmin", "access_admin"))
    for codename in PAGES:
        GroupPagePermission.objects.get_or_create(
            group=group, page_id=home.pk, permission=permission("wagtailcore", codename)
        )
    everything = Collection.get_first_root_node()
    for app, codenames in COLLECTIONS.items():
        for codename in codenames:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=everything, permission=permission(app, codename)
            )
    return group
