"""From the outbox to the file cabinet: what is sent gets its number and day, and is kept as it was sent."""
