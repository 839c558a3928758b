"""Jack The Butler: a hotel's front desk for messages."""

from importlib.metadata import version

__version__ = version("jack-the-butler")
