"""The `jack` command. Importing it imports nothing heavy: every command imports its own."""
