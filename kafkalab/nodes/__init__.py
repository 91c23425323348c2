"""The nodes of a cluster: their plan, settings, folders, processes and state file; Apache Kafka as processes."""
