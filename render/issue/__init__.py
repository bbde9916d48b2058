"""From the outbox to the file cabinet, where what is sent is kept as it was sent, and on to those to whom it goes."""
