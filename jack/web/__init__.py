"""HTTP and WebSockets: the outside of the use cases."""
