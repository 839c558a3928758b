"""Models that write answers; each is one provider."""
