"""The figures of who talks to whom: boxes and arrows, placed by Graphviz, with the state that the cluster is in."""
