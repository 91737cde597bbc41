"""Calculations that run beside the screen; of each only the result of the newest plan counts."""
