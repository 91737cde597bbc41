"""The links of a network and its order, as arrays that share what did not change."""
