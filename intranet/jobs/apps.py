from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from intranet.jobs.registry import register_job


class JobsConfig(AppConfig):
    name = "intranet.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        register_job("publish_scheduled", "*/5 * * * *", "intranet.jobs.recurring.publish_scheduled")
        register_job("clear_sessions", "17 4 * * *", "intranet.jobs.recurring.clear_sessions")
        register_job("prune_task_results", "27 4 * * *", "intranet.jobs.recurring.prune_task_results")
