"""Arrays as bytes: constant columns as one value, integers at the narrowest width that holds their range.

Both cost one pass over the array, where zlib costs ten; what is measured stands in docs/decisions/0008. Little-endian
on every machine. Texts are packed by zlib level 1 where that makes them smaller.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Container, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

_HEAD: Final = struct.Struct("<c1x2s4xq")  # tag, type of the stored values, base
_CONSTANT: Final = b"c"
_NARROW: Final = b"n"
_RAW: Final = b"r"
_WIDTHS: Final = ((2**8, "u1"), (2**16, "u2"), (2**32, "u4"))
_TEXT_PLAIN: Final = b"\x00"
_TEXT_ZLIB: Final = b"\x01"


def pack(array: NDArray[np.generic]) -> bytes:
    """One integer array as bytes; its length and type are not among them."""
    array = np.ascontiguousarray(array)
    signed: NDArray[np.int64] = array.view(np.int64) if array.dtype == np.uint64 else array  # type: ignore[assignment]
    if len(signed) == 0:
        return _HEAD.pack(_CONSTANT, b"i1", 0)
    low, high = int(signed.min()), int(signed.max())
    if low == high:
        return _HEAD.pack(_CONSTANT, b"i1", low)
    for limit, kind in _WIDTHS:
        if high - low < limit and np.dtype(kind).itemsize < signed.itemsize:
            if signed.itemsize < 8 and not -(2**31) <= low < 2**31:
                break
            return _HEAD.pack(_NARROW, kind.encode(), low) + (signed - signed.dtype.type(low)).astype(kind).tobytes()
    return _HEAD.pack(_RAW, signed.dtype.str[1:].encode(), 0) + signed.tobytes()


def unpack(blob: bytes, kind: str, length: int) -> NDArray[np.generic]:
    """The array of `length` values of numpy type `kind` that `pack` was given. Raises ValueError for other bytes."""
    tag, stored, base = _HEAD.unpack_from(blob)
    wanted = np.dtype(kind)
    inner = np.dtype(np.int64) if wanted == np.uint64 else wanted
    out: NDArray[np.generic]
    if tag == _CONSTANT:
        out = np.full(length, base, dtype=inner)
    elif tag in (_NARROW, _RAW):
        values = np.frombuffer(blob, dtype=stored.decode("ascii"), offset=_HEAD.size)
        if len(values) != length:
            raise ValueError(f"a packed column holds {len(values)} values, not {length}")
        out = values if tag == _RAW else values.astype(inner) + inner.type(base)
    else:
        raise ValueError("not a packed column")
    return out.view(wanted) if out.dtype.itemsize == wanted.itemsize else out.astype(wanted)


def pack_text(data: bytes) -> bytes:
    """Bytes of texts, compressed where that pays."""
    if len(data) > 256:
        packed = zlib.compress(data, 1)
        if len(packed) < len(data) * 0.9:
            return _TEXT_ZLIB + packed
    return _TEXT_PLAIN + data


def unpack_text(blob: bytes) -> bytes:
    """What `pack_text` was given."""
    return zlib.decompress(blob[1:]) if blob[:1] == _TEXT_ZLIB else blob[1:]


def pack_arrays(arrays: Mapping[str, NDArray[np.generic] | bytes]) -> bytes:
    """Named arrays and byte strings as one blob that says by itself what is in it."""
    head: list[tuple[str, str, int, int]] = []
    bodies = []
    for name, array in arrays.items():
        if isinstance(array, bytes):
            body, kind, length = pack_text(array), "text", len(array)
        else:
            body, kind, length = pack(array), array.dtype.str[1:], len(array)
        bodies.append(body)
        head.append((name, kind, length, len(body)))
    header = json.dumps(head, separators=(",", ":")).encode("ascii")
    return len(header).to_bytes(4, "little") + header + b"".join(bodies)


def unpack_arrays(
    blob: bytes, wanted: Container[str] | None = None
) -> tuple[dict[str, NDArray[np.generic]], dict[str, bytes]]:
    """The arrays and the byte strings of one blob, by name; with `wanted` no others than those."""
    at = 4 + int.from_bytes(blob[:4], "little")
    arrays: dict[str, NDArray[np.generic]] = {}
    texts: dict[str, bytes] = {}
    for name, kind, length, size in json.loads(blob[4:at]):
        body = blob[at : at + size]
        at += size
        if wanted is not None and name not in wanted:
            continue
        if kind == "text":
            texts[name] = unpack_text(body)
        else:
            arrays[name] = unpack(body, kind, length)
    return arrays, texts
