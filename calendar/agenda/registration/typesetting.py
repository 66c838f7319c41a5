"""Papers: typst sources from `templates/agenda/registration/paper/`, set with what they are given, as tagged PDF (PDF/UA-1).

It happens in this process, in some hundredths of a second a page. What people wrote reaches the source as strings in JSON, never as
source, so that typst's signs in it mean nothing.
"""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.translation import get_language

PAPERS = settings.BASE_DIR / "templates" / "agenda" / "registration" / "paper"
STANDARD: Final = "ua-1"

logger = logging.getLogger(__name__)


class TypesettingError(RuntimeError):
    """The paper could not be made; its cause says why."""


@lru_cache(maxsize=2)
def fonts(*, of_the_system: bool) -> typst.Fonts:
    """Those that typst brings along; where they lack a letter, also those of the machine."""
    return typst.Fonts(include_system_fonts=of_the_system)


def typeset(name: str, *, title: str, at: datetime, **data: Any) -> bytes:
    """The PDF of `<name>.typ`. `at`: what it says of when it was made; the same data make the same bytes.

    A letter that no font has is shown as an empty box, and the paper then does not claim to be PDF/UA-1, which forbids that;
    it is tagged as well. Raises `TypesettingError`.
    """
    facts = {"title": title, "author": settings.SITE_NAME, "language": language(), **data}
    for of_the_system in (False, True):
        try:
            return compiled(name, facts, at, of_the_system=of_the_system, standards=[STANDARD])
        except typst.TypstError as error:
            logger.warning("%s: %s", name, error.message)
    try:
        return compiled(name, facts, at, of_the_system=True, standards=[])
    except typst.TypstError as error:
        raise TypesettingError(name) from error


def language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def compiled(
    name: str, data: Mapping[str, Any], at: datetime, *, of_the_system: bool, standards: "list[typst.PDFStandard]"
) -> bytes:
    return typst.compile(
        PAPERS / f"{name}.typ",
        root=PAPERS,
        font_paths=fonts(of_the_system=of_the_system),
        ignore_system_fonts=not of_the_system,
        format="pdf",
        pdf_standards=standards,
        sys_inputs={"data": json.dumps(data)},
        timestamp=int(at.timestamp()),
    )
