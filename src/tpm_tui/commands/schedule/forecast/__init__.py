"""What forecasts leave behind, and what is learnt from them."""
