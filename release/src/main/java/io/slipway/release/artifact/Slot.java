package io.slipway.release.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Where one entry lies in the file. Its headers follow from these values alone, which is what lets a reader refuse any
 * other.
 *
 * @param method {@link #STORED} or {@link #DEFLATED}
 * @param packed bytes in the file
 * @param size bytes of content
 * @param offset of the local header
 */
record Slot(String name, int method, long crc, long packed, long size, long offset) {
    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int LOCAL_LENGTH = 30;
    static final int CENTRAL_LENGTH = 46;
    static final int END_LENGTH = 22;
    /** A count of entries that says that the 64-bit extension tells it. */
    static final int MANY = 0xFFFF;

    private static final int LOCATOR_LENGTH = 20;
    /** Of the 64-bit extension's record and what says where it is. */
    static final int MANY_LENGTH = 56 + LOCATOR_LENGTH;

    static final int LOCAL_MAGIC = 0x04034b50;
    static final int CENTRAL_MAGIC = 0x02014b50;
    static final int END_MAGIC = 0x06054b50;
    private static final int MANY_MAGIC = 0x06064b50;
    private static final int LOCATOR_MAGIC = 0x07064b50;
    /** The zip version that has the extension. */
    private static final short MANY_VERSION = 45;
    /** The only zip version, and 1980-01-01, the first day that a zip can tell. */
    private static final short VERSION = 20;

    private static final short DATE = 0x21;

    long dataOffset() {
        return offset + LOCAL_LENGTH + name.length();
    }

    long end() {
        return dataOffset() + packed;
    }

    byte[] localHeader() {
        byte[] header = new byte[LOCAL_LENGTH + name.length()];
        ByteBuffer b = little(header);
        b.putInt(LOCAL_MAGIC).putShort(VERSION);
        common(b);
        b.put(name.getBytes(StandardCharsets.US_ASCII));
        return header;
    }

    /** What a directory says of an entry, whose header {@link #isCentralHeader is one}. */
    static Slot of(String name, byte[] directory, int at) {
        return new Slot(
                name,
                int16(directory, at + 10),
                int32(directory, at + 16),
                int32(directory, at + 20),
                int32(directory, at + 24),
                int32(directory, at + 42));
    }

    static int nameLength(byte[] directory, int at) {
        return int16(directory, at + 28);
    }

    /** Whether the header says nothing but what {@link #of} takes from it: then it is the one that follows from that. */
    static boolean isCentralHeader(byte[] directory, int at) {
        return int32(directory, at) == CENTRAL_MAGIC
                && int16(directory, at + 4) == VERSION
                && int16(directory, at + 6) == VERSION
                // flags, and the time of day
                && int16(directory, at + 8) == 0
                && int16(directory, at + 12) == 0
                && int16(directory, at + 14) == DATE
                // lengths of extra field and comment, disk, attributes
                && int32(directory, at + 30) == 0
                && int32(directory, at + 34) == 0
                && int32(directory, at + 38) == 0;
    }

    /** Plain shifts: what a buffer does for them takes most of the time that a directory of ten thousand takes. */
    private static int int16(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    private static long int32(byte[] bytes, int at) {
        return int16(bytes, at) | (long) int16(bytes, at + 2) << 16;
    }

    byte[] centralHeader() {
        byte[] header = new byte[CENTRAL_LENGTH + name.length()];
        ByteBuffer b = little(header);
        b.putInt(CENTRAL_MAGIC).putShort(VERSION).putShort(VERSION);
        common(b);
        // comment length, disk, internal and external attributes: all none
        b.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        b.putInt((int) offset);
        b.put(name.getBytes(StandardCharsets.US_ASCII));
        return header;
    }

    /**
     * What follows the directory. More entries than two bytes can count are told by zip's 64-bit extension, which stands
     * before the end record; sizes and offsets fit into that.
     */
    static byte[] end(long entries, long directorySize, long directoryOffset, int commentLength) {
        boolean many = entries >= MANY;
        byte[] header = new byte[(many ? MANY_LENGTH : 0) + END_LENGTH];
        ByteBuffer b = little(header);
        if (many) {
            b.putInt(MANY_MAGIC).putLong(MANY_LENGTH - LOCATOR_LENGTH - 12);
            b.putShort(MANY_VERSION).putShort(MANY_VERSION).putInt(0).putInt(0);
            b.putLong(entries).putLong(entries).putLong(directorySize).putLong(directoryOffset);
            b.putInt(LOCATOR_MAGIC).putInt(0).putLong(directoryOffset + directorySize);
            b.putInt(1);
        }
        short count = (short) (many ? MANY : entries);
        b.putInt(END_MAGIC).putShort((short) 0).putShort((short) 0);
        b.putShort(count).putShort(count);
        b.putInt((int) directorySize).putInt((int) directoryOffset).putShort((short) commentLength);
        return header;
    }

    /** How many entries a {@link #MANY_LENGTH record of many} tells of. */
    static long manyEntries(byte[] many) {
        return little(many).getLong(24);
    }

    private void common(ByteBuffer b) {
        b.putShort((short) 0).putShort((short) method).putShort((short) 0).putShort(DATE);
        b.putInt((int) crc).putInt((int) packed).putInt((int) size);
        b.putShort((short) name.length()).putShort((short) 0);
    }

    private static ByteBuffer little(byte[] header) {
        return ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    }
}
