"""The circular in the CMS: each of its doors leads to the screen on the site where it is put together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from home.circular.models import CircularPage


@hooks.register("before_edit_page")
def put_together_on_the_site(_request: HttpRequest, page: Page) -> HttpResponse | None:
    """Former wordings come this way as well: there is one truth about its entries, and it is not here."""
    return redirect("circular_compose", page.month) if isinstance(page, CircularPage) else None


@hooks.register("register_admin_menu_item")
def link_to_the_circulars() -> MenuItem:
    label = pgettext_lazy("section", "Circular")
    return MenuItem(label, reverse_lazy("circulars"), name="circulars", icon_name="doc-full", order=58)
