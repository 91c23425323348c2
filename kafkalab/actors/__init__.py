"""Actors: producers and consumers that are programs in processes of their own, so that they can crash.

`source` writes the program, `options` checks what is asked of it, `run` and `process` start and end it, `report` reads
what it tells, `handles` are what a notebook holds, `registry` knows all actors of a cluster, `stage` gives them to
Cluster. Nothing is imported here: `run` comes through, and must start at once.
"""
