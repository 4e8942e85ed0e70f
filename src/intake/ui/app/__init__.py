"""What surrounds every screen: the frame, the web server, session cleanup, logs and the error page."""
