"""Documents → files: decide what to do with each, do it, and lose nothing."""
