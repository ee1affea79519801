"""Slack: read `blocks` (a reply as Block Kit), then `listeners` (what Slack sends us)."""
