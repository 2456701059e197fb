"""Signing in by an OpenID Connect provider, more strictly than django-allauth does it by itself.

Every token is verified by the provider's published keys, bound to the visit by its nonce, and made out to us; what the
provider tells of the person is a signed token too where its settings say so (ProConnect). Leaving here leaves there.
"""
