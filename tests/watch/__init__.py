"""What `kafkalab watch` shows."""
