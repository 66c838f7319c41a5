"""Certificates of attendance: who gets one, what it says, on paper too, and who may have it."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from agenda.enums import Mode
from agenda.registration.certificates.documents import certificates_pdf
from agenda.registration.certificates.issuing import NotYetError, issue, revoke
from agenda.registration.certificates.wording import hours_words
from agenda.registration.domain import thanking
from agenda.registration.domain.desks import dates_of
from agenda.registration.domain.registering import Wishes, register
from agenda.registration.enums import Channel
from agenda.registration.models import Attendance, Certificate
from agenda.registration.tickets import ticket_of
from agenda.registration.typesetting import TypesettingError
from agenda.registration.views import certificates as views
from intranet.outbox.models import Message
from tests.factories.agenda import a_series, an_event, at, in_days
from tests.factories.members import OrganisationFactory, a_member, someone_of_coordination
from tests.factories.registration import a_desk, a_guest, an_added, an_applicant

pytestmark = pytest.mark.django_db
AFTER = "2026-05-01"
START = at(2026, 3, 19)


@pytest.fixture(autouse=True)
def _afterwards():
    with time_machine.travel(AFTER, tick=True):
        yield


def came(registration, *dates, mode=None):
    dates = dates or dates_of(registration.desk).in_order()
    for date in dates:
        Attendance.objects.create(registration=registration, occurrence=date, mode=mode or registration.mode)
    return registration


def over(author=None, *, event=None, **facts):
    """A desk of what is over by now, where one registered before."""
    return a_desk(event or an_event(author, start=START, **facts))


def added(desk, name="Rosa Pla", email="rosa@example.org", **facts):
    return an_added(desk, desk.event.author, name, email, **facts)


def issued(name="Rosa Pla", **facts):
    desk = over(**facts)
    came(added(desk, name))
    issue(desk, by=desk.event.author)
    return Certificate.objects.select_related("registration__desk__event").get()


def pdf_of(response_or_bytes):
    return PdfReader(BytesIO(getattr(response_or_bytes, "content", response_or_bytes)))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_who_came_gets_one_once(django_capture_on_commit_callbacks):
    desk = over()
    rosa, _pere = came(added(desk)), added(desk, "Pere Vila", "pere@example.org")
    assert [issue(desk, by=desk.event.author) for _time in range(2)] == [1, 0]
    found = Certificate.objects.get()
    assert (found.registration, found.issued_by) == (rosa, desk.event.author)


def test_its_facts_stay_as_they_were_issued():
    council = OrganisationFactory(name="Manresa")
    desk = over(title="Compra pública", organisation=council, author=a_member(council), venue="La Farinera")
    came(added(desk))
    issue(desk, by=desk.event.author)
    desk.event.title = "Un altre títol"
    desk.event.save()
    assert Certificate.objects.get().facts == {
        "name": "Rosa Pla",
        "entity": "Consell Comarcal",
        "title": "Compra pública",
        "when": "dijous 19 de març de 2026, 10.00–12.00",
        "hours": hours_words(Decimal(2)),
        "mode": str(Mode.IN_PERSON.label),
        "place": "La Farinera",
        "organiser": council.full_name,
    }


@pytest.mark.parametrize(("attended", "gets"), [(0, 0), (3, 0), (4, 1), (5, 1)])
def test_of_a_series_one_has_to_attend_its_share_of_the_dates(attended, gets):
    desk = over(event=a_series(start=START, times=6, author=a_member()))
    first, *dates = dates_of(desk).in_order()
    first.is_cancelled = True
    first.save()
    if attended:
        came(added(desk), first, *dates[:attended])
    assert issue(desk, by=desk.event.author) == gets


def test_the_hours_are_those_attended_unless_the_organisers_said_others():
    desk = over(event=a_series(start=START, times=3, hours=1.5, author=a_member()))
    desk.threshold = 60
    desk.save()
    came(added(desk), *dates_of(desk).in_order()[:2])
    issue(desk, by=desk.event.author)
    said = Certificate.objects.get()
    assert (said.facts["hours"], said.facts["when"].count("\n")) == (hours_words(Decimal(3)), 1)
    revoke(said, by=desk.event.author)
    desk.certificate_hours = Decimal("4.5")
    desk.save()
    issue(desk, by=desk.event.author, registrations=[said.registration_id])
    assert Certificate.objects.get().facts["hours"] == hours_words(Decimal("4.5"))


@pytest.mark.parametrize(("hours", "number"), [("1", "1"), ("1.50", "1,5"), ("100", "100"), ("3.333", "3,33")])
def test_hours_in_words(hours, number):
    assert (hours_words(Decimal(hours)).split(" ")[0], hours_words(None)) == (number, "")


def test_not_before_it_is_over_nor_where_none_are_given():
    desk = a_desk(an_event(start=in_days(7)))
    came(added(desk))
    with pytest.raises(NotYetError):
        issue(desk, by=desk.event.author)
    desk = over()
    desk.gives_certificate = False
    desk.save()
    with pytest.raises(NotYetError):
        issue(desk, by=desk.event.author)


def test_only_organisers_issue_and_revoke():
    certificate = issued()
    desk = certificate.registration.desk
    for change in (lambda: issue(desk, by=a_member()), lambda: revoke(certificate, by=a_member())):
        with pytest.raises(PermissionDenied):
            change()
    assert Certificate.objects.get().revoked_at is None


def test_a_revoked_one_is_issued_again_only_when_asked_for_by_name():
    certificate = issued()
    desk, code = certificate.registration.desk, certificate.code
    revoke(certificate, by=desk.event.author)
    assert issue(desk, by=desk.event.author) == 0
    assert issue(desk, by=desk.event.author, registrations=[certificate.registration_id]) == 1
    again = Certificate.objects.get()
    assert (again.revoked_at, again.code) == (None, code)


def yesterday(**facts):
    desk = a_desk(an_event(start=timezone.now() - timedelta(days=1)), **facts)
    return desk, came(added(desk))


@pytest.mark.parametrize(("facts", "mails"), [({}, 0), ({"sends_thanks": False}, 1)])
def test_where_nobody_is_thanked_it_is_told_by_itself(facts, mails):
    desk, _rosa = yesterday(**facts)
    issue(desk, by=desk.event.author)
    assert Message.objects.filter(kind="registration_certificate").count() == mails


def test_whoever_gets_one_while_the_thanks_are_written_hears_of_it(monkeypatch):
    desk, rosa = yesterday()
    found = thanking.those_who_came

    def issue_meanwhile(one):
        rows = found(one)
        issue(desk, by=desk.event.author)
        return rows

    monkeypatch.setattr(thanking, "those_who_came", issue_meanwhile)
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=10), tick=False):
        thanking.thank_registrants()
    address = reverse("ticket_certificate", args=[ticket_of(rosa)])
    assert [address in one.body for one in mail.outbox] == [False, True]


def test_by_mail_only_after_the_thanks():
    desk, _rosa = yesterday()
    issue(desk, by=desk.event.author)
    of_it = Message.objects.filter(kind="registration_certificate")
    assert list(of_it) == []
    came(added(desk, "Pere Vila", "pere@example.org"))
    came(added(desk, "Anna Roca", ""))
    desk.thanked_at = timezone.now()
    desk.save()
    mail.outbox.clear()
    issue(desk, by=desk.event.author)
    pere = desk.registrations.get(name="Pere Vila")
    assert list(of_it.values_list("to", flat=True)) == ["pere@example.org"]
    assert reverse("ticket_certificate", args=[ticket_of(pere)]) in mail.outbox[0].body


MARKUP = r'*a* #panic("b") `c` $x$ <y> @z _d_ \n [e] // f “g” l·l'


def test_on_paper_it_is_a_tagged_pdf_that_says_what_it_certifies(settings):
    certificate = issued("Gal·la Puigdomènech", title="Compra pública", venue="La Farinera")
    pdf = pdf_of(certificates_pdf([certificate]))
    text, root = text_of(pdf), pdf.root_object
    facts = (*certificate.facts.values(), f"{settings.SITE_URL}/certificats/{certificate.code}/")
    assert [fact for fact in facts if fact not in text] == []
    shows_title = root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], "/StructTreeRoot" in root) == (True, "ca", True)
    assert (shows_title, "/Alt" in str(list(figures(root["/StructTreeRoot"])))) == (True, True)
    assert "Compra pública" in pdf.metadata.title
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()


def figures(element):
    """Those of the structure tree."""
    element = element.get_object()
    if not hasattr(element, "get"):
        return
    if element.get("/S") == "/Figure":
        yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        yield from figures(child)


def test_what_people_wrote_is_never_read_as_markup():
    certificate = issued(MARKUP[:100], title=MARKUP)
    certificate.facts |= {"entity": MARKUP, "place": MARKUP, "organiser": MARKUP}
    text = text_of(pdf_of(certificates_pdf([certificate])))
    assert text.count(MARKUP) == 5


@pytest.mark.parametrize("name", ["Montserrat " * 12, "x" * 60, "שרה 张伟 😀"])
def test_long_and_foreign_names_make_a_page(name):
    certificate = issued("Rosa Pla", title="Paraula" * 20)
    certificate.facts["name"] = name
    assert len(pdf_of(certificates_pdf([certificate])).pages) == 1


def test_its_person_and_the_organisers_have_it_and_nobody_else(client_of):
    author, person = a_member(), a_member()
    desk = over(author)
    wishes = Wishes(Mode.IN_PERSON)
    came(register(desk, an_applicant(person), wishes, by=author, channel=Channel.ORGANISER))
    issue(desk, by=author)
    address = reverse("certificate", args=[Certificate.objects.get().code])
    answers = [
        client_of(user).get(address).status_code
        for user in (person, author, someone_of_coordination(), a_member(), None)
    ]
    assert answers == [200, 200, 200, 404, 302]
    response = client_of(person).get(address)
    assert (response["Content-Type"], response["X-Robots-Tag"]) == ("application/pdf", "noindex, nofollow")
    assert person.full_name in text_of(pdf_of(response))


def test_the_signed_address_gives_it_without_signing_in(client_of):
    certificate = issued()
    ticket = ticket_of(certificate.registration)
    address = reverse("ticket_certificate", args=[ticket])
    assert "Rosa Pla" in text_of(pdf_of(client_of(None).get(address)))
    wrong = client_of(None).get(reverse("ticket_certificate", args=[f"{ticket}x"]))
    revoke(certificate, by=certificate.registration.desk.event.author)
    revoked = client_of(None).get(address)
    assert (wrong.status_code, wrong["X-Robots-Tag"]) == (404, "noindex, nofollow")
    assert revoked["Location"] == reverse("certificate_check", args=[certificate.code])


def test_the_page_issues_revokes_and_prints(client_of):
    desk = over()
    rosa = came(added(desk))
    came(added(desk, "Pere Vila", "pere@example.org"))
    added(desk, "Zoe Amat", "zoe@example.org")
    client, page = client_of(desk.event.author), desk.address("certificates")
    shown = client.get(page)
    assert [record.registration.name for record in shown.context["records"]] == ["Pere Vila", "Rosa Pla", "Zoe Amat"]
    assert [shown.context[name] for name in ("valid", "ready", "came")] == [0, 2, 2]
    assert client.post(page)["Location"] == page
    assert len(pdf_of(client.get(f"{page}?tots")).pages) == 2
    asked = f"{page}?revoca={Certificate.objects.get(registration=rosa).pk}"
    assert "Rosa Pla" in client.get(asked).content.decode()
    assert client.post(asked)["Location"] == page
    assert [client.get(page).context[name] for name in ("valid", "ready", "came")] == [1, 0, 2]
    assert client.get(asked).status_code == 404
    assert client.post(page, {"registration": rosa.pk})["Location"] == page
    assert client.get(page).context["valid"] == 2


def test_to_others_there_is_no_such_page(client_of):
    certificate = issued()
    page = certificate.registration.desk.address("certificates")
    client = client_of(a_member())
    answers = [
        client.get(page),
        client.get(f"{page}?tots"),
        client.post(page),
        client.post(f"{page}?revoca={certificate.pk}"),
    ]
    assert ([one.status_code for one in answers], Certificate.objects.get().revoked_at) == ([404] * 4, None)


def test_a_certificate_of_another_activity_is_not_revoked_here(client_of):
    author = a_member()
    certificate, other = issued(author=author), over(author)
    assert client_of(author).post(f"{other.address('certificates')}?revoca={certificate.pk}").status_code == 404
    assert Certificate.objects.get().revoked_at is None


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_page_costs_the_same_for_many(client_of, number, django_assert_num_queries):
    desk = over()
    for at_ in range(number):
        came(added(desk, f"Persona {at_}", f"p{at_}@example.org"))
    issue(desk, by=desk.event.author)
    client = client_of(desk.event.author)
    client.get(desk.address("certificates"))
    with django_assert_num_queries(9):
        client.get(desk.address("certificates"))


def test_a_paper_that_cannot_be_made_says_so(client_of, expected_errors, monkeypatch):
    def fail(_certificates):
        raise TypesettingError

    certificate = issued()
    monkeypatch.setattr(views, "certificates_pdf", fail)
    response = client_of(certificate.registration.desk.event.author).get(
        reverse("certificate", args=[certificate.code])
    )
    assert (response.status_code, response["Content-Type"], len(expected_errors())) == (
        500,
        "text/html; charset=utf-8",
        2,
    )


def test_what_was_registered_with_their_address_before_they_had_an_account_is_theirs(client_of):
    """And not that of a colleague whom one registered: that they came is theirs to show."""
    council = OrganisationFactory()
    anna, berta = a_member(organisation=council), a_member(organisation=council)
    desk = a_desk(takes_guests=True)
    before = a_guest(desk, anna.email)
    other = register(desk, an_applicant(berta), Wishes("presencial"), by=anna, channel=Channel.COLLEAGUE)
    said = dict.fromkeys(("name", "entity", "title", "when", "hours", "mode", "place", "organiser"), "Jornada")
    codes = [Certificate.objects.create(registration=row, facts=said).code for row in (before, other)]
    papers = [[client_of(one).get(f"/agenda/certificats/{code}.pdf") for code in codes] for one in (anna, berta)]
    answers = [[paper.status_code for paper in some] for some in papers]
    assert answers == [[200, 404], [404, 200]]
