"""Ways guests write; each module speaks one vendor's protocol."""
