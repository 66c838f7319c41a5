"""Pages of the CMS."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition

from home.models import HomePage, NewsIndexPage, NewsPage, SectionPage


def a_picture(width=1200, height=800, colour=(11, 93, 87)):
    """A JPEG of one colour."""
    file = BytesIO()
    Picture.new("RGB", (width, height), colour).save(file, "JPEG")
    return ContentFile(file.getvalue(), "imatge.jpg")


def an_image(title="Imatge"):
    return Image.objects.create(title=title, file=a_picture())


def a_rendition(image, spec):
    """As Wagtail makes it when a page first shows the image; its own way leaves a temporary file open."""
    width = int(spec.removeprefix("width-"))
    return Rendition.objects.create(
        image=image, filter_spec=spec, focal_point_key="", width=width, height=width, file=a_picture(width, width)
    )


def a_document(title="Acta", name="acta.pdf", content=b"%PDF-1.4 acta"):
    return Document.objects.create(title=title, file=ContentFile(content, name))


def a_news_page(title="Nova guia", *, live=True, subjects=(), **fields):
    """A piece of news of today's, unless told otherwise."""
    values = {"date": timezone.localdate(), "lead": "Ja es pot consultar.", **fields}
    page = NewsIndexPage.objects.get().add_child(instance=NewsPage(title=title, live=live, **values))
    if subjects:
        page.subjects.set(subjects)
        page.save()
    return page


def a_section_page(title="Qui som", parent=None, **fields):
    parent = parent or HomePage.objects.get()
    return parent.add_child(instance=SectionPage(title=title, **fields))


def heading(text, level="h2"):
    return "heading", {"text": text, "level": level}
