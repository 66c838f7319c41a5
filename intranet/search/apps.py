from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "intranet.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from intranet.jobs.registry import register_job  # noqa: PLC0415 - models are there only now
        from intranet.search.admin.permissions import grant_after_migrating  # noqa: PLC0415

        post_migrate.connect(grant_after_migrating, sender=self)
        register_job("clean_missed_searches", "47 4 * * *", "intranet.search.missed.clean")
