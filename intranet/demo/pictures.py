"""Pictures for the pages, drawn by us in the colours of the house."""

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Bitmap
from PIL import ImageDraw
from wagtail.images.models import Image

from intranet.demo.pen import Pen
from intranet.demo.portraits import CLOTHES, HAIR
from intranet.members.models import User

WIDTH, HEIGHT, SCALE = 1200, 675, 2
UNIT = WIDTH * SCALE / 160  # pictures are 160 by 90
SKY, SUN, EARTH, WOOD, WALL, LEAF = "#e6eff8", "#e8bc61", "#b5451c", "#c79a6b", "#fbf0d7", "#2a6631"
FIELDS = ("#90cd8f", "#e8bc61", "#5d9a5b", "#d9a441", "#74c7bb", "#a9c97f")


def load_pictures(owner: User) -> dict[str, Image]:
    """All pictures by name."""
    return {name: load_picture(name, title, draw, owner) for name, (title, draw) in PICTURES.items()}


def load_picture(name: str, title: str, draw: Callable[[Pen], None], owner: User) -> Image:
    default_storage.delete(f"original_images/{name}.png")
    file = ContentFile(png(draw), f"{name}.png")
    return Image.objects.create(title=title, file=file, uploaded_by_user=owner, width=WIDTH, height=HEIGHT)


def png(draw: Callable[[Pen], None]) -> bytes:
    picture = Bitmap.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), SKY)
    draw(Pen(ImageDraw.Draw(picture), UNIT))
    file = BytesIO()
    picture.resize((WIDTH, HEIGHT), Bitmap.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def draw_fields(pen: Pen) -> None:
    """Hills, a village with its belfry, and fields that run towards the reader."""
    pen.oval((112, 12, 132, 32), SUN)
    for hill, colour in (((-30, 34, 80, 120), "#8fb8a8"), ((60, 28, 200, 130), "#a9c9bb")):
        pen.oval(hill, colour)
    for left, top in ((66, 40), (74, 42), (83, 41), (91, 43)):
        pen.block((left, top, left + 7, 52), WALL)
        pen.polygon(((left - 1, top), (left + 3.5, top - 4), (left + 8, top)), EARTH)
    pen.block((79, 30, 83, 52), WALL)
    pen.polygon(((78, 30), (81, 25), (84, 30)), EARTH)
    stripes = 12
    for stripe in range(stripes):
        near = -60 + 280 * stripe / stripes
        far = 20 + 120 * stripe / stripes
        edges = ((far, 52), (far + 10, 52), (near + 280 / stripes, 90), (near, 90))
        pen.polygon(edges, FIELDS[stripe % len(FIELDS)])
    pen.polygon(((-1, 52), (20, 52), (-60, 90)), FIELDS[2])
    pen.polygon(((140, 52), (161, 52), (220, 90)), FIELDS[0])
    for left in (8, 22, 140, 151):
        pen.block((left - 0.6, 50, left + 0.6, 58), "#6e4a30")
        pen.oval((left - 4, 40, left + 4, 53), LEAF)


def draw_assembly(pen: Pen) -> None:
    """A round table seen from above, with twelve people and their papers."""
    pen.block((0, 0, 160, 90), "#f4f0e8")
    seats = 12
    for seat in range(seats):
        angle = 2 * pi * seat / seats
        x, y = 80 + 46 * cos(angle), 45 + 34 * sin(angle)
        pen.oval((x - 7, y - 7, x + 7, y + 7), CLOTHES[seat % len(CLOTHES)])
        pen.oval((x - 3.6, y - 3.6, x + 3.6, y + 3.6), HAIR[seat % len(HAIR)])
    pen.oval((43, 17, 117, 73), "#a9794c")
    pen.oval((44.5, 18.5, 115.5, 71.5), WOOD)
    for seat in range(0, seats, 2):
        angle = 2 * pi * seat / seats
        x, y = 80 + 26 * cos(angle), 45 + 18 * sin(angle)
        pen.block((x - 3, y - 4, x + 3, y + 4), "#ffffff")
        for row in (-2, 0, 2):
            pen.line((x - 2, y + row, x + 2, y + row), "#b9b1a3", 0.4)
    pen.oval((76, 41, 84, 49), LEAF)
    pen.oval((78, 43, 82, 47), "#90cd8f")


def draw_building(pen: Pen) -> None:
    """A house of four floors with full balconies, washing on the line and a shared yard."""
    pen.block((0, 76, 160, 90), "#a9c97f")
    pen.block((38, 10, 112, 78), WALL)
    pen.block((36, 8, 114, 12), EARTH)
    for floor in range(4):
        for window in range(4):
            left, top = 43 + 17 * window, 16 + 15.5 * floor
            pen.block((left, top, left + 11, top + 10), "#95c0ec" if (floor + window) % 3 else SUN)
            pen.line((left + 5.5, top, left + 5.5, top + 10), "#ffffff", 0.7)
            pen.block((left - 1.5, top + 9, left + 12.5, top + 10.5), "#7a5000")
            for plant in range((floor * 3 + window) % 4):
                pen.oval((left - 1 + plant * 4, top + 5.5, left + 3 + plant * 4, top + 9.5), LEAF)
    pen.line((112, 44, 140, 40), "#6e4a30", 0.5)
    for turn in range(4):
        left = 114 + turn * 6
        pen.block((left, 43.6 - turn, left + 4, 50 - turn), CLOTHES[turn])
    pen.block((139, 36, 142, 78), "#6e4a30")
    pen.oval((126, 14, 156, 44), "#5d9a5b")
    pen.oval((131, 18, 147, 34), "#90cd8f")
    pen.block((12, 70, 30, 72), WOOD)
    for left in (13, 27):
        pen.block((left, 72, left + 2, 78), WOOD)


PICTURES: dict[str, tuple[str, Callable[[Pen], None]]] = {
    "camps": ("Camps i poble", draw_fields),
    "assemblea": ("Taula rodona", draw_assembly),
    "edifici": ("Edifici cooperatiu", draw_building),
}
