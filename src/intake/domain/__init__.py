"""The types the product speaks in and the engine that reads answers. No file, no clock, no screen."""
