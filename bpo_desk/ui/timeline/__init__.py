"""A timeline that paints lanes, bars and marks from event columns. Knows events, not screens."""
