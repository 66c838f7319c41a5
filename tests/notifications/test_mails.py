"""What stands in the mails, and the headers by which mail programs sort, thread and stop them."""

import re
from datetime import date, datetime
from email import policy
from email.parser import BytesParser
from zoneinfo import ZoneInfo

import pytest

from intranet.links.signing import read_token
from intranet.mail import compose
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.domain.digests import send_digests
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.mail_kinds import digest_sample, notification_sample
from intranet.notifications.models import Preference
from intranet.outbox.models import Message
from tests.factories.members import WorkingGroupFactory, a_member
from tests.factories.notifications import a_kind, a_newcomer, told, told_of_newcomers

pytestmark = pytest.mark.django_db

NOW = Frequency.NOW
MONDAY = date(2026, 3, 2)
SUNDAY = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Europe/Madrid"))


@pytest.fixture(autouse=True)
def _outbox_keeps(settings):
    settings.OUTBOX_AT_ONCE = False
    settings.SITE_URL = "https://intranet.xmess.example"


@pytest.fixture(autouse=True)
def kind(register):
    return register(a_kind(mail=NOW))


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Agroecologia, l’horta i la cuina (còctel)", slug="agroecologia")


@pytest.fixture
def berta():
    return a_member(given_name="Berta", email="berta@manresa.example")


def mails():
    rows = Message.objects.order_by("pk")
    return [BytesParser(policy=policy.default).parsebytes(bytes(row.raw)) for row in rows]


def delivered(person, group, number=1, **fields):
    rows = told_of_newcomers(person, group, number, mail=NOW, **fields)
    deliver_pending()
    return rows, mails()[-1]


def one_address(value):
    found = re.fullmatch(r"<https://intranet\.xmess\.example/enllac/([\w.-]+)/>", value.strip())
    assert found
    return read_token(found[1])


def texts(mail):
    return mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()


def test_a_mail_can_be_stopped_by_the_mail_program(berta, group):
    _rows, mail = delivered(berta, group)
    ticket = one_address(mail["List-Unsubscribe"])
    assert (ticket.purpose, ticket.thing, ticket.person_id) == ("unsubscribe", "kind:newcomer", berta.pk)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_that_is_due_to_the_choice_for_a_group_stops_that_group(berta, group):
    Preference.objects.create(person=berta, group=group, channel=Channel.MAIL, frequency=NOW)
    _rows, mail = delivered(berta, group)
    assert one_address(mail["List-Unsubscribe"]).thing == f"group:{group.pk}"


def test_mail_that_cannot_be_stopped_does_not_offer_it(berta, group, register):
    register(a_kind("duty", can_be_switched_off=False, mail=NOW))
    told(berta, a_newcomer(group), kind="duty", mail=NOW)
    deliver_pending()
    told(berta, a_newcomer(group), kind="duty", about=group, mail=NOW)
    deliver_pending()
    for mail in mails():
        assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (None, None)
        assert [text.count("/enllac/") for text in texts(mail)] == [0, 0]


def test_a_mail_has_a_list_to_sort_it_by(berta, group):
    _rows, mail = delivered(berta, group)
    assert mail["List-Id"].endswith("<agroecologia.grups.intranet.xmess.example>")
    assert mail["List-Id"].removesuffix(" <agroecologia.grups.intranet.xmess.example>").strip() == group.name
    told(berta, a_newcomer(group), mail=NOW)
    deliver_pending()
    assert mails()[-1]["List-Id"] == "Persones noves <newcomer.avisos.intranet.xmess.example>"


def test_a_mail_is_named_after_what_it_tells(berta, group):
    rows, mail = delivered(berta, group, 3)
    assert mail["Message-ID"] == f"<notification.{rows[0].pk}@intranet.xmess.example>"
    assert Message.objects.get().message_id == mail["Message-ID"]


def test_the_mails_about_one_thing_belong_together_and_to_nothing_else(berta, group):
    _rows, one = delivered(berta, group)
    _rows, two = delivered(berta, group, 2)
    _rows, other = delivered(berta, WorkingGroupFactory())
    root = f"<about.members.workinggroup.{group.pk}@intranet.xmess.example>"
    assert [(mail["In-Reply-To"], mail["References"]) for mail in (one, two)] == [(root, root)] * 2
    assert other["References"] not in {None, root}
    assert len({mail["Message-ID"] for mail in (one, two, other)}) == 3


def test_nobody_answers_a_machine(berta, group):
    _rows, mail = delivered(berta, group)
    assert (mail["Auto-Submitted"], mail["Reply-To"], mail["To"]) == ("auto-generated", None, "berta@manresa.example")


