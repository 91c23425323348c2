"""Benchmarks: ratios measured in one run on one machine, printed with their spread. Nothing here passes or fails."""
