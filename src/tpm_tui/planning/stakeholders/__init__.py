"""Who is responsible, who cares, and who must hear about a change."""
