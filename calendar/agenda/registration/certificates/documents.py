"""Certificates on paper: what typst is given, and the address at which anyone can ask whether one holds."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.registration.certificates.wording import network_name
from agenda.registration.models import Certificate
from agenda.registration.typesetting import typeset
from agenda.sentences import dated_words

GROUP = 5
"""A code is written in groups of so many letters."""


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """One a page; at least one. Raises `TypesettingError`."""
    first = certificates[0]
    parts = [_("Certificate of attendance"), first.facts["title"]]
    if len(certificates) == 1:
        parts.append(first.facts["name"])
    return typeset(
        "certificate",
        title=" · ".join(parts),
        at=max(one.issued_at for one in certificates),
        site=settings.SITE_NAME,
        network=network_name(),
        certificates=[page_of(one) for one in certificates],
    )


def page_of(certificate: Certificate) -> dict[str, Any]:
    facts, address = certificate.facts, check_address(certificate)
    return {
        "heading": _("Certificate of attendance"),
        "certifies": _("This is to certify that"),
        "name": facts["name"],
        "entity": facts["entity"],
        "attended": _("has attended"),
        "activity": facts["title"],
        "facts": [[str(label), value.split("\n")] for label, value in labelled(facts) if value],
        "issued": _("Issued on %(day)s") % {"day": dated_words(certificate.issued_at)},
        "code_label": _("Verification code:"),
        "code_shown": shown(certificate.code),
        "check_words": _("Whoever is shown this certificate can check at this address that it holds:"),
        "address": address,
        "qr": qr_of(address),
        "qr_words": _("QR code that leads to the address at which this certificate is checked"),
    }


def labelled(facts: dict[str, str]) -> list[tuple[str, str]]:
    when = pgettext("certificate", "Dates") if "\n" in facts["when"] else pgettext("certificate", "Date")
    return [
        (when, facts["when"]),
        (pgettext("certificate", "Duration"), facts["hours"]),
        (pgettext("certificate", "Mode"), facts["mode"]),
        (pgettext("certificate", "Place"), facts["place"]),
        (pgettext("certificate", "Organised by"), facts["organiser"]),
    ]


def check_address(certificate: Certificate) -> str:
    return f"{settings.SITE_URL}{reverse('certificate_check', args=[certificate.code])}"


def shown(code: str) -> str:
    """«ABCDE-FGHJK»."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def qr_of(text: str) -> str:
    """As SVG, with the empty edge that cameras need."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
