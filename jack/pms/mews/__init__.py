"""Mews, by the Connector API."""
