"""The first view weighs little."""

import pytest

from tests.browser.accounts import MANAGER, NOBODY

BUDGET_BYTES = 45_000
# Bodies as they came over the wire, by the browser's own account.
WEIGHTS = """
[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter((entry) => entry.entryType === "navigation" || /[.](css|js)$/.test(new URL(entry.name).pathname))
  .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize, entry.decodedBodySize])
"""


@pytest.mark.parametrize(
    ("account", "path"), [(NOBODY, "/compte/login/"), (MANAGER, "/")], ids=["sign-in", "dashboard"]
)
def test_first_view_is_light(account, path, context_for):
    page = context_for(account).new_page()
    page.goto(path, wait_until="networkidle")
    weights = page.evaluate(WEIGHTS)
    assert all(encoded < decoded for _name, encoded, decoded in weights if decoded > 2000), weights
    total = sum(encoded for _name, encoded, _decoded in weights)
    assert total <= BUDGET_BYTES, f"{total} bytes: {sorted(weights, key=lambda weight: -weight[1])[:12]}"
