"""`load_demo`: what it puts into an empty database, and who can do what there."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from PIL import Image as Bitmap
from wagtail.documents.models import Document
from wagtail.images.models import Image

from agenda.enums import Review
from agenda.models import Event, Occurrence
from agenda.recurrence import engine_dates
from agenda.registration.domain.seats import free_seats
from agenda.registration.models import Certificate, Registration, RegistrationDesk
from forum.domain.recounting import drifts
from forum.models import Experience, Post, Topic
from home.circular.enums import DropReason, EntryState, Section
from home.circular.models import CircularEntry, CircularPage, Delivery
from home.models import NewsPage, SectionPage
from intranet.demo.days import working_day
from intranet.demo.load import load_demo
from intranet.demo.people import ACCOUNTS, PASSWORD
from intranet.fulltext.words import sought_in
from intranet.members.enums import (
    FollowUpKind,
    GroupAccess,
    GroupRole,
    GroupState,
    InvitationState,
    MembershipState,
    PositionRole,
)
from intranet.members.models import (
    FollowUp,
    GroupMembership,
    Invitation,
    Organisation,
    Position,
    Subject,
    User,
    WorkingGroup,
)
from intranet.members.rules import coordinates
from intranet.members.standing import Standing
from intranet.notifications.domain.reading import lines_of, unread_count
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Notification
from intranet.search.missed import forget_found
from intranet.search.models import MissedQuery, Promotion, SynonymSet
from intranet.search.promotions import promoted
from intranet.search.taught import taught
from intranet.welcome import is_welcomed
from repository.models import Collection, DownloadCount, KitUse, Progress, ResourcePage, StoredFile, Usefulness

pytestmark = pytest.mark.usefixtures("demo")

MODELS = (
    Subject,
    Organisation,
    User,
    Position,
    WorkingGroup,
    GroupMembership,
    Invitation,
    FollowUp,
    Topic,
    Post,
    Experience,
    Event,
    ResourcePage,
    Collection,
    SynonymSet,
    Promotion,
    MissedQuery,
)


def person(email):
    return User.objects.get(email=email)


def groups_of(email):
    return set(WorkingGroup.objects.of(person(email)).values_list("slug", flat=True))


def test_everything_is_there():
    assert {model.__name__: model.objects.count() for model in MODELS} == {
        "Subject": 11,
        "Organisation": 72,
        "User": 173,
        "Position": 172,
        "WorkingGroup": 12,
        "GroupMembership": 131,
        "Invitation": 16,
        "FollowUp": 16,
        "Topic": 27,
        "Post": 57,
        "Experience": 10,
        "Event": 30,
        "ResourcePage": 54,
        "Collection": 9,
        "SynonymSet": 9,
        "Promotion": 9,
        "MissedQuery": 5,
    }
    assert (SectionPage.objects.count(), NewsPage.objects.live().count(), NewsPage.objects.not_live().count()) == (
        4,
        12,
        1,
    )
    assert (Image.objects.count(), Document.objects.count()) == (3, 2)


def test_what_is_recommended_is_there_and_what_was_missed_is_not():
    member, guest = person("tecnica@manresa.example"), person("convidat@ateneu.example")
    asked = [sought_in(query, same=taught().same) for query in ("economia social", "contractació pública", "campanyes")]
    told = [[one.address for one in promoted(member, sought, taught().recommended)] for sought in asked]
    assert told == [
        ["/recursos/colleccions/guia-abc-de-politiques-publiques-deconomia-social-i-solidaria/"],
        ["/grups/ccpr/"],
        ["/recursos/colleccions/"],
    ]
    assert promoted(guest, asked[-1], taught().recommended) == []
    with transaction.atomic():
        forget_found()
        assert MissedQuery.objects.count() == 5
        transaction.set_rollback(True)


def test_a_second_load_leaves_the_data_alone():
    before = {model: model.objects.count() for model in MODELS}
    said = StringIO()
    call_command("load_demo", stdout=said)
    assert said.getvalue() == "The database has data already: the demo was not loaded.\n"
    assert {model: model.objects.count() for model in MODELS} == before


def test_public_passwords_are_not_loaded_where_a_second_factor_is_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    with pytest.raises(CommandError, match="passwords are public"):
        call_command("load_demo")


@pytest.mark.parametrize("email", ACCOUNTS)
def test_accounts_can_sign_in(client, email):
    response = client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert (response.status_code, response.headers.get("Location")) == (302, "/")
    assert client.session["_auth_user_id"] == str(person(email).pk)


@pytest.mark.parametrize(
    ("email", "standing"),
    [
        ("coordinacio@xmess.example", Standing(coordination=True)),
        ("tecnica@manresa.example", Standing(member=True)),
        ("regidora@reus.example", Standing(member=True)),
        ("cures@terrassa.example", Standing(member=True)),
        ("convidat@ateneu.example", Standing(guest=True)),
        ("enric.bellmunt@manresa.example", Standing(member=True)),
        ("admin@xmess.example", Standing(administrator=True)),
        ("carles.pujadas@terrassa.example", Standing()),
        ("roser.canudas@rocallarga.example", Standing()),
        ("ivet.solanellas@manlleu.example", Standing()),
        ("nil.codinach@girona.example", Standing()),
    ],
)
def test_standing_of_each_account(email, standing):
    assert person(email).standing == standing


def test_nobody_else_has_a_password():
    assert {user.email for user in User.objects.all() if user.has_usable_password()} == set(ACCOUNTS)


def test_technician_of_manresa_manages_the_council_and_is_in_two_groups():
    technician = person("tecnica@manresa.example")
    assert [council.name for council in technician.managed_organisations()] == ["Manresa"]
    assert groups_of(technician.email) == {"agroecologia", "ccpr", "xarxa"}


def test_councillor_of_reus_represents_the_council_and_is_in_the_private_group():
    position = Position.objects.open().get(user__email="regidora@reus.example")
    assert (position.organisation.name, position.role, position.is_representative) == (
        "Reus",
        PositionRole.ELECTED,
        True,
    )
    assert groups_of("regidora@reus.example") == {"comissio-executiva", "xarxa"}


def test_cures_has_its_coordinator():
    assert coordinates(person("cures@terrassa.example"), WorkingGroup.objects.get(slug="cures"))
    assert groups_of("cures@terrassa.example") == {"cures", "xarxa"}


def test_guest_sees_one_group_until_a_date():
    guest = person("convidat@ateneu.example")
    assert [group.slug for group in WorkingGroup.objects.visible_to(guest)] == ["agroecologia"]
    until = GroupMembership.objects.get(user=guest).until
    assert until == timezone.localdate() + timedelta(days=90)


def test_newcomer_still_sees_the_first_steps_and_nobody_else_does(client_of):
    """Who they are and their photo are there; the words about them, and how mails come, are not."""
    steps = client_of(person("enric.bellmunt@manresa.example")).get("/").context["bands"].steps
    assert [step.is_done for step in steps if "/perfil/" in step.url] == [True, True, False]
    assert [email for email in ACCOUNTS if is_welcomed(person(email))] == ["enric.bellmunt@manresa.example"]


def test_private_group_is_seen_by_its_people_and_named_to_coordination():
    private = WorkingGroup.objects.get(access=GroupAccess.PRIVATE)
    assert (private.name, private.memberships.count()) == ("Comissió Executiva", 10)
    seen = {email for email in ACCOUNTS if private in WorkingGroup.objects.visible_to(person(email))}
    read = {email for email in ACCOUNTS if private in WorkingGroup.objects.content_visible_to(person(email))}
    assert seen == {"regidora@reus.example", "coordinacio@xmess.example", "admin@xmess.example"}
    assert read == {"regidora@reus.example"}


def test_groups_are_those_of_the_plan_and_one_of_each_other_state():
    names = {group.name: group.state for group in WorkingGroup.objects.all()}
    others = {name: state for name, state in names.items() if state != GroupState.ACTIVE}
    assert others == {"Indústria i ESS": GroupState.PROPOSED, "Acollida de nous membres": GroupState.CLOSED}
    assert [group.name for group in WorkingGroup.objects.filter(state=GroupState.ACTIVE)] == [
        "Agroecologia",
        "Comissió Executiva",
        "Compra i Contractació Pública Responsable",
        "Comunalitats",
        "Cooperativisme d’Habitatge",
        "Cures",
        "Finançament Municipal de l’ESS",
        "Formació",
        "Monedes Locals i Socials",
        "Tota la xarxa",
    ]


def test_every_group_has_a_coordinator_who_belongs_to_the_network():
    coordinating = GroupMembership.objects.of_present_people().filter(role=GroupRole.COORDINATOR)
    assert set(coordinating.values_list("group__slug", flat=True)) == set(
        WorkingGroup.objects.values_list("slug", flat=True)
    )
    assert GroupMembership.objects.filter(state=MembershipState.REQUESTED).count() == 6


def test_every_council_has_one_representative():
    councils = Organisation.objects.councils().present()
    voting = Position.objects.open().filter(organisation__in=councils, is_representative=True)
    assert sorted(voting.values_list("organisation", flat=True)) == sorted(councils.values_list("pk", flat=True))


def test_invitations_are_in_every_state():
    counts = {state.value: Invitation.objects.in_state(state).count() for state in InvitationState}
    assert counts == {"pending": 5, "accepted": 6, "withdrawn": 2, "expired": 3}
    assert {invitation.state.value for invitation in Invitation.objects.all()} == set(counts)


def test_follow_up_notes_are_of_several_kinds_and_some_are_due():
    today = timezone.localdate()
    assert FollowUp.objects.filter(next_contact_on__lt=today).count() == 4
    assert set(FollowUp.objects.values_list("kind", flat=True)) == set(FollowUpKind.values) - {FollowUpKind.OTHER}


@pytest.mark.parametrize(
    ("slug", "full_name"),
    [
        ("consell-comarcal-del-bergueda", "Consell Comarcal del Berguedà"),
        ("consell-comarcal-de-la-selva", "Consell Comarcal de la Selva"),
        ("l-hospitalet-de-llobregat", "Ajuntament de l'Hospitalet de Llobregat"),
        ("el-prat-de-llobregat", "Ajuntament del Prat de Llobregat"),
        ("la-seu-d-urgell", "Ajuntament de la Seu d'Urgell"),
        ("les-oliveres", "Ajuntament de les Oliveres"),
        ("arbucies", "Ajuntament d'Arbúcies"),
        ("vic", "Ajuntament de Vic"),
        ("coopolis", "Coòpolis, Ateneu Cooperatiu de Barcelona"),
    ],
)
def test_full_names_read_right(slug, full_name):
    assert Organisation.objects.get(slug=slug).full_name == full_name


def test_councils_sort_under_the_name_without_article():
    names = ["Arbúcies", "El Berguedà", "Celrà", "L'Hospitalet de Llobregat", "Lleida", "Les Oliveres"]
    names += [
        "El Palau d'Anglesola",
        "Palau-solità i Plegamans",
        "El Prat de Llobregat",
        "Prats de Lluçanès",
        "La Selva",
    ]
    assert list(Organisation.objects.filter(name__in=names).values_list("name", flat=True)) == names


def test_every_address_belongs_to_nobody():
    pages = [*SectionPage.objects.all(), *NewsPage.objects.all()]
    said = [repr(page.body.get_prep_value()) for page in pages]
    for model in (User, Organisation, Invitation):
        said += [repr(row) for row in model.objects.values()]
    domains = set(re.findall(r"[\w.+-]+@([\w.-]+\w)", " ".join(said)))
    assert {domain for domain in domains if not domain.endswith(".example")} == set()
    assert {"manresa.example", "xmess.example"} <= domains


@pytest.mark.parametrize("model", MODELS)
def test_a_form_would_accept_every_row(model):
    for row in model.objects.all():
        row.full_clean()


@pytest.mark.parametrize("model", [SectionPage, NewsPage, ResourcePage])
def test_an_editor_could_save_every_page(model):
    for page in model.objects.all():
        page.full_clean()
        page.body.stream_block.clean(page.body)


@pytest.mark.parametrize(
    ("email", "kinds"),
    [
        ("coordinacio@xmess.example", {"news", "invitation_accepted", "new_topic", "reply"}),
        ("tecnica@manresa.example", {"event_new", "news", "invitation_accepted", "new_topic", "reply"}),
        ("regidora@reus.example", {"event_new", "news", "new_topic", "reply"}),
        ("cures@terrassa.example", {"event_new", "news", "new_topic", "reply"}),
        ("convidat@ateneu.example", {"group_joined", "new_topic"}),
        ("enric.bellmunt@manresa.example", {"event_new", "news", "new_topic"}),
        ("admin@xmess.example", {"invitation_accepted", "new_topic"}),
    ],
)
def test_each_account_has_something_new_to_read(email, kinds):
    lines = lines_of(person(email), unread_only=True)
    assert {line.kind.name for line in lines} == kinds
    assert 0 < unread_count(person(email)) <= len(lines)  # what was said on two days makes two lines, and counts once


def test_nothing_of_the_past_waits_for_a_mail():
    assert Notification.objects.count() > 500
    assert Notification.objects.filter(mailed_at=None).exclude(mail=Frequency.NEVER).count() == 0


def test_a_third_of_the_people_have_a_portrait_of_their_own():
    portraits = [user.photo.name for user in User.objects.exclude(photo="")]
    assert (len(portraits), len(set(portraits))) == (70, 70)
    with default_storage.open(portraits[0]) as file, Bitmap.open(file) as portrait:
        assert (portrait.format, portrait.size) == ("JPEG", (320, 320))


def test_the_same_day_gives_the_same_data():
    before = snapshot()
    with transaction.atomic():
        forget_everything()
        load_demo(today=timezone.localdate(), say=len)
        assert snapshot() == before
        transaction.set_rollback(True)


def test_news_are_dated_on_working_days():
    assert working_day(date(2026, 3, 2), 0) == date(2026, 3, 2)
    assert [working_day(date(2026, 3, 2), days) for days in (-1, -2, 5, 6)] == [
        date(2026, 2, 27),
        date(2026, 2, 27),
        date(2026, 3, 6),
        date(2026, 3, 6),
    ]


def test_people_have_registered_as_the_seats_allow(demo):
    """One jornada is full, with people in line and a seat on offer; one is over, and certified."""
    desks = RegistrationDesk.objects.select_related("event").order_by("pk")
    full = desks.get(event__title__startswith="Jornada «Compra pública")
    waiting = full.registrations.exclude(waits_for="").order_by("turn")
    assert (free_seats(full)["presencial"], [row.turn for row in waiting]) == (0, list(range(1, 9)))
    assert [row.email for row in full.registrations.offered()] == ["tecnica@manresa.example"]
    assert [desk for desk in desks if min(seats for seats in free_seats(desk).values() if seats is not None) < 0] == []
    assert {one.registration.attendances.count() for one in Certificate.objects.all()} == {1}
    assert Registration.objects.exclude(desk__in=desks.filter(event__live=True)).count() == 0


def snapshot():
    """What is stored, but for keys and salted passwords."""
    return {name: sorted(map(repr, columns)) for name, columns in stored()}


def stored():
    yield "subjects", Subject.objects.values_list("slug", "name")
    yield "organisations", Organisation.objects.values_list("slug", "name", "status", "left_on", "mentor__slug")
    yield "people", User.objects.values_list("email", "family_name", "photo", "confirmed_at", "created_at", "bio")
    yield "expertise", User.objects.values_list("email", "subjects__slug")
    yield "positions", Position.objects.values_list("user__email", "title", "starts_on", "ends_on", "successor__email")
    yield "memberships", GroupMembership.objects.values_list("group__slug", "user__email", "role", "since", "until")
    yield "groups", WorkingGroup.objects.values_list("slug", "aims", "created_at", "partners__slug")
    yield "invitations", Invitation.objects.values_list("email", "token_digest", "expires_at", "groups__slug")
    yield "notes", FollowUp.objects.values_list("organisation__slug", "on", "next_contact_on", "note")
    yield "told", Notification.objects.values_list("recipient__email", "kind", "created_at", "read_at")
    yield "topics", Topic.objects.values_list("title", "group__slug", "author__email", "created_at", "post_count")
    yield "posts", Post.objects.values_list("topic__title", "number", "author__email", "body", "reactions")
    yield "events", Event.objects.values_list("title", "start", "author__email", "state", "created_at")
    yield "dates", Occurrence.objects.values_list("event__title", "start", "is_cancelled", "is_moved")
    yield "registrations", Registration.objects.values_list("name", "state", "mode", "turn", "code", "created_at")
    yield "certificates", Certificate.objects.values_list("registration__name", "code", "issued_at", "facts")
    yield "resources", ResourcePage.objects.values_list("title", "owner__email", "review", "review_due", "summary")
    yield "published", ResourcePage.objects.values_list("slug", "first_published_at", "useful_count", "download_count")
    yield "files", StoredFile.objects.values_list("page__slug", "name", "sha256", "uploaded_at", "text")
    yield "useful", Usefulness.objects.values_list("page__slug", "council__slug", "by__email", "note")
    yield "downloads", DownloadCount.objects.values_list("stored__name", "day", "number")
    yield "collections", Collection.objects.values_list("slug", "created_at", "items__page__slug", "items__position")
    yield "kits", KitUse.objects.values_list("item__page__slug", "council__slug", "used_on")
    yield "progress", Progress.objects.values_list("person__email", "item__page__slug", "done_at")
    yield "circulars", CircularPage.objects.values_list("slug", "state", "begun_at", "deadline", "intro")
    yield (
        "entries",
        CircularEntry.objects.values_list("circular__slug", "title", "state", "position", "picture", "author__email"),
    )
    yield "delivered", Delivery.objects.values_list("circular__slug", "person__email", "state", "settled_at")
    yield "news", NewsPage.objects.values_list("slug", "date", "first_published_at", "owner__email", "live")


def forget_everything():
    for page in (*CircularPage.objects.all(), *SectionPage.objects.filter(depth=3), *NewsPage.objects.all()):
        page.delete()
    Collection.objects.all().delete()
    for page in ResourcePage.objects.all():
        page.delete()
    Event.objects.all().delete()
    Topic.objects.all().delete()  # before those who wrote in them and where
    for model in (
        SynonymSet,
        Promotion,
        MissedQuery,
        Image,
        Document,
        FollowUp,
        Invitation,
        Position,
        User,
        Organisation,
        WorkingGroup,
        Subject,
    ):
        model.objects.all().delete()


def test_what_the_forum_counts_is_what_there_is():
    assert list(drifts()) == []


def test_nobody_writes_before_the_topic_or_after_today():
    posts = Post.objects.select_related("topic").order_by("topic", "number")
    assert [post for post in posts if post.created_at < post.topic.created_at] == []
    assert [post for post in posts if timezone.localdate(post.created_at) > timezone.localdate()] == []


def test_agenda_has_been_and_comes_and_something_waits_for_review():
    today = timezone.localdate()
    assert Occurrence.objects.filter(last_day__lt=today).count() > 5
    assert Occurrence.objects.filter(first_day__gt=today).count() > 30
    assert set(Event.objects.values_list("review", flat=True)) == {Review.PUBLISHED, Review.WAITING, Review.RETURNED}
    assert set(Event.objects.values_list("state", flat=True)) == {"scheduled", "cancelled", "postponed"}


def test_agenda_is_what_the_engine_says():
    for event in Event.objects.exclude(frequency=""):
        dates = event.occurrences.in_order()
        first, last = dates[0].start - timedelta(days=9), dates.reverse()[0].start + timedelta(days=9)
        going = [(row.start, row.end) for row in dates if not row.is_cancelled]
        assert going == [(span.start, span.end) for span in engine_dates(event, first, last)]


def test_the_bank_holds_something_in_every_state_for_each_account():
    """What is overdue, what is due soon, archived, waiting, returned, a draft; and the private group's, told to its people alone."""
    today, published = timezone.localdate(), ResourcePage.objects.live()
    mine = ResourcePage.objects.filter(owner__email="tecnica@manresa.example").order_by("title")
    assert [(one.review, one.live) for one in mine] == [("returned", False), ("published", True), ("waiting", False)]
    assert published.filter(review_due__lt=today, archived_at=None).count() == 2
    assert ResourcePage.objects.exclude(archived_at=None).count() == 1
    executive = ResourcePage.objects.filter(group__slug="comissio-executiva")
    told = {email: executive.visible_to(person(email)).count() for email in ACCOUNTS}
    assert {email: number for email, number in told.items() if number} == {"regidora@reus.example": 3}
    guest = ResourcePage.objects.shown_to(person("convidat@ateneu.example"))
    assert sorted(guest.values_list("title", flat=True)) == [
        "Comunitat energètica al pavelló",
        "Mercat de pagès de vespre: reglament i primer any",
    ]


