"""Diagrams as pure functions of a snapshot: `topic.py` makes a scene of marks, `picture.py` a file of it."""
