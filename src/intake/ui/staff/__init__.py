"""The call desk: what intake staff see and do. Everything here needs a sign-in."""
