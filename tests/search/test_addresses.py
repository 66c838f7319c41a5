"""Which addresses of this site may be recommended: what shows something, and nothing that does something instead."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, get_resolver, reverse

from intranet.fulltext.words import sought_in
from intranet.search.addresses import ACTING, ASKED_BY_SCRIPTS, ON_THE_WAY, target_of, validate_address
from intranet.search.models import Promotion
from intranet.search.promotions import promoted
from intranet.search.taught import taught
from tests.factories.members import a_member

pytestmark = pytest.mark.django_db

OF_THE_ACCOUNT = {
    "account_change_password",
    "account_email",
    "account_reset_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "preferences",
    "privacy",
    "profile",
    "profile_preview",
    "usersessions_list",
}
OF_THE_SECTIONS = {
    "adoption",
    "adoption_export",
    "agenda",
    "agenda_list",
    "certificate_search",
    "circular_propose",
    "circular_proposed",
    "circulars",
    "collection_new",
    "collections",
    "dashboard",
    "design_system",
    "drafts",
    "event_new",
    "events_kept",
    "events_to_review",
    "experience_start",
    "experiences",
    "groups",
    "keyboard",
    "kits",
    "moderation",
    "moderation_log",
    "notices",
    "open_data",
    "organisations",
    "own_registrations",
    "people",
    "resource_propose",
    "resources",
    "resources_export",
    "resources_export_files",
    "resources_kept",
    "resources_saved",
    "resources_to_review",
    "search",
}


def without_arguments(patterns, before="") -> Iterator[tuple[str, str]]:
    """Each address below the site's root that has none, with its name."""
    for one in patterns:
        route = before + str(one.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if not isinstance(one, URLPattern):
            yield from without_arguments(one.url_patterns, route)
        elif one.name and not set(route) & set("<(\\"):
            yield f"/{route}", one.name


def test_what_has_no_arguments_is_recommended_by_name():
    """Whoever gives the site another such address decides whether it shows something."""
    there = [one for one in without_arguments(get_resolver().url_patterns) if not one[0].startswith("/admin/")]
    told = {name for path, name in there if target_of(path).is_for}
    assert told == OF_THE_ACCOUNT | OF_THE_SECTIONS


@pytest.mark.parametrize("name", sorted(ACTING | ON_THE_WAY | ASKED_BY_SCRIPTS))
def test_what_does_something_is_refused(name):
    with pytest.raises(ValidationError):
        validate_address(reverse(name))


def test_what_was_recommended_before_is_proposed_to_nobody():
    Promotion.objects.create(title="Surt", words="sortir", address="/compte/logout/")
    Promotion.objects.create(title="Contrasenya", words="sortir", address="/compte/password/change/")
    assert [one.title for one in promoted(a_member(), sought_in("sortir"), taught().recommended)] == ["Contrasenya"]
