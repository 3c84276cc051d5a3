"""The business words: ids, event kinds, column layouts. No Qt, no SQL, no I/O."""
