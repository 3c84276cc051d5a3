"""The vectorised XES reader, for files as most tools write them: flat attributes, `key` before `value`, double quotes.

It looks for the tags of a chunk by array operations and checks every assumption; a chunk that does not keep them makes
it give up (None), and the streaming reader reads the file from its start. The result is that of the streaming reader.
"""

from __future__ import annotations
