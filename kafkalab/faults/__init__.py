"""What breaking a node does to its cluster, and bringing all back: judged (effects), waited for (noticing), mended."""
