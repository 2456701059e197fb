"""A hasher that counts its work, so that two answers can be compared without a clock."""

from django.contrib.auth.hashers import MD5PasswordHasher


class CountingHasher(MD5PasswordHasher):
    """The quick hasher of the tests; `done` says how often it worked."""

    done = 0

    def encode(self, password, salt):
        type(self).done += 1
        return super().encode(password, salt)
