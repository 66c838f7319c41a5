from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from intranet.jobs.registry import register_job


class FulltextConfig(AppConfig):
    name = "intranet.fulltext"
    label = "fulltext"
    verbose_name = _("Words to be found")

    def ready(self) -> None:
        register_job("index_missing", "15 2 * * *", "intranet.fulltext.rebuilding.index_missing")
