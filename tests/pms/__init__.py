"""Property management systems: adapters, files and the mock."""
