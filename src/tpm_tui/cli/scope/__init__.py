"""Sub-commands on objectives, traces and requests for change."""
