"""`kafkalab doctor`: is everything in place for a cluster, and is anything left over? It looks, and says one line each.

A module per check: `look()` finds out, a pure function judges. Only orphans are ever mended, and only with --fix.
"""

from kafkalab.doctor.checkup import checkup
from kafkalab.doctor.finding import Finding

__all__ = ["Finding", "checkup"]
