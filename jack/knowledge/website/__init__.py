"""Reads the pages of a hotel's own website as it reads files: politely, and nothing but that site."""
