"""The case screen: header, diagram, as-of slider, timeline, events and facts of one case. No reading of data here."""
