package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** The content of an entry, ready to be written: made in any thread, and the same bytes in each. */
final class PackedEntry {
    /** Deflate is fed full blocks of one size, so that what it makes of them does not depend on how a stream reads. */
    static final int BLOCK = 1 << 16;

    /** Of texts, which are packed once and taken over as they are from then on. */
    static final int LEVEL = 6;

    /** Of what each artifact says anew: it gets larger by a tenth, and takes half the time. */
    private static final int FAST = 1;

    private final int method;
    private final long crc;
    private final int size;
    private final String sha256;
    private final byte[] bytes;

    private PackedEntry(int method, long crc, int size, String sha256, byte[] bytes) {
        this.method = method;
        this.crc = crc;
        this.size = size;
        this.sha256 = sha256;
        this.bytes = bytes;
    }

    /** Of the content, lower-case hex. */
    String sha256() {
        return sha256;
    }

    /** @param offset where it will lie in the file, in bytes */
    Slot slot(String name, long offset) {
        return new Slot(name, method, crc, bytes.length, size, offset);
    }

    /** As they lie in the file; nobody changes them. */
    byte[] bytes() {
        return bytes;
    }

    static PackedEntry of(byte[] content, Limits limits) {
        Deflater deflater = new Deflater(FAST, true);
        try {
            return of(content, limits, deflater, new byte[BLOCK]);
        } finally {
            deflater.end();
        }
    }

    /** @param output any bytes, which are overwritten */
    static PackedEntry of(byte[] content, Limits limits, Deflater deflater, byte[] output) {
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 2 + 64);
        deflater.reset();
        for (int from = 0; from < content.length; from += BLOCK) {
            deflater.setInput(content, from, Math.min(BLOCK, content.length - from));
            drain(deflater, output, packed);
        }
        deflater.finish();
        drain(deflater, output, packed);
        boolean store = isTight(content.length, packed.size(), limits);
        return new PackedEntry(
                store ? Slot.STORED : Slot.DEFLATED,
                crc.getValue(),
                content.length,
                Sha256.of(content),
                store ? content : packed.toByteArray());
    }

    /** Whether deflating gains nothing, or so much that a reader would suspect a bomb. */
    static boolean isTight(long size, long packed, Limits limits) {
        return packed >= size || size > packed * limits.ratio();
    }

    private static void drain(Deflater deflater, byte[] output, ByteArrayOutputStream packed) {
        for (int n = deflater.deflate(output); n > 0; n = deflater.deflate(output)) {
            packed.write(output, 0, n);
        }
    }
}
