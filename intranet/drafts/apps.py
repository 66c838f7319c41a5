from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    name = "intranet.drafts"
    label = "drafts"
    verbose_name = _("Drafts")

    def ready(self) -> None:
        from intranet.jobs.registry import register_job  # noqa: PLC0415

        register_job("drop_old_drafts", "20 3 * * *", "intranet.drafts.domain.drop_old_drafts")
