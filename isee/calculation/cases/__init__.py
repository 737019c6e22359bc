"""Cases written in a JSON file, read, computed and compared; the format is told in `docs/isee-calculation.md`."""
