"""How staff sign in: accounts made here, or the agency's provider."""
