"""Report: outcomes become files. `rows` says what a row holds; each writer is a module with one job."""
