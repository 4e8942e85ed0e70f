"""What surrounds every screen: the frame, the web server, clean-up, logs and the error page."""
