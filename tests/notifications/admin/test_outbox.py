"""Coordination's outbox: what became of each mail, without reading what is not for it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from intranet.outbox.enums import MessageState
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message, SuppressedAddress
from tests.asking import asked
from tests.factories.roles import ROLES
from tests.members.admin.pages import rows, soup, titles, words

pytestmark = pytest.mark.django_db

LIST = "/admin/outbox/"
PRIVATE = "Secretissim"
INSIDE = {"coordination", "administrator"}


def a_private_one(a_message, **fields):
    """A notification that names what a private group speaks of, in subject and text."""
    line = mail_kind("notification").sample()["line"]
    told = type(line)(PRIVATE, line.url, line.moment, PRIVATE, PRIVATE, PRIVATE)
    return a_message("notification", context={"line": told, "label": PRIVATE}, **fields)


def url_of(page, message):
    return f"{LIST}{page}/{message.pk}/"


def test_each_role(client_of, roles, a_message):
    message = a_message(state=MessageState.FAILED)
    paths = [LIST, url_of("inspect", message), url_of("html", message), url_of("retry", message), "/admin/suppressed/"]
    paths += ["/admin/correus/", "/admin/correus/digest/", "/admin/correus/digest/html/"]
    answers = {role: {client_of(roles[role]).get(path).status_code for path in paths} for role in ROLES}
    refused = {"anonymous": {302}, "former": {302}}
    assert answers == {role: {200} if role in INSIDE else refused.get(role, {403}) for role in ROLES}


def test_list_says_what_became_of_each_mail(client, a_message):
    a_message(state=MessageState.FAILED, attempts=3, answer="550 User unknown")
    ((_box, subject, address, state, _put_in, attempts, answer),) = rows(client.get(LIST))
    assert (subject, address) == (Message.objects.get().subject, "berta@manresa.example")
    assert (state, attempts, answer) == (str(MessageState.FAILED.label), "3", "550 User unknown")


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_of_the_list_do_not_grow(client, a_message, number, django_assert_num_queries):
    for _one in range(number):
        a_message()
    client.get(LIST)
    with django_assert_num_queries(11):
        assert len(titles(client.get(LIST))) == number


def test_filters(client, a_message):
    for days, state in enumerate(MessageState):
        a_message(to=f"{state}@x.example", state=state, created_at=timezone.now() - timedelta(days=days))
    a_message("login_code", to="code@x.example", created_at=timezone.now() - timedelta(days=40))

    def addresses(**query):
        return {row[2].partition("@")[0] for row in rows(client.get(LIST, query))}

    today = timezone.localdate()
    assert addresses(state=["failed", "retry"]) == {"failed", "retry"}
    assert addresses(kind="login_code") == {"code"}
    assert addresses(created_at_from=today - timedelta(days=1), created_at_to=today) == {"queued", "claimed"}
    assert addresses(q="CODE@x") == {"code"}


# What is not for coordination


def test_what_a_notification_says_is_shown_nowhere(client, a_message):
    message = a_private_one(a_message, state=MessageState.FAILED)
    assert PRIVATE in message.subject
    assert PRIVATE.encode() in bytes(message.raw)
    paths = [
        LIST,
        url_of("inspect", message),
        url_of("retry", message),
        f"/admin/bulk/outbox/message/retry/?id={message.pk}&next={LIST}",
    ]
    shown = {path: PRIVATE in client.get(path).content.decode() for path in paths}
    assert shown == dict.fromkeys(paths, False)
    assert titles(client.get(LIST)) == [str(mail_kind("notification").label)]
    assert client.get(url_of("html", message)).status_code == 404


def test_searching_does_not_tell_what_a_notification_says(client, a_message):
    a_private_one(a_message, to="a@x.example")
    readable = a_message(to="b@x.example", subject=f"{PRIVATE}, for all to read")
    assert titles(client.get(LIST, {"q": PRIVATE})) == [readable.subject]


def test_what_the_log_keeps_of_it_is_no_subject(client, a_message):
    message = a_private_one(a_message, state=MessageState.FAILED)
    client.post(url_of("retry", message))
    assert [entry.label for entry in ModelLogEntry.objects.all()] == ["notification → berta@manresa.example"]


@pytest.mark.parametrize("kind", ["digest", "invitation", "login_code", "password_reset_key", "email_confirmation"])
def test_codes_links_and_summaries_are_shown_to_nobody(client_of, roles, a_message, kind):
    message = a_message(kind)
    for role in INSIDE:
        page = soup(client_of(roles[role]).get(url_of("inspect", message)))
        assert (page.select("iframe"), page.select(".mail-text")) == ([], [])
        assert client_of(roles[role]).get(url_of("html", message)).status_code == 404


def test_a_notice_about_an_account_is_shown_in_a_sandbox(client, a_message):
    message = a_message("account_notice")
    (frame,) = soup(client.get(url_of("inspect", message))).select("iframe")
    assert (frame["src"], "allow-scripts" in frame["sandbox"]) == (url_of("html", message), False)
    answer = client.get(frame["src"])
    policy = answer["Content-Security-Policy"]
    assert message.subject in answer.content.decode()
    assert [part in policy for part in ("script-src 'none'", "default-src 'none'", "sandbox", "unsafe-eval")] == [
        *[True] * 3,
        False,
    ]


def test_what_is_no_longer_kept_is_said(client, a_message):
    message = a_message("account_notice", raw=b"")
    page = soup(client.get(url_of("inspect", message)))
    assert (page.select("iframe"), len(page.select("p.w-body-text"))) == ([], 1)
    assert client.get(url_of("html", message)).status_code == 404


# Trying again


@pytest.mark.parametrize(("state", "offered"), [(state, state in {"failed", "retry"}) for state in MessageState])
def test_only_what_failed_or_waits_is_tried_again(client, a_message, state, offered):
    message = a_message(state=state, attempts=2, answer="x")
    assert len(soup(client.get(url_of("inspect", message))).select(f"a[href*='retry/{message.pk}']")) == int(offered)
    client.post(url_of("retry", message))
    message.refresh_from_db()
    assert (message.state, message.attempts) == (("queued", 0) if offered else (state, 2))


def test_asking_first_changes_nothing(client, a_message):
    message = a_message(state=MessageState.FAILED)
    page = soup(client.get(url_of("retry", message)))
    assert (len(page.select("main form[method=POST] button[type=submit]")), Message.objects.get().state) == (
        1,
        "failed",
    )


def test_what_is_no_longer_kept_is_not_tried(client, a_message):
    message = a_message(state=MessageState.FAILED, raw=b"")
    assert client.post(url_of("retry", message)).status_code == 302
    assert Message.objects.get().state == MessageState.FAILED


def test_selected_ones_are_tried_again(client, a_message):
    failed, waits, sent, left = (a_message(state=state) for state in ("failed", "retry", "sent", "failed"))
    url = (
        "/admin/bulk/outbox/message/retry/?"
        + "&".join(f"id={one.pk}" for one in (failed, waits, sent))
        + f"&next={LIST}"
    )
    listed = [words(item) for item in soup(client.get(url)).select(".nice-padding li")]
    assert (len(listed), sum(str(MessageState.SENT.label) in item for item in listed)) == (3, 1)
    response = client.post(url)
    assert (response.status_code, response["Location"]) == (302, LIST)
    states = {one.pk: Message.objects.get(pk=one.pk).state for one in (failed, waits, sent, left)}
    assert states == {failed.pk: "queued", waits.pk: "queued", sent.pk: "sent", left.pk: "failed"}


def test_all_of_the_list_are_those_that_failed(client, a_message):
    for state in MessageState:
        a_message(state=state)
    client.post(f"/admin/bulk/outbox/message/retry/?id=all&next={LIST}")
    counts = {state: Message.objects.filter(state=state).count() for state in ("queued", "failed", "retry", "sent")}
    assert counts == {"queued": 2, "failed": 0, "retry": 1, "sent": 1}


@pytest.mark.parametrize("role", [role for role in ROLES if role not in INSIDE])
def test_nobody_else_tries_again(client_of, roles, a_message, role):
    message = a_message(state=MessageState.FAILED)
    for url in (url_of("retry", message), f"/admin/bulk/outbox/message/retry/?id={message.pk}&next={LIST}"):
        client_of(roles[role]).post(url)
    assert Message.objects.get().state == MessageState.FAILED


# Addresses without mail


def test_an_address_is_stopped_and_gets_mail_again(client, a_message):
    message = a_message(to="Berta@manresa.example")
    client.post("/admin/suppressed/new/", {"email": "BERTA@Manresa.example", "reason": "asked"})
    (stopped,) = SuppressedAddress.objects.all()
    assert (stopped.email, Message.objects.get(pk=message.pk).state) == ("berta@manresa.example", "suppressed")
    assert titles(client.get("/admin/suppressed/", {"q": "berta"})) == ["berta@manresa.example"]
    client.post(f"/admin/suppressed/delete/{stopped.pk}/")
    assert SuppressedAddress.objects.count() == 0


@pytest.mark.parametrize("data", [{"email": "no", "reason": "asked"}, {"email": "a@x.example", "reason": "whim"}])
def test_what_is_no_address_is_refused(client, data):
    client.post("/admin/suppressed/new/", data)
    assert SuppressedAddress.objects.count() == 0


# The dashboard


def told(person):
    return [ask.text for ask in asked(person, "mail_held_up", "mail_given_up")]


def test_coordination_hears_of_failures_of_the_last_week(roles, a_message):
    for days in (1, 6, 8):
        a_message(state=MessageState.FAILED, settled_at=timezone.now() - timedelta(days=days))
    a_message(state=MessageState.SENT, settled_at=timezone.now())
    heard = {role: told(roles[role]) for role in ROLES if role not in {"anonymous", "former"}}
    assert {role: bool(texts) for role, texts in heard.items()} == {role: role in INSIDE for role in heard}
    assert ["2" in text.split() for text in heard["coordination"]] == [True]


def test_coordination_hears_when_the_server_is_away_for_longer_than_a_moment(roles, a_message):
    for minutes, answer, attempts in ((2, "refused", 0), (9, "", 0), (9, "450 later", 1)):
        created_at = timezone.now() - timedelta(minutes=minutes)
        a_message(state=MessageState.RETRY, created_at=created_at, answer=answer, attempts=attempts)
    assert told(roles["coordination"]) == []
    a_message(
        state=MessageState.RETRY, created_at=timezone.now() - timedelta(minutes=6), answer="ConnectionRefusedError"
    )
    assert len(told(roles["coordination"])) == 1
    assert told(roles["manager"]) == []


def test_while_nothing_has_failed_nothing_is_said(roles, a_message):
    a_message(state=MessageState.SENT, settled_at=timezone.now())
    assert told(roles["coordination"]) == []
