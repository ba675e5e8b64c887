package dev.townhall.core.foundation.random;

import java.security.SecureRandom;

/// Randomness of the operating system, fit for tokens.
public final class SecureRandomness implements Randomness {
    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
