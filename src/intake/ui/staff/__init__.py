"""The call desk: the screens of intake staff. All of them require sign-in."""
