"""templates/ + plan → pages: what templates see, their front matter, and the documents that they make."""
