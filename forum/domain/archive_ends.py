"""What a zip says of itself at its end, read before anything makes a list of it: the list may be as long as the file."""

import os
import struct
import zipfile
from typing import IO

# APPNOTE.TXT 4.3.14 to 4.3.16, from their signatures on: as far as what is looked at here.
END = struct.Struct("<4s4H2LH")
LOCATOR = struct.Struct("<4sLQL")
END_64 = struct.Struct("<4sQ2H2L4Q")
LONGEST_COMMENT = 0xFFFF
SIGNATURE, LOCATOR_SIGNATURE, SIGNATURE_64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"


def directory_of(file: IO[bytes]) -> tuple[int, int]:
    """How many parts the zip says that it has, and in how many bytes it lists them. Raises `zipfile.BadZipFile`.

    Of several answers, the greatest: whoever reads it afterwards may go by another one.
    """
    length = file.seek(0, os.SEEK_END)
    begins = max(0, length - END.size - LONGEST_COMMENT - LOCATOR.size)
    file.seek(begins)
    tail = file.read()
    found = [one for at in places_of_end(tail) for one in told_at(file, tail, at)]
    if not found:
        raise zipfile.BadZipFile
    return max(number for number, _size in found), max(size for _number, size in found)


def places_of_end(tail: bytes) -> list[int]:
    """As it is looked for: at the very end, without a comment, and else the last one there is."""
    plain, last = len(tail) - END.size, tail.rfind(SIGNATURE, 0, len(tail) - END.size + len(SIGNATURE))
    return sorted({at for at in (plain, last) if at >= 0 and tail.startswith(SIGNATURE, at)})


def told_at(file: IO[bytes], tail: bytes, at: int) -> list[tuple[int, int]]:
    _name, _disk, _first, _here, number, size, _begins, _comment = END.unpack_from(tail, at)
    told = [(number, size)]
    if at >= LOCATOR.size and tail.startswith(LOCATOR_SIGNATURE, at - LOCATOR.size):
        _name, _disk, begins, _disks = LOCATOR.unpack_from(tail, at - LOCATOR.size)
        before = file.seek(0, os.SEEK_END) - len(tail) + at - LOCATOR.size - END_64.size
        told += [one for place in {begins, before} for one in told_at_length(file, place)]
    return told


def told_at_length(file: IO[bytes], place: int) -> list[tuple[int, int]]:
    """By the record of ZIP64, if it is at `place`."""
    if not 0 <= place < file.seek(0, os.SEEK_END):
        return []
    file.seek(place)
    record = file.read(END_64.size)
    if len(record) < END_64.size or not record.startswith(SIGNATURE_64):
        return []
    *_rest, number, size, _begins = END_64.unpack(record)
    return [(number, size)]
