package io.slipway.cli.torture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes bytes as accidents and adversaries do. */
final class Mutation {
    /** What readers of SQL, of zip files and of JSON trip over. */
    private static final List<byte[]> NASTY = List.of(
            bytes("'"),
            bytes("\""),
            bytes("$$"),
            bytes("$a$"),
            bytes("/*"),
            bytes("*/"),
            bytes("--"),
            bytes(";"),
            bytes("\\"),
            bytes("\r"),
            bytes("\u0000"),
            bytes("\uFEFF"),
            bytes("DELIMITER //\n"),
            bytes("\\."),
            bytes("-- slipway rollback:\n"),
            bytes("-- slipway timeout: 99999999999h\n"),
            bytes("BEGIN ATOMIC "),
            bytes("E'\\"),
            bytes("${x}"),
            bytes("{\"a\":"),
            bytes("]"),
            new byte[] {(byte) 0xC3},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {'P', 'K', 5, 6},
            new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x7F});

    private Mutation() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One to four changes. */
    static byte[] of(byte[] original, Random random) {
        byte[] bytes = original;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
        byte[] piece = Arrays.copyOfRange(bytes, at, end);
        return switch (random.nextInt(7)) {
            case 0 -> replaced(bytes, at, Math.min(bytes.length, at + 1), new byte[] {(byte) random.nextInt(256)});
            case 1 -> {
                byte[] flipped = bytes.clone();
                if (flipped.length > 0) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
            case 2 -> replaced(bytes, at, end, new byte[0]);
            case 3 -> replaced(bytes, at, at, piece);
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> replaced(bytes, at, at, NASTY.get(random.nextInt(NASTY.size())));
            default -> {
                int to = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
                yield replaced(bytes, to, Math.min(bytes.length, to + piece.length), piece);
            }
        };
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }
}
