"""Flow and metrics of delivery as facts and lines."""
