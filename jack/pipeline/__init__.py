"""The way of one guest turn, from stored message to decided answer."""
