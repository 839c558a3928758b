"""How fast and how frugal Jack is, measured beside what its parts could do: `python -m tests.load`."""
