"""Every address of the site, read from the URL resolver, and how the tests reach each one of ours."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.regex_helper import normalize

from agenda.models import Material
from forum.domain.moderation import remove_post
from forum.domain.reports import report_post
from forum.enums import ReportReason
from forum.models import Post
from intranet.members.feeds import feed_token
from intranet.members.models import Invitation, Organisation, WorkingGroup
from intranet.policy import POLICY, TREES
from repository.enums import CollectionKind
from repository.models import StoredFile
from tests.factories.agenda import a_series, an_event
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_question, a_reply, an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    WorkingGroupFactory,
    a_member,
)
from tests.factories.registration import a_desk, an_added
from tests.factories.repository import a_collection, a_resource
from tests.factories.roles import Roles

# What fits in a place of a route, for addresses that are refused before anybody looks at their arguments.
FILLINGS = ("1", "x", "x/", "00000000-0000-0000-0000-000000000000", "2025-01-01", "a.x/1", "")


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver, as `ResolverMatch` would call it."""

    name: str
    route: str
    regex: str

    @property
    def is_declared(self) -> bool:
        return self.name in POLICY or any(self.route.startswith(tree) for tree in TREES)

    @property
    def is_third_partys_screen(self) -> bool:
        return self.route.startswith("admin/") and self.name not in POLICY

    @property
    def parameters(self) -> list[str]:
        return self._shapes[0][1] if self._shapes else []

    @property
    def _shapes(self) -> list[tuple[str, list[str]]]:
        return [shape for shape in normalize(self.regex) if "%%" not in shape[0]]

    def path_of(self, arguments: dict[str, Any]) -> str:
        template, _parameters = self._shapes[0]
        return "/" + template % arguments

    def some_path(self) -> str | None:
        """A path that this pattern matches, whether or not there is anything behind it."""
        for filling in FILLINGS:
            path = self.path_of(dict.fromkeys(self.parameters, filling))
            if re.fullmatch(self.regex, path[1:]):
                return path
        return None


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None,
    route: str = "",
    regex: str = "",
    names: tuple[str, ...] = (),
) -> Iterator[Address]:
    """All of them, those of included trees too."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        piece = entry.pattern.regex.pattern
        whole = regex + piece.removeprefix("^") if regex else piece.removeprefix("^")
        if isinstance(entry, URLPattern):
            yield Address(":".join([*names, entry.name or ""]), route + str(entry.pattern), whole)
        else:
            inner = (*names, entry.namespace) if entry.namespace else names
            yield from addresses(entry.url_patterns, route + str(entry.pattern), whole, inner)


Example = Callable[[Roles], dict[str, Any]]


def managers_council(roles: Roles) -> Organisation:
    return Organisation.objects.get(positions__user=roles["manager"])


def colleague_of_the_manager(roles: Roles) -> dict[str, Any]:
    council = managers_council(roles)
    return {"slug": council.slug, "pk": PositionFactory(organisation=council).pk}


def former_colleague_of_the_manager(roles: Roles) -> dict[str, Any]:
    council = managers_council(roles)
    return {"slug": council.slug, "pk": PositionFactory(organisation=council, ends_on=timezone.localdate()).pk}


def invitation_of_the_manager(roles: Roles) -> dict[str, Any]:
    council = managers_council(roles)
    invitation = Invitation.objects.create(email="new@example.org", organisation=council, token_digest="x")
    return {"slug": council.slug, "pk": invitation.pk}


def answer_in_the_coordinators_group(roles: Roles) -> dict[str, Any]:
    group = WorkingGroup.objects.get(memberships__user=roles["group_coordinator"])
    post = a_reply(a_question(group))
    return {"slug": group.slug, "pk": post.topic_id, "number": post.number}


def topic_in_the_coordinators_group(roles: Roles) -> dict[str, Any]:
    found = answer_in_the_coordinators_group(roles)
    return {"slug": found["slug"], "pk": found["pk"]}


def experience_in_the_coordinators_group(roles: Roles) -> dict[str, Any]:
    group = WorkingGroup.objects.get(memberships__user=roles["group_coordinator"])
    return {"slug": group.slug, "pk": an_experience(group).topic_id}


def removed_answer_in_the_coordinators_group(roles: Roles) -> dict[str, Any]:
    found = answer_in_the_coordinators_group(roles)
    post = Post.objects.get(topic=found["pk"], number=found["number"])
    remove_post(post, by=roles["group_coordinator"], reason="Sobra.")
    return found


def report_in_the_coordinators_group(roles: Roles) -> dict[str, Any]:
    found = answer_in_the_coordinators_group(roles)
    post = Post.objects.get(topic=found["pk"], number=found["number"])
    return {"pk": report_post(post, by=a_member(), reason=ReportReason.WRONG).pk}


def coordinated_group(roles: Roles) -> dict[str, Any]:
    return {"slug": roles["group_coordinator"].memberships.get().group.slug}


def request_to_the_coordinated_group(roles: Roles) -> dict[str, Any]:
    group = roles["group_coordinator"].memberships.get().group
    return {"slug": group.slug, "pk": GroupMembershipFactory(group=group, user=a_member(), state="requested").pk}


def seat_in_the_coordinated_group(roles: Roles) -> dict[str, Any]:
    group = roles["group_coordinator"].memberships.get().group
    return {"slug": group.slug, "pk": GroupMembershipFactory(group=group, user=a_member()).pk}


def event_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    """Theirs, for the network: they keep it, and coordination."""
    return {"pk": an_event(roles["group_coordinator"]).pk}


def date_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    event = a_series(roles["group_coordinator"])
    return {"pk": event.pk, "day": event.local_start.date()}


def desk_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    desk = a_desk(author=roles["group_coordinator"])
    return {"pk": desk.event_id, "day": desk.event.local_start.date()}


def registration_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    desk = a_desk(author=roles["group_coordinator"])
    row = an_added(desk, roles["group_coordinator"])
    return {"pk": desk.event_id, "day": desk.event.local_start.date(), "registration": row.pk}


def code_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    desk = a_desk(author=roles["group_coordinator"])
    return {"code": an_added(desk, roles["group_coordinator"]).code}


def material_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    event = an_event(roles["group_coordinator"])
    material = Material.objects.create(event=event, title="Acta", url="https://example.org/acta")
    return {"pk": event.pk, "material": material.pk}


def version_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    page = a_resource(roles["group_coordinator"])
    return {"slug": page.slug, "pk": page.versions.get().pk}


def resource_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    """Theirs, for the network: they keep it, and coordination."""
    return {"slug": a_resource(roles["group_coordinator"], contents=[b"%PDF-1.7"]).slug}


def file_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    found = resource_of_the_group_coordinator(roles)
    stored = StoredFile.objects.get(page__slug=found["slug"])
    stored.thumbnail.save("x.jpg", ContentFile(b"x"))
    return {**found, "pk": stored.pk}


def collection_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    """Theirs, for the network: they keep it, and coordination."""
    page = a_resource(roles["group_coordinator"], contents=[b"%PDF-1.7"])
    return {"slug": a_collection(roles["group_coordinator"], pages=[page]).slug}


def piece_of_a_kit(_roles: Roles) -> dict[str, Any]:
    kit = a_collection(kind=CollectionKind.KIT, department="cultura", pages=[a_resource()])
    return {"pk": kit.items.get().pk}


def circular_in_preparation(_roles: Roles) -> dict[str, Any]:
    return {"month": f"{a_circular().month:%Y/%m}"}


def circular_that_is_out(_roles: Roles) -> dict[str, Any]:
    return {"month": f"{a_sent_circular().month:%Y/%m}"}


def entry_of_a_circular(_roles: Roles) -> dict[str, Any]:
    return {"pk": an_entry(a_sent_circular()).pk}


def entry_in_preparation(_roles: Roles) -> dict[str, Any]:
    entry = a_proposal()
    return {"month": f"{entry.circular.month:%Y/%m}", "pk": entry.pk}


def proposal_of_the_group_coordinator(roles: Roles) -> dict[str, Any]:
    return {"pk": a_proposal(author=roles["group_coordinator"]).pk}


# How to reach something real behind an address that takes arguments, by the address's name. Where the address is for a
# council's managers, the example is of the council that `roles["manager"]` manages.
EXAMPLES: dict[str, Example] = {
    "account_reset_password_from_key": lambda _roles: {"uidb36": "1", "key": "set-password"},
    "agenda_day": lambda _roles: {"day": "2026-04-16"},
    "agenda_feed": lambda roles: {"token": feed_token(roles["member"])},
    "agenda_month": lambda _roles: {"first": "2026/04"},
    "attendee": registration_of_the_group_coordinator,
    "attendee_add": desk_of_the_group_coordinator,
    "attendees": desk_of_the_group_coordinator,
    "attendees_act": desk_of_the_group_coordinator,
    "attendees_export": lambda roles: {**desk_of_the_group_coordinator(roles), "kind": "csv"},
    "attendees_message": desk_of_the_group_coordinator,
    "attendees_totals": desk_of_the_group_coordinator,
    "check_in": desk_of_the_group_coordinator,
    "check_in_code": code_of_the_group_coordinator,
    "circular": circular_that_is_out,
    "circular_comment": entry_of_a_circular,
    "circular_compose": circular_in_preparation,
    "circular_compose_state": circular_in_preparation,
    "circular_entry": entry_in_preparation,
    "circular_entry_edit": proposal_of_the_group_coordinator,
    "circular_entry_withdraw": proposal_of_the_group_coordinator,
    "circular_feed": lambda roles: {"token": feed_token(roles["member"])},
    "circular_intro": circular_in_preparation,
    "circular_picture": lambda _roles: {"token": "no-such-picture"},
    "circular_preview": circular_in_preparation,
    "circular_preview_form": lambda roles: {**circular_in_preparation(roles), "form": "ample"},
    "circular_propose_source": lambda _roles: {"kind": "tema", "pk": a_question().pk},
    "circular_send": circular_in_preparation,
    "circular_sending": circular_that_is_out,
    "circular_sending_state": circular_that_is_out,
    "circular_test": circular_in_preparation,
    "circulars_of_year": lambda _roles: {"year": a_sent_circular().month.year},
    "collection": collection_of_the_group_coordinator,
    "collection_delete": collection_of_the_group_coordinator,
    "collection_edit": collection_of_the_group_coordinator,
    "collection_files": collection_of_the_group_coordinator,
    "collection_order": collection_of_the_group_coordinator,
    "collection_progress": collection_of_the_group_coordinator,
    "kit_use": piece_of_a_kit,
    "resource": resource_of_the_group_coordinator,
    "resource_collect": resource_of_the_group_coordinator,
    "resource_consent": lambda _roles: {"pk": 1},
    "resource_discard": resource_of_the_group_coordinator,
    "resource_discuss": resource_of_the_group_coordinator,
    "resource_edit": lambda roles: {**resource_of_the_group_coordinator(roles), "step": 1},
    "resource_from_topic": lambda _roles: {"pk": a_question().pk},
    "resource_history": resource_of_the_group_coordinator,
    "resource_review": resource_of_the_group_coordinator,
    "resource_submit": resource_of_the_group_coordinator,
    "resource_version": version_of_the_group_coordinator,
    "resource_save": resource_of_the_group_coordinator,
    "resource_useful": resource_of_the_group_coordinator,
    "resource_validity": resource_of_the_group_coordinator,
    "desk_edit": desk_of_the_group_coordinator,
    "walk_in": desk_of_the_group_coordinator,
    "attachment_remove": lambda _roles: {"pk": 1},
    "draft_discard": lambda _roles: {"pk": 1},
    "certificate": lambda _roles: {"code": "ABCDEFGHJK"},
    "certificate_check": lambda _roles: {"code": "ABCDEFGHJK"},
    "certificates": desk_of_the_group_coordinator,
    "event": event_of_the_group_coordinator,
    "event_edit": event_of_the_group_coordinator,
    "event_ics": event_of_the_group_coordinator,
    "event_interest": event_of_the_group_coordinator,
    "event_materials": event_of_the_group_coordinator,
    "event_publish_again": event_of_the_group_coordinator,
    "event_review": event_of_the_group_coordinator,
    "event_state": event_of_the_group_coordinator,
    "event_withdraw": event_of_the_group_coordinator,
    "experience_edit": experience_in_the_coordinators_group,
    "experience_new": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group_experiences": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group_agenda": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group_calendar": lambda roles: {"slug": WorkingGroupFactory().slug, "token": feed_token(roles["member"])},
    "group_edit": coordinated_group,
    "group_feed": lambda roles: {"slug": WorkingGroupFactory().slug, "token": feed_token(roles["member"])},
    "group_invitation": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group_invite": coordinated_group,
    "group_join": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group_leave": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group_members": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group_resources": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "group_request": request_to_the_coordinated_group,
    "group_requests": coordinated_group,
    "group_seat": seat_in_the_coordinated_group,
    "invitation": lambda _roles: {"token": "no-such-invitation"},
    "invitation_new": lambda roles: {"slug": managers_council(roles).slug},
    "invitation_resend": invitation_of_the_manager,
    "invitation_withdraw": invitation_of_the_manager,
    "invitations": lambda roles: {"slug": managers_council(roles).slug},
    "link": lambda _roles: {"token": "no-such-link"},
    "media": lambda _roles: {"path": "no/such.pdf"},
    "material_remove": material_of_the_group_coordinator,
    "mfa_edit_webauthn": lambda _roles: {"pk": 1},
    "mfa_remove_webauthn": lambda _roles: {"pk": 1},
    "notice": lambda _roles: {"pk": 1},
    "move_dates": date_of_the_group_coordinator,
    "occurrence": date_of_the_group_coordinator,
    "occurrence_cancel": date_of_the_group_coordinator,
    "occurrence_move": date_of_the_group_coordinator,
    "occurrence_restore": date_of_the_group_coordinator,
    "organisation": lambda _roles: {"slug": OrganisationFactory().slug},
    "own_feed": lambda roles: {"token": feed_token(roles["member"])},
    "person": lambda _roles: {"pk": a_member().pk},
    "person_vcard": lambda _roles: {"pk": a_member().pk},
    "position_edit": colleague_of_the_manager,
    "position_end": colleague_of_the_manager,
    "position_reopen": former_colleague_of_the_manager,
    "post": answer_in_the_coordinators_group,
    "post_edit": answer_in_the_coordinators_group,
    "post_history": answer_in_the_coordinators_group,
    "post_remove": answer_in_the_coordinators_group,
    "post_report": answer_in_the_coordinators_group,
    "post_restore": removed_answer_in_the_coordinators_group,
    "post_solve": answer_in_the_coordinators_group,
    "registration": desk_of_the_group_coordinator,
    "registration_change": desk_of_the_group_coordinator,
    "registration_colleagues": desk_of_the_group_coordinator,
    "registration_edit": desk_of_the_group_coordinator,
    "resource_file": lambda roles: {**file_of_the_group_coordinator(roles), "name": "guia.pdf"},
    "resource_thumbnail": file_of_the_group_coordinator,
    "resource_taken_out": resource_of_the_group_coordinator,
    "resource_upload": resource_of_the_group_coordinator,
    "resource_zip": resource_of_the_group_coordinator,
    "resources_feed": lambda roles: {"token": feed_token(roles["member"])},
    "report_decide": report_in_the_coordinators_group,
    "sign_in_sheet": desk_of_the_group_coordinator,
    "ticket": lambda _roles: {"ticket": "no-such-ticket"},
    "ticket_certificate": lambda _roles: {"ticket": "no-such-ticket"},
    "ticket_change": lambda _roles: {"ticket": "no-such-ticket"},
    "ticket_edit": lambda _roles: {"ticket": "no-such-ticket"},
    "ticket_ics": lambda _roles: {"ticket": "no-such-ticket"},
    "ticket_qr": lambda _roles: {"ticket": "no-such-ticket"},
    "topic": topic_in_the_coordinators_group,
    "topic_follow": topic_in_the_coordinators_group,
    "topic_manage": topic_in_the_coordinators_group,
    "topic_move": topic_in_the_coordinators_group,
    "topic_new": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "topic_reply": topic_in_the_coordinators_group,
    "topic_react": topic_in_the_coordinators_group,
    "topic_unread": topic_in_the_coordinators_group,
    "topics": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "topics_read": lambda _roles: {"slug": WorkingGroupFactory().slug},
    "unmute": lambda _roles: {"pk": 1},
    "wagtail_serve": lambda _roles: {"_0": "no-such-page/"},
    "wagtailcore_authenticate_with_password": lambda _roles: {"page_view_restriction_id": 1, "page_id": 1},
    "wagtaildocs_authenticate_with_password": lambda _roles: {"restriction_id": 1},
    "wagtaildocs_serve": lambda _roles: {"_0": 1, "_1": "such.pdf"},
}
