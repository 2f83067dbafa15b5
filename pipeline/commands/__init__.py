"""What each command does, one module each: plain functions that `cli.py` calls and tests can call. Each returns an exit code."""
