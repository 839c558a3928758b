"""Jack The Butler: a hotel's front desk for messages."""

from __future__ import annotations


def __getattr__(name: str) -> str:
    """`jack.__version__`, looked up when somebody asks: the look-up costs more than a start may."""
    if name == "__version__":
        from importlib.metadata import version

        return version("jack-the-butler")
    raise AttributeError(name)
