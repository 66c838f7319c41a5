from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "intranet.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from intranet.frame import register_counter  # noqa: PLC0415 - models are there only now
        from intranet.jobs.registry import register_job  # noqa: PLC0415
        from intranet.members.own_data import register_export  # noqa: PLC0415
        from intranet.notifications import asks  # noqa: PLC0415
        from intranet.notifications.admin.permissions import grant_after_migrating  # noqa: PLC0415
        from intranet.notifications.domain.reading import unread_count  # noqa: PLC0415
        from intranet.notifications.exports import export_of  # noqa: PLC0415
        from intranet.notifications.group_kinds import register_group_kinds  # noqa: PLC0415
        from intranet.notifications.mail_kinds import register_mails  # noqa: PLC0415
        from intranet.notifications.member_kinds import register_member_kinds  # noqa: PLC0415
        from intranet.notifications.purposes import register_purposes  # noqa: PLC0415

        register_counter(unread_count)
        asks.register()
        post_migrate.connect(grant_after_migrating, sender=self)
        register_member_kinds()
        register_group_kinds()
        register_export("notifications", export_of)
        register_purposes()
        register_mails()
        register_job("deliver_notifications", "* * * * *", "intranet.notifications.domain.delivery.deliver_pending")
        # The later runs find what the first has left out: when it was cut off, or the site was down.
        register_job("daily_digests", "30 7-19 * * *", "intranet.notifications.domain.digests.send_daily_digests")
        register_job("weekly_digests", "30 7-19 * * *", "intranet.notifications.domain.digests.send_weekly_digests")
        register_job("clean_notifications", "37 4 * * *", "intranet.notifications.domain.cleaning.clean")
