"""How long things take, measured on the real content and the real server: `make bench`. A figure, not a test."""
