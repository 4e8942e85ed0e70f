"""Sign-in of staff, with a password or at a provider."""
