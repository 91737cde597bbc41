"""The network calculated many times over with sampled estimates and risks."""
