"""What a cluster looks like now: the wire, the snapshot, and who keeps watching."""
