"""What a meeting opens with: the evidence that its type asks for."""
