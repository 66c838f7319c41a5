from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FulltextConfig(AppConfig):
    name = "intranet.fulltext"
    label = "fulltext"
    verbose_name = _("Words to be found")
