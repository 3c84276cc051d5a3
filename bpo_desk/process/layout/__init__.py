"""Places for what a file does not draw: layered from left to right, loops above, lines at right angles.

The same layout serves discovered maps. Deterministic: equal input, equal places.
"""

from bpo_desk.process.layout.fill import fill_in, lay_out

__all__ = ["fill_in", "lay_out"]
