"""Benchmarks with the real content and the real server: `make bench`. They measure; they do not test."""
