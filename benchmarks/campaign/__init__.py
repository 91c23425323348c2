"""A campaign of faults against a real cluster that is written to and read meanwhile: it must keep what it promised.

`schedule` draws the faults, `traffic` writes and reads, `judge` compares; `run` joins them, `__main__` prints a table.
"""
