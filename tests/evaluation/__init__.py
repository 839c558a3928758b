"""Measures answers on files of questions; run by hand, nothing here is collected as a test."""
