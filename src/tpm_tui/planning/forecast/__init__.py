"""The forecast of a plan from its simulation, what responses to risks do to it, and how forecasts have held."""
