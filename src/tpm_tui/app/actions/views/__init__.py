"""Actions on views: moving in them, filtering them, keeping them."""
