from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from intranet.jobs.registry import register_job


class LinksConfig(AppConfig):
    name = "intranet.links"
    label = "links"
    verbose_name = _("Links in mails")

    def ready(self) -> None:
        register_job("forget_spent_links", "37 4 * * *", "intranet.links.domain.forget_spent_links")
