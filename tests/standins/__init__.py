"""Servers on loopback that speak the vendors' protocols and enforce them; see README.md."""
