"""«Search» in the menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from intranet.search.admin.missed import MissedViewSet
from intranet.search.admin.promotions import PromotionViewSet
from intranet.search.admin.synonyms import SynonymViewSet


class SearchViewSetGroup(ModelViewSetGroup):
    menu_label = _("Search")
    menu_icon = "search"
    menu_name = "search"
    menu_order = 55
    items = (
        SynonymViewSet("synonyms", menu_order=10),
        PromotionViewSet("recommended", menu_order=20),
        MissedViewSet("missed", menu_order=30),
    )
