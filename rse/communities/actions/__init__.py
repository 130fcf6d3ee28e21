"""What is done to groups. Each module a subject: groups, memberships, invitations, requests, departments."""
