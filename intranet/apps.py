from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntranetConfig(AppConfig):
    name = "intranet"
    verbose_name = _("Intranet")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415

        from intranet.held import forget_others  # noqa: PLC0415
        from intranet.memory import keep_what_is_freed  # noqa: PLC0415
        from intranet.spreadsheets import guard_every_export  # noqa: PLC0415 - Wagtail's views need the models

        keep_what_is_freed()
        guard_every_export()
        user_logged_in.connect(forget_others)
