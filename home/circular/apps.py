from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CircularConfig(AppConfig):
    name = "home.circular"
    label = "circular"
    verbose_name = _("Circular")

    def ready(self) -> None:
        from home.circular import setup  # noqa: PLC0415 - models are not loaded before

        setup.register()
