"""The mail in coordination's area of the CMS (see `intranet.notifications.admin`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from intranet.notifications.admin import previews
from intranet.notifications.admin.menu import MailViewSetGroup, previews_item
from intranet.notifications.admin.selected import RetrySelected

hooks.register("register_bulk_action", RetrySelected)


@hooks.register("register_admin_viewset")
def register_mail() -> MailViewSetGroup:
    return MailViewSetGroup()


@hooks.register("register_mail_menu_item")
def register_previews() -> MenuItem:
    return previews_item


@hooks.register("register_admin_urls")
def register_preview_urls() -> list[Any]:
    return previews.urlpatterns


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    actions.register_action("outbox.message.retry", _("Try again"), _("Message tried again"))
