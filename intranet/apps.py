from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntranetConfig(AppConfig):
    name = "intranet"
    verbose_name = _("Intranet")

    def ready(self) -> None:
        from intranet.spreadsheets import guard_every_export  # noqa: PLC0415 - Wagtail's views need the models

        guard_every_export()