def test_no_header_is_broken_or_too_long(berta, group):
    delivered(berta, group)
    head = bytes(Message.objects.get().raw).split(b"\n\n")[0]
    assert [line for line in head.split(b"\n") if len(line) > 500 or not line.isascii() or not line.strip()] == []


def test_the_subject_is_the_sentence_or_what_the_kind_says(berta, group, register):
    _rows, mail = delivered(berta, group, 2)
    assert mail["Subject"].strip() == f"2 persones noves a {group}"
    register(a_kind(mail=NOW, subject=lambda happening: f"{happening.about}: gent"))
    _rows, mail = delivered(berta, group, 3)
    assert mail["Subject"].strip() == f"{group}: gent"
    assert f"3 persones noves a {group}" in texts(mail)[0]


def test_a_mail_quotes_the_newest_and_leads_to_the_exact_place(berta, group):
    rows, mail = delivered(berta, group, 2)
    newest = rows[1].target
    for text in texts(mail):
        assert f"https://intranet.xmess.example/grups/agroecologia/membres/#m{newest.pk}" in text
        assert f"{newest.user} ve a {group}." in text
        assert "https://intranet.xmess.example/compte/avisos/" in text
        assert [read_token(token).purpose for token in re.findall(r"/enllac/([\w.-]+)/", text)] == [
            "mute",
            "unsubscribe",
        ]


def test_what_people_write_is_text(berta, group, register):
    register(
        a_kind(mail=NOW, excerpt=lambda _seat: "<img src=x>\n<script>1</script> & més", line=lambda _h: "<b>Ep</b>")
    )
    _rows, mail = delivered(berta, group)
    text, html = texts(mail)
    assert "<img src=x>\n<script>1</script> & més" in text
    assert "<b>Ep</b>" in text
    assert re.findall(r"<img|<script|<b>Ep", html) == []
    assert mail["Subject"] == "<b>Ep</b>"


def test_a_long_text_is_cut(berta, group, register):
    register(a_kind(mail=NOW, excerpt=lambda _seat: "mot " * 1000))
    _rows, mail = delivered(berta, group)
    text, html = texts(mail)
    assert (text.count("mot "), html.count("mot ")) == (149, 178)  # the HTML has a line for the list of mails too


def test_nothing_is_fetched_and_nobody_is_tracked(berta, group):
    _rows, notification = delivered(berta, group, 2)
    told_of_newcomers(berta, group, 2, mail=Frequency.DAILY, created_at=SUNDAY)
    send_digests(Frequency.DAILY, day=MONDAY)
    for mail in (notification, mails()[-1]):
        html = texts(mail)[1]
        assert re.findall(r"<img|<link|<script|url\(|@import|utm_", html) == []
        assert {href.split("/")[2] for href in re.findall(r'href="([^"]+)"', html)} == {"intranet.xmess.example"}


def test_a_digest_has_headers_of_its_own(berta, group):
    told_of_newcomers(berta, group, 2, mail=Frequency.WEEKLY, created_at=SUNDAY)
    send_digests(Frequency.WEEKLY, day=MONDAY)
    (mail,) = mails()
    ticket = one_address(mail["List-Unsubscribe"])
    assert (ticket.purpose, ticket.thing, ticket.person_id) == ("digest", "weekly", berta.pk)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<digest\.\d+@intranet\.xmess\.example>", mail["Message-ID"])
    assert mail["List-Id"].endswith("<digest-weekly.avisos.intranet.xmess.example>")
    assert (mail["Auto-Submitted"], mail["Reply-To"], mail["References"]) == ("auto-generated", None, None)


def test_a_digest_leads_to_each_place(berta, group):
    rows = told_of_newcomers(berta, group, 2, mail=Frequency.DAILY, created_at=SUNDAY)
    send_digests(Frequency.DAILY, day=MONDAY)
    (mail,) = mails()
    for text in texts(mail):
        assert f"https://intranet.xmess.example/grups/agroecologia/membres/#m{rows[1].target_id}" in text
        assert text.count(group.name) >= 2  # the heading, and the sentence
        assert "https://intranet.xmess.example/avisos/" in text
        assert "diumenge 1 de març" in text


@pytest.mark.parametrize(("name", "sample"), [("notification", notification_sample), ("digest", digest_sample)])
def test_every_mail_can_be_previewed(name, sample):
    mail = compose(name, to="berta@manresa.example", context=sample())
    assert mail.subject
    assert "https://intranet.xmess.example/" in mail.body
