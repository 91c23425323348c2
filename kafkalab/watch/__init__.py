"""`kafkalab watch`: a cluster in a terminal, live. `picture` and `table` say what is shown, `screen` keeps it fresh."""
