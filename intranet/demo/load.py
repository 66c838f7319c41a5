"""The whole demo in one transaction, relative to a day."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from intranet.demo.circulars import load_circulars
from intranet.demo.collections import load_collections
from intranet.demo.events import load_events
from intranet.demo.follow_ups import load_follow_ups
from intranet.demo.forum import load_forum
from intranet.demo.groups import load_groups, load_memberships
from intranet.demo.invitations import load_invitations
from intranet.demo.notifications import load_notifications
from intranet.demo.organisations import load_organisations, load_subjects
from intranet.demo.pages import load_pages
from intranet.demo.people import COORDINATORS, load_people, load_positions
from intranet.demo.planner import tell_planner
from intranet.demo.registration import load_registrations
from intranet.demo.resources import load_resources
from intranet.demo.searches import load_searches
from intranet.fulltext.rebuilding import rebuild
from intranet.members.models import Organisation, User


class DataPresentError(Exception):
    """The database already holds people or organisations: the demo leaves them alone."""


def refuse_present_data() -> None:
    if User.objects.exists() or Organisation.objects.exists():
        raise DataPresentError


@transaction.atomic
def load_demo(*, today: date, say: Callable[[str], object]) -> None:
    """Fill an empty database; the same day gives the same data. Raises `DataPresentError` when it is not empty."""
    refuse_present_data()
    subjects = load_subjects()
    organisations = load_organisations(today)
    say(f"{len(organisations)} organisations, {len(subjects)} subjects")
    people = load_people(today, subjects)
    positions = load_positions(today, people, organisations)
    say(f"{len(people)} people, {positions} positions")
    groups = load_groups(today)
    memberships = load_memberships(today, people, groups)
    say(f"{len(groups)} working groups, {memberships} memberships")
    invitations = load_invitations(today, people, organisations, groups)
    notes = load_follow_ups(today, organisations, people[COORDINATORS[0]])
    say(f"{invitations} invitations, {notes} follow-up notes")
    topics, posts = load_forum(today, people, groups)
    say(f"{topics} topics with {posts} posts")
    tell_planner()
    events, dates = load_events(today, people, groups)
    say(f"{events} events on {dates} dates, {load_registrations(today, people)} registrations")
    resources, collections = load_resources(today, people, groups), load_collections(today, people, groups)
    say(f"{resources} resources in {collections} collections")
    pages = load_pages(today, people, organisations, subjects)
    tell_planner()
    say(f"{pages} pages and news, {load_notifications(today, people, groups)} notifications")
    circulars, entries = load_circulars(today, people)
    say(f"{circulars} circulars with {entries} entries, {load_searches(today)} synonyms and recommended results")
    rebuild()
