"""What a plan is, and what follows from it: progress, where tasks stand, what changed; no files, no printing."""
