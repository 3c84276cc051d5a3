"""PackedTexts: the texts of a dictionary as one run of bytes, a few bytes each instead of an object each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class PackedTexts(Sequence[str]):
    """n texts by code: text i is `data[offset[i]:offset[i + 1]]` in UTF-8, offset int64[n + 1]. Texts that come later
    stand behind them, as a list has them."""

    def __init__(self, data: bytes, offset: NDArray[np.int64]) -> None:
        # Half the size while the bytes can be counted so.
        self._data, self._offset = data, offset.astype(np.uint32) if len(data) < 1 << 32 else offset
        self._packed = len(offset) - 1
        self._more: list[str] = []

    def __len__(self) -> int:
        return self._packed + len(self._more)

    @overload
    def __getitem__(self, code: int) -> str: ...
    @overload
    def __getitem__(self, code: slice) -> list[str]: ...
    def __getitem__(self, code: int | slice) -> str | list[str]:
        if isinstance(code, slice):
            return [self[each] for each in range(*code.indices(len(self)))]
        if code < 0:
            code += len(self)
        if code >= self._packed:
            return self._more[code - self._packed]
        if code < 0:
            raise IndexError(code)
        return self._data[int(self._offset[code]) : int(self._offset[code + 1])].decode("utf-8")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(str.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # texts may be added

    def __repr__(self) -> str:
        return f"PackedTexts({list(self)!r})"

    def append(self, text: str) -> None:
        """Give a text the next code."""
        self._more.append(text)

    def extend(self, texts: Iterable[str]) -> None:
        """Give some texts the next codes."""
        self._more.extend(texts)

    def and_one_more(self, text: str) -> PackedTexts:
        """These texts, their bytes shared, and one more."""
        longer = PackedTexts.__new__(PackedTexts)
        longer._data, longer._offset, longer._packed = self._data, self._offset, self._packed
        longer._more = [*self._more, text]
        return longer

    def spans(self, codes: NDArray[np.integer]) -> tuple[bytes, NDArray[np.int64], NDArray[np.int64]]:
        """Some texts, by ascending code, as they lie in one run of bytes: the run, where each begins, its length."""
        inside = codes[codes < self._packed]
        begin = self._offset[inside].astype(np.int64)
        length = self._offset[inside + 1].astype(np.int64) - begin
        if len(inside) == len(codes):
            return self._data, begin, length
        more = [self._more[code].encode("utf-8") for code in (codes[len(inside) :] - self._packed).tolist()]
        lengths = np.fromiter(map(len, more), np.int64, len(more))
        begins = len(self._data) + np.cumsum(lengths) - lengths
        return self._data + b"".join(more), np.concatenate((begin, begins)), np.concatenate((length, lengths))
