"""Commands on checks and gates."""
