"""What the work is for: objectives, requirements with what they bind, and the traces from need to release."""
