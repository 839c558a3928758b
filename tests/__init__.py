"""Tests of Jack; the folders mirror the package."""
