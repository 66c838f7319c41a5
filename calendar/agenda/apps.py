from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    label = "agenda"
    verbose_name = _("Agenda")

    def ready(self) -> None:
        from wagtail.signals import published  # noqa: PLC0415 - models are not loaded before

        from agenda import announcements, finding_places, news, places  # noqa: PLC0415
        from agenda.admin.permissions import grant_after_migrating  # noqa: PLC0415
        from agenda.domain.publishing import follow_publication, let_go  # noqa: PLC0415
        from agenda.models import Event  # noqa: PLC0415
        from agenda.registration import setup  # noqa: PLC0415

        published.connect(follow_publication, sender=Event, dispatch_uid="agenda.follow_publication")
        post_delete.connect(let_go, sender=Event, dispatch_uid="agenda.let_go")
        announcements.register()
        places.register()
        finding_places.register()
        post_migrate.connect(grant_after_migrating, sender=self)
        news.register()
        setup.register()
