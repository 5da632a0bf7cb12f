package io.slipway.release.script;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A stretch of bytes that are at hand; nobody changes them. */
final class BytesText implements ScriptText {
    private final byte[] bytes;
    private final int start;
    private final int size;

    /**
     * @param start offset of the first byte
     * @param size number of bytes
     */
    BytesText(byte[] bytes, int start, int size) {
        this.bytes = bytes;
        this.start = start;
        this.size = size;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes, start, size);
    }

    @Override
    public long size() {
        return size;
    }
}
