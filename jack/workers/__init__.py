"""Loops that deliver what waits in tables to the use cases."""
