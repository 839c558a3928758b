"""Property management systems: where reservations come from."""
