"""Cloudbeds, by its API v1.3."""
