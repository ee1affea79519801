"""Packing of very many commands of one shape in the Redis protocol, as rows of a matrix. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


def pack_rows(blank: Sequence[bytes], columns: Mapping[int, tuple[int, Bytes]]) -> bytes:
    r"""Pack commands that differ from a blank one in columns: part of the command → (first byte in it, bytes by row).

    >>> pack_rows((b"GET", b"v:_"), {1: (2, bytes_of(np.array([65, 66], dtype=np.uint8)))})
    b'*2\r\n$3\r\nGET\r\n$3\r\nv:A\r\n*2\r\n$3\r\nGET\r\n$3\r\nv:B\r\n'
    """
    row, places = b"*%d\r\n" % len(blank), []
    for part in blank:
        row += b"$%d\r\n" % len(part)
        places.append(len(row))
        row += part + b"\r\n"
    count = len(next(iter(columns.values()))[1])
    rows = np.tile(np.frombuffer(row, dtype=np.uint8), (count, 1))
    for part_number, (first, column) in columns.items():
        low = places[part_number] + first
        rows[:, low : low + column.shape[1]] = column
    return rows.tobytes()


def bytes_of(numbers: npt.NDArray[Any]) -> Bytes:
    """Return the bytes of numbers, one row for each number or row of numbers."""
    return np.ascontiguousarray(numbers).view(np.uint8).reshape(len(numbers), -1)