def test_events_say_where_they_are_once_and_no_day_but_their_own():
    names = [date_format(day, "l") for day in (date(2026, 6, number) for number in range(1, 8))]
    for event in Event.objects.all():
        assert not (event.venue and event.venue in event.address), event.title
        words = f"{event.title} {event.summary}".lower()
        named = {name for name in names if name in words.split()}
        assert named <= {date_format(event.local_start, "l")}, event.title


def test_what_the_bank_counts_is_what_there_is():
    for page in ResourcePage.objects.prefetch_related("uses", "stored__downloads"):
        fetched = sum(count.number for stored in page.stored.all() for count in stored.downloads.all())
        assert (page.useful_count, page.download_count) == (len(page.uses.all()), fetched), page.title


def test_files_of_the_bank_are_what_they_say():
    """Each by its first bytes, in the media storage, with a thumbnail where there is something to see."""
    starts = {".pdf": b"%PDF-", ".png": b"\x89PNG", ".csv": b"\xef\xbb\xbf"}
    for stored in StoredFile.objects.all():
        with default_storage.open(stored.file.name) as file:
            assert file.read(9).startswith(starts.get(stored.suffix, b"PK")), stored.name
        assert bool(stored.thumbnail) == (stored.suffix in {".pdf", ".png"}), stored.name


def test_three_circulars_went_out_and_the_next_one_waits_for_coordination():
    """With something under each section, and all that can become of an entry."""
    *sent, following = CircularPage.objects.order_by("month")
    assert [one.state for one in (*sent, following)] == ["sent", "sent", "sent", "preparing"]
    for circular in sent:
        assert (circular.live, circular.entries.exclude(state=EntryState.ACCEPTED).count()) == (True, 0)
        assert circular.deliveries.count() > 50
        printed = circular.entries.printed()
        assert {"municipis", "ecosistema", "formacio", "ajuts"} <= set(printed.values_list("section", flat=True))
        assert [entry for entry in printed if not entry.url and not entry.text] == []
    told = following.entries.values_list("state", "drop_reason")
    assert {("waiting", ""), ("accepted", ""), ("rejected", ""), ("accepted", DropReason.CANCELLED)} <= set(told)
    assert following.entries.filter(source_changed=True).count() == 1
    assert set(CircularEntry.objects.printed().values_list("section", flat=True)) == set(Section.values)
    for entry in CircularEntry.objects.all():
        entry.full_clean()
