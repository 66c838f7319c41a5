"""The screen on which a circular is put together, as its tests ask it."""

import re

from django.urls import reverse

HTMX = {"HX-Request": "true"}
SAVED = {"Auto-Save": "1"}


def address(circular, name="circular_compose", *more):
    return reverse(name, args=[circular.month, *more])


def press(client, circular, *, htmx=False, **given):
    return client.post(address(circular), given, headers=HTMX if htmx else {})


def text_of(answer):
    return answer.content.decode()


def shown(html, prefix):
    return [int(key) for key in re.findall(rf'id="{prefix}-(\d+)" data-entry', html)]
