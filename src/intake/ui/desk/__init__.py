"""The call desk: what intake staff see and do. Nobody reaches any of it without signing in."""
