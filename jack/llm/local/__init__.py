"""The provider that needs no key and no network: examples, rules and the hotel's own sentences."""

NAME = "local"
