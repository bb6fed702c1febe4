"""Views of the workspace. A pane hears the workspace and calls it; panes never know each other."""
