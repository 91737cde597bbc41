"""Sub-commands of what was promised, who must hear of it, and the reports that leave the file."""
