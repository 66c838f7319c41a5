from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepositoryConfig(AppConfig):
    name = "repository"
    label = "repository"
    verbose_name = _("Repository")

    def ready(self) -> None:
        from repository import setup  # noqa: PLC0415 - models are not loaded before

        setup.register()
