from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "intranet.members"
    label = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 - models are not loaded before

        from intranet.drafts.domain import drafts_as_data  # noqa: PLC0415
        from intranet.jobs.registry import register_job  # noqa: PLC0415
        from intranet.media import register_media_rule  # noqa: PLC0415
        from intranet.members import asks, finding, glances, newcomers_panel, welcome  # noqa: PLC0415
        from intranet.members.accounts.mfa import count_as_proof  # noqa: PLC0415
        from intranet.members.admin.permissions import grant_after_migrating  # noqa: PLC0415
        from intranet.members.mails import register_mails  # noqa: PLC0415
        from intranet.members.own_data import register_export  # noqa: PLC0415
        from intranet.members.panels import register_panels  # noqa: PLC0415
        from intranet.members.rules import may_see_photo  # noqa: PLC0415

        register_panels()
        asks.register()
        welcome.register()
        glances.register()
        newcomers_panel.register()
        finding.register()
        register_mails()
        register_export("drafts", drafts_as_data)
        register_job("settle_positions", "2 0 * * *", "intranet.members.recurring.settle_positions")
        register_media_rule("photos/", may_see_photo)
        authenticator_added.connect(count_as_proof)
        post_migrate.connect(grant_after_migrating, sender=self)
