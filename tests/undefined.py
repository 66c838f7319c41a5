"""Finds the variables that a template of ours writes without anyone having given them a value."""

import sys
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings
from django.template import Node
from django.template.base import FilterExpression

OURS = (Path(settings.BASE_DIR) / "templates", Path(settings.BASE_DIR) / "intranet", Path(settings.BASE_DIR) / "home")
# `{{ name|default:… }}` says by itself that the name may be missing.
EXCUSES = {"default", "default_if_none"}


class Undefined(str):
    """Stands for `string_if_invalid`: empty, as Django's own; in our templates the test fails when it is asked for.

    Django asks whether it is true before it applies the expression's filters, and `{% blocktranslate %}` whether it
    contains «%s». `{% if %}` and `{% for %}` do not ask: there, a missing name is an answer.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1)  # noqa: SLF001 - who asks is what decides
        if frame.f_code is FilterExpression.resolve.__code__:
            expression = frame.f_locals["self"]
            if not EXCUSES & {function.__name__ for function, _arguments in expression.filters}:
                refuse_in_ours(frame, str(expression))
        return False

    def __contains__(self, text: object) -> bool:
        if text == "%s":
            refuse_in_ours(sys._getframe(1), "in a blocktranslate")  # noqa: SLF001
        return False


def refuse_in_ours(frame: FrameType | None, name: str) -> None:
    """Fail the test when the innermost template being drawn is one of ours."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            path = Path(str(node.origin.name))
            if any(path.is_relative_to(folder) for folder in OURS):
                pytest.fail(f"Undefined template variable {name!r} in {path}, line {node.token.lineno}", pytrace=False)
            return
        frame = frame.f_back
