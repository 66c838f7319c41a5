"""How much of everything: of a file, of a resource, and of what reading a file may take."""

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB
MOST_OF_ONE = 100 * MIB
MOST_FILES = 30  # that a resource offers
MOST_BYTES = 500 * MIB  # that a resource offers
# With those of former versions, and those that are uploaded and not offered yet: nobody fills the disk.
MOST_STORED_FILES = 4 * MOST_FILES
MOST_STORED_BYTES = 4 * MOST_BYTES
LONGEST_NAME = 150
MOST_ZIPPED = GIB  # of a collection at once
SIDE = 5_000  # pixels: A3 at 300 dots per inch
SHARP_IMAGE = 20 * MIB  # a drawing up to this size stays PNG

MOST_LETTERS = 500_000
MOST_PAGES = 200
THUMBNAIL_SIDE = 320


@dataclass(frozen=True)
class Bounds:
    """What the process may take that reads a file."""

    memory: int = 1024 * MIB  # of address space
    cpu_seconds: int = 12
    wall_seconds: float = 20
    answer: int = 8 * MIB


OF_PICTURE = Bounds(cpu_seconds=5, wall_seconds=8)
"""Of the small picture of a file whose words are read by then: nobody waits long for it."""
MOST_QUEUED = 20  # files of one person that wait for the worker at once
