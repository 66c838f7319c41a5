from wagtail.users.apps import WagtailUsersAppConfig


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's users, kept by our own pages and our own rule: its forms know no e-mail-only person, and set passwords."""

    user_viewset = "intranet.members.admin.people.PersonViewSet"
    group_viewset = "intranet.members.admin.roles.RoleViewSet"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - the models are there now

        from intranet.members.admin.permissions import PeoplePolicy  # noqa: PLC0415
        from intranet.members.models import User  # noqa: PLC0415

        super().ready()
        register_permission_policy(User, PeoplePolicy(User))
