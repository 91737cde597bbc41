"""Lines of delivery: the board, flow, releases and incidents."""
