"""BPMN 2.0 files to process definitions. What the elements mean and where they are drawn are joined here by id."""

from bpo_desk.process.bpmn.reading import ReadingNote, read_definition

__all__ = ["ReadingNote", "read_definition"]
