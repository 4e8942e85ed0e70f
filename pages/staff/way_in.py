"""What stands at "/" where staff alone is served: nothing but the way to the desk."""

from intake.ui.common import navigation

navigation.go("today")
