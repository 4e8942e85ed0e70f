"""The types of the product and the engine that evaluates answers. Nothing here reads a file, a clock, or a screen."""
