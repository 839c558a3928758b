"""Use cases: each is one transaction at most."""
