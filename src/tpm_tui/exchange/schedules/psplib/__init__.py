"""Instances of scheduling problems from the literature: PSPLIB and iMOPSE."""
