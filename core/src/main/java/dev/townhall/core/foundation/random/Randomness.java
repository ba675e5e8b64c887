package dev.townhall.core.foundation.random;

/// The town's only source of randomness. Thread-safe.
public interface Randomness {
    /// `count` unpredictable bytes (in simulation: bytes of the seed).
    byte[] bytes(int count);

    /// A hexadecimal token of `bits` bits; `bits` is a multiple of 8.
    default String token(int bits) {
        return java.util.HexFormat.of().formatHex(bytes(bits / 8));
    }
}
