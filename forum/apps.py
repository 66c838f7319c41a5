from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "forum"
    label = "forum"
    verbose_name = _("Forum")

    def ready(self) -> None:
        from forum import asks, finding_places, keeping, telling  # noqa: PLC0415 - models are not loaded before
        from forum.experience_places import register_experiences  # noqa: PLC0415
        from forum.panels import register_panels  # noqa: PLC0415
        from intranet.members.group_actions import register_group_action  # noqa: PLC0415

        keeping.register()
        telling.register()
        register_panels()
        register_experiences()
        register_group_action(_("Open a topic"), "topic_new", "plus", 10)
        asks.register()
        finding_places.register()
