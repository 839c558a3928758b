"""Nouns of the product as plain dataclasses and enums."""
