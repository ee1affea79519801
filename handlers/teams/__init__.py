"""Microsoft Teams: activities in, Adaptive Cards out.

Read in this order: activities, text, cards, gate, delivery, responder, actions, doors, webhook, package.
Only `connector` imports Microsoft's SDK, and only once Teams is configured.
"""
