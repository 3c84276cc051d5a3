"""What an assistive program finds, walked as it does."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

NAME = QAccessible.Text.Name


@contextmanager
def somebody_listening() -> Iterator[None]:
    """As while an assistive program runs."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def root_of(widget: QWidget) -> QAccessibleInterface:
    """The interface of a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def walked(at: QAccessibleInterface, depth: int = 0) -> list[tuple[int, str]]:
    """Depth and name of everything below, with what each says of its place checked on the way."""
    found = []
    for number in range(at.childCount()):
        child = at.child(number)
        assert child is not None
        assert at.indexOfChild(child) == number
        assert child.parent() is at
        assert child.isValid()
        found += [(depth, child.text(NAME)), *walked(child, depth + 1)]
    return found
