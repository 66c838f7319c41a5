"""«Mail» in the menu."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from intranet.notifications.admin.outbox import OutboxViewSet
from intranet.notifications.admin.suppressed import SuppressedViewSet

previews_item = MenuItem(
    _("The intranet's mails"), reverse_lazy("mail_previews"), name="mail-previews", icon_name="view", order=30
)


class MailViewSetGroup(ModelViewSetGroup):
    menu_label = pgettext_lazy("menu", "Mail")
    menu_icon = "mail"
    menu_name = "mail"
    menu_order = 60
    submenu_hook = "register_mail_menu_item"
    items = (
        OutboxViewSet("outbox", menu_order=10),
        SuppressedViewSet("suppressed", menu_order=20),
    )
