"""What tests share: small and real projects, pages and packages to read, samples, other programs."""
