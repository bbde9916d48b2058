"""The documents live in a browser on this computer: read-only, redrawn at each save, each sentence with its place."""
