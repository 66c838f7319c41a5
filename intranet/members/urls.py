from django.urls import URLPattern, path

from intranet.members.accounts.views import invitation
from intranet.members.views import (
    feed_keys,
    group_requests,
    group_settings,
    groups,
    invitations,
    joining,
    organisations,
    people,
    positions,
    profile,
    seats,
    welcome,
)

urlpatterns: list[URLPattern] = [
    # People
    path("membres/", people.people, name="people"),
    path("membres/<int:pk>/", people.person, name="person"),
    path("membres/<int:pk>/vcard/", people.person_vcard, name="person_vcard"),
    # Councils
    path("municipis/", organisations.organisations, name="organisations"),
    path("municipis/<slug:slug>/", organisations.organisation, name="organisation"),
    path("municipis/<slug:slug>/persones/<int:pk>/", positions.position_edit, name="position_edit"),
    path("municipis/<slug:slug>/persones/<int:pk>/finalitza/", positions.position_end, name="position_end"),
    path("municipis/<slug:slug>/persones/<int:pk>/reobre/", positions.position_reopen, name="position_reopen"),
    # Working groups
    path("grups/", groups.groups, name="groups"),
    path("grups/<slug:slug>/", groups.group, name="group"),
    path("grups/<slug:slug>/membres/", groups.group_members, name="group_members"),
    path("grups/<slug:slug>/membres/<int:pk>/", seats.group_seat, name="group_seat"),
    path("grups/<slug:slug>/entra/", joining.group_join, name="group_join"),
    path("grups/<slug:slug>/surt/", joining.group_leave, name="group_leave"),
    path("grups/<slug:slug>/sollicituds/", group_requests.group_requests, name="group_requests"),
    path("grups/<slug:slug>/sollicituds/<int:pk>/", group_requests.group_request, name="group_request"),
    path("grups/<slug:slug>/convida/", group_requests.group_invite, name="group_invite"),
    path("grups/<slug:slug>/invitacio/", joining.group_invitation, name="group_invitation"),
    path("grups/<slug:slug>/edita/", group_settings.group_edit, name="group_edit"),
    # A person's own rooms
    path("compte/perfil/", profile.profile, name="profile"),
    path("compte/perfil/com-em-veuen/", profile.profile_preview, name="profile_preview"),
    path("compte/privacitat/", profile.privacy, name="privacy"),
    path("compte/privacitat/dades/", profile.privacy_export, name="privacy_export"),
    path("compte/privacitat/canals/", feed_keys.feed_renew, name="feed_renew"),
    path("compte/primers-passos/", welcome.welcome_put_away, name="welcome_put_away"),
    path("compte/primers-passos/torna/", welcome.welcome_again, name="welcome_again"),
    # Invitations
    path("invitacio/<str:token>/", invitation, name="invitation"),
    path("municipis/<slug:slug>/invitacions/", invitations.invitations, name="invitations"),
    path("municipis/<slug:slug>/invitacions/nova/", invitations.invitation_new, name="invitation_new"),
    path(
        "municipis/<slug:slug>/invitacions/<int:pk>/reenvia/", invitations.invitation_resend, name="invitation_resend"
    ),
    path(
        "municipis/<slug:slug>/invitacions/<int:pk>/retira/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
