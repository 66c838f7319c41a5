from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from intranet.jobs.registry import register_job


class OutboxConfig(AppConfig):
    name = "intranet.outbox"
    label = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        register_job("purge_outbox", "37 4 * * *", "intranet.outbox.domain.purge")
