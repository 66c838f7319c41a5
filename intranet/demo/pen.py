"""A pen for Pillow that draws in a picture's own unit, with flat colours."""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import ImageDraw

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Pen:
    """`unit` is how many pixels one step of the picture has."""

    canvas: ImageDraw.ImageDraw
    unit: float

    def scaled(self, box: Box) -> Box:
        return (box[0] * self.unit, box[1] * self.unit, box[2] * self.unit, box[3] * self.unit)

    def oval(self, box: Box, colour: str) -> None:
        self.canvas.ellipse(self.scaled(box), fill=colour)

    def rounded(self, box: Box, radius: float, colour: str) -> None:
        self.canvas.rounded_rectangle(self.scaled(box), radius * self.unit, fill=colour)

    def block(self, box: Box, colour: str) -> None:
        self.canvas.rectangle(self.scaled(box), fill=colour)

    def polygon(self, points: Iterable[tuple[float, float]], colour: str) -> None:
        self.canvas.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=colour)

    def dome(self, box: Box, colour: str, start: float = 180, end: float = 360) -> None:
        self.canvas.chord(self.scaled(box), start, end, fill=colour)

    def curve(self, box: Box, start: float, end: float, colour: str, width: float) -> None:
        self.canvas.arc(self.scaled(box), start, end, fill=colour, width=round(width * self.unit))

    def ring(self, box: Box, colour: str, width: float) -> None:
        self.canvas.ellipse(self.scaled(box), outline=colour, width=round(width * self.unit))

    def line(self, box: Box, colour: str, width: float) -> None:
        self.canvas.line(self.scaled(box), fill=colour, width=round(width * self.unit))
