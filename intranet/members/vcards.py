"""A person's business card as a file for the address book: vCard 3.0 (RFC 2426), which every address book reads."""

import re
from typing import Any

import vobject
from django.utils.text import slugify

from intranet.members.domain.portraits import Portrait
from intranet.members.models import User

# Tabs and line ends are escaped by vobject; the other control characters have no place in a card.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029]")


def vcard_of(portrait: Portrait, *, url: str) -> str:
    """The card of one person with the fields of `portrait`, so with nothing that its viewer may not see."""
    person, card = portrait.person, vobject.vCard()
    card.add("uid").value = url
    card.add("fn").value = clean(person.full_name)
    card.add("n").value = vobject.vcard.Name(family=clean(person.family_name), given=clean(person.given_name))
    for held in portrait.held[:1]:
        position = held.position
        parts = (position.organisation.full_name, position.department)
        card.add("org").value = [clean(part) for part in parts if part]
        card.add("title").value = clean(position.title or str(position.get_role_display()))
    if portrait.email:
        add(card, "email", portrait.email, "INTERNET")
    if portrait.phone:
        add(card, "tel", portrait.phone, "WORK")
    if portrait.ask_me_about:
        card.add("note").value = clean(portrait.ask_me_about)
    card.add("url").value = url
    if portrait.photo:
        add_photo(card, person)
    text: str = card.serialize()
    return text


def add(card: Any, name: str, value: str, kind: str) -> None:
    line = card.add(name)
    line.value = clean(value)
    line.type_param = kind


def add_photo(card: Any, person: User) -> None:
    """A photo whose file has gone missing is no reason to refuse the card."""
    if not person.photo.name or not person.photo.storage.exists(person.photo.name):
        return
    photo = card.add("photo")
    with person.photo.open("rb") as file:
        photo.value = file.read()
    photo.encoding_param = "b"
    photo.type_param = "JPEG"


def clean(text: str) -> str:
    return CONTROL.sub(" ", text)


def filename_of(portrait: Portrait) -> str:
    """In plain letters: every system and mail program agrees on those."""
    return f"{slugify(portrait.person.full_name) or f'contact-{portrait.person.pk}'}.vcf"
