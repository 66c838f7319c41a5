"""Portraits drawn by rule: a few shapes in the colours of the house, the same ones for the same person every time."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Self

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from intranet.demo.pen import Pen

SIZE = 320
SCALE = 3  # drawn larger and reduced: smooth edges
BACKGROUNDS = ("#e2efec", "#f9e9e1", "#e6eff8", "#fbf0d7", "#efe6f2", "#e6f2e3")
CLOTHES = ("#0b5d57", "#b5451c", "#1d568f", "#7a5000", "#5b3a6b", "#2a6631", "#3d4650")
SCARVES = ("#1d568f", "#7d2f4b", "#2a6631", "#5b3a6b")
SKINS = {"skin1": "#f3d3bd", "skin2": "#e4b594", "skin3": "#c98f6a", "skin4": "#a86f4b", "skin5": "#6f4530"}
HAIR = ("#2b2320", "#4a3226", "#6e4a30", "#a4713f", "#8c8c8c", "#7c2f1d")
DARK_HAIR = ("#1d1917", "#2b2320")
INK = "#2b2320"


def draw_portrait(email: str, description: str) -> str:
    """Store a portrait as described («bun glasses skin2») and return its name in the media storage."""
    name = f"photos/{sha256(email.encode()).hexdigest()[:32]}.jpg"
    default_storage.delete(name)
    return default_storage.save(name, ContentFile(Portrait.of(email, description).jpeg()))


@dataclass(frozen=True)
class Portrait:
    """What a face is made of, in hundredths of the picture's side."""

    style: str
    extras: frozenset[str]
    background: str
    clothes: str
    skin: str
    hair: str
    scarf: str

    @classmethod
    def of(cls, email: str, description: str) -> Self:
        style, *extras = description.split()
        dice = sha256(email.encode()).digest()
        skin = next(word for word in extras if word in SKINS)
        shades = HAIR if skin in {"skin1", "skin2"} else DARK_HAIR
        return cls(
            style=style,
            extras=frozenset(extras),
            background=BACKGROUNDS[dice[0] % len(BACKGROUNDS)],
            clothes=CLOTHES[dice[1] % len(CLOTHES)],
            skin=SKINS[skin],
            hair=shades[dice[2] % len(shades)],
            scarf=SCARVES[dice[3] % len(SCARVES)],
        )

    def jpeg(self) -> bytes:
        side = SIZE * SCALE
        image = Image.new("RGB", (side, side), self.background)
        self.draw(Pen(ImageDraw.Draw(image), side / 100))
        file = BytesIO()
        image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(file, "JPEG", quality=86)
        return file.getvalue()

    def draw(self, pen: Pen) -> None:
        BEHIND.get(self.style, nothing)(pen, self)
        pen.rounded((18, 78, 82, 130), 24, self.clothes)
        pen.rounded((42, 62, 58, 86), 8, shaded(self.skin))
        if self.style != "scarf":
            pen.oval((27, 44, 34, 56), self.skin)
            pen.oval((66, 44, 73, 56), self.skin)
        pen.rounded((31, 24, 69, 75), 19, self.skin)
        if "beard" in self.extras:
            draw_beard(pen, self)
        draw_face(pen, self)
        IN_FRONT.get(self.style, nothing)(pen, self)
        if "glasses" in self.extras:
            draw_glasses(pen)


def shaded(colour: str) -> str:
    """The same colour in the shadow of the chin."""
    channels = (round(int(colour[at : at + 2], 16) * 0.88) for at in (1, 3, 5))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def nothing(_pen: Pen, _portrait: Portrait) -> None:
    """Some styles have nothing behind, or nothing in front."""


def draw_face(pen: Pen, portrait: Portrait) -> None:
    for middle in (42, 58):
        pen.oval((middle - 1.8, 47, middle + 1.8, 51), INK)
        pen.curve((middle - 4, 40.5, middle + 4, 48), 210, 330, portrait.hair, 1.3)
    pen.curve((48, 50, 52, 58), 20, 160, shaded(portrait.skin), 1.3)
    pen.curve((43, 55, 57, 66), 25, 155, "#a0453c", 1.5)


def draw_beard(pen: Pen, portrait: Portrait) -> None:
    pen.dome((31, 34, 69, 77), portrait.hair, 8, 172)
    pen.rounded((39, 56, 61, 67), 5, portrait.skin)


def draw_glasses(pen: Pen) -> None:
    for middle in (42, 58):
        pen.ring((middle - 6, 43.5, middle + 6, 55.5), INK, 1.1)
    pen.line((48, 48.5, 52, 48.5), INK, 1.1)


def behind_long(pen: Pen, portrait: Portrait) -> None:
    pen.rounded((24, 17, 76, 90), 24, portrait.hair)


def behind_bob(pen: Pen, portrait: Portrait) -> None:
    pen.rounded((24, 17, 76, 70), 22, portrait.hair)


def behind_bun(pen: Pen, portrait: Portrait) -> None:
    pen.oval((39, 5, 61, 27), portrait.hair)
    pen.rounded((28, 18, 72, 54), 20, portrait.hair)


def behind_curly(pen: Pen, portrait: Portrait) -> None:
    for x, y in ((22, 34), (24, 24), (32, 15), (43, 11), (54, 12), (64, 18), (69, 28), (68, 39), (21, 43)):
        pen.oval((x - 1, y, x + 14, y + 15), portrait.hair)


def behind_scarf(pen: Pen, portrait: Portrait) -> None:
    pen.rounded((23, 15, 77, 96), 26, portrait.scarf)


def front_short(pen: Pen, portrait: Portrait) -> None:
    pen.dome((29.5, 18, 70.5, 53), portrait.hair)
    for left in (30, 66.5):
        pen.rounded((left, 33, left + 3.5, 47), 1.5, portrait.hair)


def front_side(pen: Pen, portrait: Portrait) -> None:
    pen.dome((29.5, 18, 70.5, 50), portrait.hair)
    pen.dome((29.5, 18, 70.5, 66), portrait.hair, 182, 305)


def front_fringe(pen: Pen, portrait: Portrait) -> None:
    pen.dome((29, 18, 71, 64), portrait.hair, 186, 354)


def front_scarf(pen: Pen, portrait: Portrait) -> None:
    pen.dome((28, 17, 72, 58), portrait.scarf, 196, 344)
    pen.dome((27, 55, 73, 96), portrait.scarf, 20, 160)


BEHIND = {
    "long": behind_long,
    "fringe": behind_bob,
    "bob": behind_bob,
    "bun": behind_bun,
    "curly": behind_curly,
    "scarf": behind_scarf,
}
IN_FRONT = {
    "long": front_side,
    "fringe": front_fringe,
    "bob": front_side,
    "bun": front_short,
    "curly": front_short,
    "short": front_short,
    "side": front_side,
    "scarf": front_scarf,
}
