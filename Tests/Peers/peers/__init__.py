"""Sends the same configuration and requests to Traefik and to usher, and compares what comes out."""
