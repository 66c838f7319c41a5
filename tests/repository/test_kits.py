"""The campaign's kits: one's own department first, and which councils have used what."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.enums import Department, GroupAccess
from repository.domain.downloads import add_up_downloads
from repository.enums import CollectionKind, PieceForm, ResourceKind
from repository.models import Chapter, Collection, KitUse
from tests.factories.members import OrganisationFactory, PositionFactory, WorkingGroupFactory, a_guest, a_member
from tests.factories.repository import a_collection, a_group_resource, a_resource

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() - timedelta(days=3)


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_kit(department="cultura", *, pages=None, **facts):
    pages = pages or [a_resource(title="Cartell", kind=ResourceKind.CAMPAIGN, contents=[b"%PDF-1.4\n"])]
    kit = a_collection(kind=CollectionKind.KIT, department=department, pages=pages, **facts)
    kit.items.update(form=PieceForm.POSTER)
    return kit


def use(client, item, **given):
    return client.post(reverse("kit_use", args=[item.pk]), {"used_on": str(DAY), "note": "", **given})


def test_a_council_says_that_it_has_used_a_piece_puts_it_right_and_takes_it_back(client_of):
    council = OrganisationFactory()
    said_by, colleague = a_member(council), a_member(council)
    item = a_kit().items.get()
    answer = use(client_of(said_by), item, council=council.pk, note="A la biblioteca")
    assert answer.headers["Location"] == f"{item.collection.get_absolute_url()}#peca-{item.pk}"
    use(client_of(colleague), item, council=council.pk, note="I al mercat")
    assert [(one.council, one.by, one.used_on, one.note) for one in KitUse.objects.all()] == [
        (council, colleague, DAY, "I al mercat")
    ]
    use(client_of(said_by), item, retira=council.pk)
    assert KitUse.objects.count() == 0


def test_of_several_councils_one_is_chosen_and_of_others_none(client_of):
    one, two, foreign = OrganisationFactory.create_batch(3)
    person = a_member(one)
    PositionFactory(user=person, organisation=two)
    item, client = a_kit().items.get(), client_of(person)
    use(client, item, council=two.pk)
    assert use(client, item, council=foreign.pk).status_code == 422
    assert use(client, item, retira=foreign.pk).status_code == 404
    assert [said.council for said in KitUse.objects.all()] == [two]


def test_a_day_to_come_is_refused_and_nothing_typed_is_lost(client_of):
    council = OrganisationFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = use(
        client_of(a_member(council)), a_kit().items.get(), council=council.pk, used_on=str(tomorrow), note="Hola"
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["used_on"])
    assert ("Hola" in answer.content.decode(), KitUse.objects.count()) == (True, 0)


def test_only_pieces_of_kits_that_one_sees_are_used(client_of):
    council = OrganisationFactory()
    client = client_of(a_member(council))
    own = a_kit("joventut", visibility="own").items.get()
    of_list = a_collection(pages=[a_resource()]).items.get()
    answers = [use(client, item, council=council.pk).status_code for item in (own, of_list)]
    answers.append(use(client_of(a_guest()), a_kit().items.get(), council=council.pk).status_code)
    answers.append(client.get(f"/recursos/campanya/us/{10**30}/").status_code)
    assert (answers, KitUse.objects.count()) == ([404, 404, 404, 404], 0)


def test_the_kit_of_ones_own_department_comes_first(client_of):
    for department in ("cultura", "educacio", "hisenda"):
        a_kit(department, title=department)
    staff = PositionFactory(department=str(Department.TREASURY.label), role="other").user
    page = client_of(staff).get(reverse("kits"))
    assert [kit.department for kit in page.context["kits"]] == ["hisenda", "cultura", "educacio"]


def test_a_kit_shows_its_pieces_with_their_files_and_who_used_them(client_of):
    council = OrganisationFactory(name="Terrassa")
    item = a_kit(argument="<p>Perquè sí.</p>").items.get()
    KitUse.objects.create(item=item, council=council, note="Al vestíbul")
    reading = client_of(a_member(council)).get(item.collection.get_absolute_url()).context["reading"]
    (row,) = reading.rows
    assert [file.stored.name for file in row.files] == ["guia.pdf"]
    assert [use.note for use in row.uses] == [use.note for use in row.own_uses] == ["Al vestíbul"]


@pytest.mark.parametrize("number", [1, 3, 12])
def test_the_kits_cost_the_same_for_any_number_of_them(client_of, django_assert_num_queries, number):
    page = a_resource()
    for department in Department.values[:number]:
        a_kit(department, pages=[page])
    client = client_of(a_member())
    client.get(reverse("kits"))
    with django_assert_num_queries(5):
        assert len(client.get(reverse("kits")).context["kits"]) == number


def test_a_kit_brings_the_words_of_what_has_no_files(client_of, django_assert_num_queries, settings):
    settings.SITE_URL = "https://xarxa.test"
    poster = a_resource(title="Cartell", contents=[b"%PDF-1.4 poster"])
    texts = [
        a_resource(title=title, summary="Per al butlletí.", links=["https://exemple.cat/"])
        for title in ("Text", "Nota")
    ]
    kit = a_kit(pages=[texts[0], poster, texts[1]])
    kit.items.filter(page=texts[1]).update(chapter=Chapter.objects.create(collection=kit, title="A part", position=0))
    a_collection(pages=[texts[1], poster])
    client = client_of(a_member())
    with django_assert_num_queries(11):  # session, person, kit; seen, files, kept, links; four that count
        answer = client.get(reverse("collection_files", args=[kit.slug]))
        content = b"".join(answer.streaming_content)
    with ZipFile(BytesIO(content)) as archive:
        inside = {name: archive.read(name).decode() for name in archive.namelist()}
    assert list(inside) == ["text/text.txt", "cartell/guia.pdf", "nota/nota.txt"]
    assert inside["text/text.txt"].split("\r\n\r\n") == [
        "Text",
        "Per al butlletí.",
        _("To read it whole: %(address)s") % {"address": "https://xarxa.test/recursos/text/"},
        "https://exemple.cat/\r\nhttps://exemple.cat/\r\n",
    ]


def test_who_is_outside_is_not_told_that_there_is_none(client_of):
    a_kit()
    sentences = (_("There is no kit here that you can see."), _("There is none here that you can see."))
    guest, addresses = client_of(a_guest()), (reverse("kits"), reverse("collections"))
    assert [
        said in guest.get(address).content.decode() for said, address in zip(sentences, addresses, strict=True)
    ] == [
        True,
        True,
    ]
    Collection.objects.all().delete()
    assert (
        _("There is no kit yet. Coordination prepares them.")
        in client_of(a_member()).get(addresses[0]).content.decode()
    )


def test_a_kit_is_downloaded_whole_without_what_one_may_not_see(client_of, client):
    """A folder for each resource; nothing of a private group's, not even its name."""
    insider = a_member()
    hidden = a_group_resource(
        WorkingGroupFactory(access=GroupAccess.PRIVATE), insider, title="Ocult", contents=[b"%PDF-1.4 secret"]
    )
    shown = a_resource(title="Cartell", contents=[b"%PDF-1.4 shown"])
    kit = a_kit(pages=[shown, hidden])
    address = reverse("collection_files", args=[kit.slug])
    answer = client_of(a_member()).get(address)
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"cartell/guia.pdf": b"%PDF-1.4 shown"}
    add_up_downloads()
    shown.refresh_from_db()
    assert (shown.download_count, client_of(a_guest()).get(address).status_code) == (1, 404)
    assert client.get(address).headers["Location"].startswith(reverse("account_login"))
