"""What every HTTP endpoint shares: reading a request's body within bounds, and checking the host it was sent to."""
