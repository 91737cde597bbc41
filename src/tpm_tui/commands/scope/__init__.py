"""Commands on requirements, requests for change, and traces."""
