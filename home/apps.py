from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from home import finding, panels  # noqa: PLC0415 - models are there only now
        from home.notifications import register_news  # noqa: PLC0415
        from intranet.media import register_media_rule  # noqa: PLC0415
        from intranet.members.rules import belongs_to_network  # noqa: PLC0415

        register_news()
        finding.register()
        panels.register()
        # The images of pages, and councils' logos. Documents have their own view, which looks at their collection.
        for prefix in ("images/", "original_images/"):
            register_media_rule(prefix, lambda user, _path: belongs_to_network(user))
        post_migrate.connect(build_site, dispatch_uid="home.build_site")


def build_site(sender: AppConfig, using: str, plan: list[Any] | None = None, **_kwargs: Any) -> None:
    """After the last app of a migration or a flush, when every app has its tables and permissions."""
    from home.setup import ensure_site, is_ready  # noqa: PLC0415 - models are there only now

    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender == last and using == "default" and (plan is None or is_ready()):
        ensure_site()
