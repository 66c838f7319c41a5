"""What a page of coordination's area says, read from its HTML and its exports."""

import csv
import io

from bs4 import BeautifulSoup
from openpyxl import load_workbook


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def titles(response):
    """What stands first in each row of the list."""
    return [words(cell) for cell in soup(response).select("#listing-results td.title .title-wrapper")]


def rows(response):
    """The cells of each row of the list, without the first one's buttons."""
    for buttons in (page := soup(response)).select("ul.actions"):
        buttons.decompose()
    return [[words(cell) for cell in row.select("td")] for row in page.select("#listing-results tbody tr")]


def errors(response):
    """The message at each field, by the field's name."""
    shown = soup(response).select(".w-field:has(.error-message)")
    return {field.find(attrs={"name": True})["name"]: words(field.select_one(".error-message")) for field in shown}


def messages(response):
    """The notices at the head of the page, after a redirect."""
    return [words(item) for item in soup(response).select(".messages li:not(template li)")]


def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def read_xlsx(response):
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)), read_only=True)
    return [list(row) for row in book.active.iter_rows(values_only=True)]
