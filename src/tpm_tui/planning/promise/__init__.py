"""What was promised, how sure it is, and the state that follows from it by rule."""
