"""Lucide icons (ISC licence), inlined as SVG by the `icon` tag."""
