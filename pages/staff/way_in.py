"""The page at "/" of a server for staff only: goes to Today."""

from intake.ui.common import navigation

navigation.go("today")
