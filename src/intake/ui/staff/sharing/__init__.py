"""Cases that several workers share: opened with a reason, handed over, picked up."""
