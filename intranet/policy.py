"""Who may come in where: one table for every address. `intranet.access` holds to it.

An address that the table does not know is closed to everyone; a test compares the table with the URL resolver.
"""

from enum import IntEnum


class Audience(IntEnum):
    """Whom an address is for, from the widest to the narrowest circle."""

    PUBLIC = 0
    SIGNED_IN = 1
    """Anyone who can sign in, before the second factor too: the account's own pages."""
    OPEN = 2
    """Anyone, for the view to find out what they may see; whoever is signed in, as for guests."""
    GUESTS = 3
    """Everyone with access, guests of a group included."""
    NETWORK = 4
    COORDINATION = 5


# The third parties' trees, by the beginning of their routes; the longest beginning that fits counts.
TREES: dict[str, Audience] = {
    "admin/": Audience.COORDINATION,
    "compte/": Audience.SIGNED_IN,
    "documents/": Audience.NETWORK,
}

# Single addresses, by the name of their pattern. Those of an included tree stand here when they differ from it.
POLICY: dict[str, Audience] = {
    # The site
    "health": Audience.PUBLIC,
    "link": Audience.PUBLIC,  # the token in it is the credential
    "mailbox": Audience.PUBLIC,  # exists in the demo alone
    "mailbox_message": Audience.PUBLIC,
    "mailbox_html": Audience.PUBLIC,
    "theme": Audience.PUBLIC,
    "password_gate": Audience.PUBLIC,
    "design_system": Audience.COORDINATION,
    "media": Audience.GUESTS,
    "search": Audience.GUESTS,
    "search_suggestions": Audience.GUESTS,
    "keyboard": Audience.GUESTS,
    "notices": Audience.GUESTS,
    "notices_bell": Audience.PUBLIC,  # asked for in the background; it answers nothing to those outside
    "notices_mark": Audience.GUESTS,
    "notices_undo": Audience.GUESTS,
    "notice": Audience.GUESTS,
    "preferences": Audience.GUESTS,
    "preferences_restore": Audience.GUESTS,
    "unmute": Audience.GUESTS,
    "wagtaildocs_serve": Audience.NETWORK,
    # Signing in
    "account_login": Audience.PUBLIC,
    "account_logout": Audience.PUBLIC,
    "account_inactive": Audience.PUBLIC,
    "account_signup": Audience.PUBLIC,
    "account_email_verification_sent": Audience.PUBLIC,
    "account_reset_password": Audience.PUBLIC,
    "account_reset_password_done": Audience.PUBLIC,
    "account_reset_password_from_key": Audience.PUBLIC,
    "account_reset_password_from_key_done": Audience.PUBLIC,
    "account_request_login_code": Audience.PUBLIC,
    "account_confirm_login_code": Audience.PUBLIC,
    "mfa_authenticate": Audience.PUBLIC,
    "mfa_login_webauthn": Audience.PUBLIC,
    "invitation": Audience.PUBLIC,
    "invitations": Audience.NETWORK,
    "invitation_new": Audience.NETWORK,
    "invitation_resend": Audience.NETWORK,
    "invitation_withdraw": Audience.NETWORK,
    # People and a person's own rooms
    "people": Audience.GUESTS,
    "person": Audience.GUESTS,
    "person_vcard": Audience.GUESTS,
    "profile": Audience.GUESTS,
    "profile_preview": Audience.GUESTS,
    "privacy": Audience.GUESTS,
    "privacy_export": Audience.GUESTS,
    "feed_renew": Audience.GUESTS,
    "welcome_put_away": Audience.GUESTS,
    "welcome_again": Audience.GUESTS,
    # Councils and working groups
    "organisations": Audience.NETWORK,
    "organisation": Audience.NETWORK,
    "position_edit": Audience.NETWORK,
    "position_end": Audience.NETWORK,
    "position_reopen": Audience.NETWORK,
    "groups": Audience.GUESTS,
    "group": Audience.GUESTS,
    "group_members": Audience.GUESTS,
    "group_join": Audience.NETWORK,
    "group_leave": Audience.GUESTS,
    "group_requests": Audience.NETWORK,
    "group_request": Audience.NETWORK,
    "group_invitation": Audience.NETWORK,
    "group_invite": Audience.NETWORK,
    "group_seat": Audience.NETWORK,
    "group_edit": Audience.NETWORK,
    # What the groups say
    "topics": Audience.GUESTS,
    "topic_new": Audience.GUESTS,
    "topics_read": Audience.GUESTS,
    "group_experiences": Audience.GUESTS,
    "experience_new": Audience.GUESTS,
    "group_feed": Audience.PUBLIC,  # the token in it is the credential
    "topic": Audience.GUESTS,
    "topic_unread": Audience.GUESTS,
    "topic_reply": Audience.GUESTS,
    "experience_edit": Audience.GUESTS,
    "topic_follow": Audience.GUESTS,
    "topic_react": Audience.GUESTS,
    "topic_manage": Audience.GUESTS,
    "topic_move": Audience.GUESTS,
    "post": Audience.GUESTS,
    "post_edit": Audience.GUESTS,
    "post_history": Audience.GUESTS,
    "post_solve": Audience.GUESTS,
    "post_remove": Audience.GUESTS,
    "post_restore": Audience.GUESTS,
    "post_report": Audience.GUESTS,
    "experiences": Audience.NETWORK,
    "experience_start": Audience.NETWORK,
    "moderation": Audience.GUESTS,
    "moderation_log": Audience.GUESTS,
    "report_decide": Audience.GUESTS,
    "attachment_upload": Audience.GUESTS,
    "attachment_remove": Audience.GUESTS,
    "mention_people": Audience.GUESTS,
    "editor_tools": Audience.GUESTS,
    "drafts": Audience.GUESTS,
    "draft_discard": Audience.GUESTS,
    # The agenda
    "agenda": Audience.GUESTS,
    "agenda_month": Audience.GUESTS,
    "agenda_day": Audience.GUESTS,
    "agenda_list": Audience.GUESTS,
    "agenda_feed": Audience.PUBLIC,  # the token in it is the credential
    "own_feed": Audience.PUBLIC,
    "group_agenda": Audience.GUESTS,
    "group_calendar": Audience.PUBLIC,
    "event": Audience.OPEN,  # what is announced to everyone is there for everyone
    "event_ics": Audience.OPEN,
    "occurrence": Audience.OPEN,
    "event_new": Audience.NETWORK,
    "event_dates": Audience.NETWORK,
    "event_clashes": Audience.NETWORK,
    "move_dates": Audience.NETWORK,
    "event_edit": Audience.NETWORK,
    "event_withdraw": Audience.NETWORK,
    "event_publish_again": Audience.NETWORK,
    "event_state": Audience.NETWORK,
    "event_review": Audience.COORDINATION,
    "event_interest": Audience.GUESTS,
    "event_materials": Audience.NETWORK,
    "material_remove": Audience.NETWORK,
    "events_kept": Audience.NETWORK,
    "events_to_review": Audience.COORDINATION,
    "occurrence_move": Audience.NETWORK,
    "occurrence_cancel": Audience.NETWORK,
    "occurrence_restore": Audience.NETWORK,
    # Registration for what is in the agenda
    "registration": Audience.OPEN,  # people without an account register for what takes them
    "registration_edit": Audience.GUESTS,
    "registration_change": Audience.GUESTS,
    "registration_colleagues": Audience.NETWORK,
    "own_registrations": Audience.GUESTS,
    "ticket": Audience.PUBLIC,  # the token in it is the credential
    "ticket_edit": Audience.PUBLIC,
    "ticket_change": Audience.PUBLIC,
    "ticket_qr": Audience.PUBLIC,
    "ticket_ics": Audience.PUBLIC,
    "ticket_certificate": Audience.PUBLIC,
    "attendees": Audience.NETWORK,
    "desk_edit": Audience.NETWORK,
    "attendee_add": Audience.NETWORK,
    "attendees_act": Audience.NETWORK,
    "attendee": Audience.NETWORK,
    "attendees_message": Audience.NETWORK,
    "attendees_export": Audience.NETWORK,
    "attendees_totals": Audience.NETWORK,
    "sign_in_sheet": Audience.NETWORK,
    "check_in": Audience.NETWORK,
    "walk_in": Audience.NETWORK,
    "check_in_code": Audience.NETWORK,
    "certificates": Audience.NETWORK,
    "certificate": Audience.GUESTS,
    "certificate_search": Audience.PUBLIC,
    "certificate_check": Audience.PUBLIC,  # whoever is shown a certificate asks whether it is one
    # The resource bank
    "resources": Audience.GUESTS,
    "group_resources": Audience.GUESTS,
    "resources_saved": Audience.GUESTS,
    "resource_useful": Audience.NETWORK,
    "resource_save": Audience.GUESTS,
    "resources_feed": Audience.PUBLIC,  # the token in it is the credential
    "open_data": Audience.PUBLIC,  # what is public, for whoever wants to make use of it
    "resources_export": Audience.COORDINATION,
    "resources_export_files": Audience.COORDINATION,
    "resource_propose": Audience.NETWORK,
    "resource_edit": Audience.NETWORK,
    "resource_submit": Audience.NETWORK,
    "resource_discard": Audience.NETWORK,
    "resource_from_topic": Audience.NETWORK,
    "resource_consent": Audience.GUESTS,  # their words too
    "resource_taken_out": Audience.NETWORK,
    "resources_kept": Audience.NETWORK,
    "resources_to_review": Audience.NETWORK,
    "resource_review": Audience.NETWORK,
    "collections": Audience.GUESTS,
    "collection": Audience.OPEN,  # what is for everyone is there for everyone
    "collection_files": Audience.OPEN,
    "collection_progress": Audience.GUESTS,
    "collection_new": Audience.NETWORK,
    "collection_edit": Audience.NETWORK,
    "collection_order": Audience.NETWORK,
    "collection_delete": Audience.NETWORK,
    "resource_collect": Audience.NETWORK,
    "kits": Audience.GUESTS,
    "adoption": Audience.COORDINATION,
    "adoption_export": Audience.COORDINATION,
    "kit_use": Audience.NETWORK,
    "resource": Audience.OPEN,  # what is for everyone is there for everyone
    "resource_zip": Audience.OPEN,
    "resource_thumbnail": Audience.OPEN,
    "resource_file": Audience.OPEN,
    "resource_upload": Audience.NETWORK,
    "resource_history": Audience.NETWORK,
    "resource_version": Audience.NETWORK,
    "resource_validity": Audience.NETWORK,
    "resource_discuss": Audience.NETWORK,
    # The monthly circular
    "circulars": Audience.NETWORK,
    "circulars_of_year": Audience.NETWORK,
    "circular": Audience.NETWORK,
    "circular_feed": Audience.PUBLIC,  # the token in it is the credential
    "circular_picture": Audience.PUBLIC,  # so is this one: mail programs have no session
    "circular_propose": Audience.NETWORK,
    "circular_propose_source": Audience.NETWORK,
    "circular_proposed": Audience.NETWORK,
    "circular_entry_edit": Audience.NETWORK,
    "circular_entry_withdraw": Audience.NETWORK,
    "circular_comment": Audience.NETWORK,
    "circular_compose": Audience.COORDINATION,
    "circular_compose_state": Audience.COORDINATION,
    "circular_intro": Audience.COORDINATION,
    "circular_entry": Audience.COORDINATION,
    "circular_preview": Audience.COORDINATION,
    "circular_preview_form": Audience.COORDINATION,
    "circular_test": Audience.COORDINATION,
    "circular_send": Audience.COORDINATION,
    "circular_sending": Audience.COORDINATION,
    "circular_sending_state": Audience.COORDINATION,
    # Pages of the CMS
    "dashboard": Audience.GUESTS,
    "wagtail_serve": Audience.NETWORK,
    "wagtailcore_authenticate_with_password": Audience.NETWORK,
    "wagtailcore_login": Audience.PUBLIC,
}

# Pages that the CMS keeps, by path.
PAGES: dict[str, Audience] = {
    "/accessibilitat/": Audience.PUBLIC,
    "/privacitat/": Audience.PUBLIC,
    "/avis-legal/": Audience.PUBLIC,
}
