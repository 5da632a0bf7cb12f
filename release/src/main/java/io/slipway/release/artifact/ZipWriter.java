package io.slipway.release.artifact;

import io.slipway.release.script.ScriptText;
import io.slipway.release.script.TextDigest;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a zip whose every byte follows from its contents (and from the zlib in use): no times, no attributes, no extra
 * fields, no gaps. Content is deflated unless that gains nothing, or gains so much that a reader would suspect a bomb.
 */
final class ZipWriter implements Closeable {
    private static final int BLOCK = PackedEntry.BLOCK;
    /** Content up to this size is packed in memory, which spares going back to fill in its header. */
    private static final int SMALL = 1 << 20;

    private final Path temporary;
    private final Path target;
    private final Limits limits;
    private final RandomAccessFile file;
    private final Deflater deflater = new Deflater(PackedEntry.LEVEL, true);
    private final List<Slot> slots = new ArrayList<>();
    private final byte[] input = new byte[BLOCK];
    private final byte[] output = new byte[BLOCK];
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(SMALL);
    private long at;
    private long total;

    /** @param target what to call the file in errors */
    ZipWriter(Path temporary, Path target, Limits limits) throws IOException {
        this.temporary = temporary;
        this.target = target;
        this.limits = limits;
        file = new RandomAccessFile(temporary.toFile(), "rw");
    }

    /**
     * Adds a text, checking its encoding.
     *
     * @param path what to call it in errors
     */
    TextDigest.Digests add(String name, ScriptText content, String path) throws IOException {
        if (content instanceof PackedText packed && packed.slot().packed() <= SMALL) {
            return takeOver(name, packed);
        }
        byte[] start;
        try (InputStream in = content.open()) {
            start = in.readNBytes(SMALL + 1);
        }
        TextDigest digest = new TextDigest(path);
        if (start.length <= SMALL) {
            digest.update(start, 0, start.length);
            add(name, PackedEntry.of(start, limits, deflater, output));
            return digest.finish();
        }
        flush();
        Slot slot = copy(name, content, digest, Slot.DEFLATED);
        TextDigest.Digests digests = digest.finish();
        if (PackedEntry.isTight(slot.size(), slot.packed(), limits)) {
            TextDigest again = new TextDigest(path);
            slot = copy(name, content, again, Slot.STORED);
            digests = again.finish();
        }
        file.seek(slot.offset());
        file.write(slot.localHeader());
        file.seek(slot.end());
        file.setLength(slot.end());
        took(slot);
        return digests;
    }

    /**
     * Takes a text over as another artifact packed it. That artifact was packed by the same rule; should its bytes have
     * changed since it was checked, then the new one is not what it says, and whoever opens it refuses it.
     */
    private TextDigest.Digests takeOver(String name, PackedText content) throws IOException {
        TextDigest.Digests digests = content.checked();
        Slot there = content.slot();
        append(new Slot(name, there.method(), there.crc(), there.packed(), there.size(), at), content.packed());
        return digests;
    }

    /** Adds what was packed elsewhere. */
    void add(String name, PackedEntry entry) throws IOException {
        append(entry.slot(name, at), entry.bytes());
    }

    private void append(Slot slot, byte[] packed) throws IOException {
        pending.writeBytes(slot.localHeader());
        pending.writeBytes(packed);
        took(slot);
        if (pending.size() >= SMALL) {
            flush();
        }
    }

    /**
     * Writes the directory and the seal, and waits until all of it is on the disk.
     *
     * @return the SHA-256 that the file ends with
     */
    String finish(String digest) throws IOException {
        long directory = at;
        long directorySize = 0;
        for (Slot slot : slots) {
            byte[] header = slot.centralHeader();
            pending.writeBytes(header);
            directorySize += header.length;
        }
        byte[] seal = Seal.hashedPart(digest);
        pending.writeBytes(Slot.end(slots.size(), directorySize, directory, seal.length + Seal.HASH_LENGTH));
        pending.writeBytes(seal);
        flush();
        limit(file.length() + Seal.HASH_LENGTH <= limits.fileBytes(), "file", limits.fileBytes());
        try (FileBytes written = new FileBytes(temporary)) {
            String sha256 = written.sha256(written.size());
            file.write(sha256.getBytes(StandardCharsets.US_ASCII));
            file.getFD().sync();
            return sha256;
        }
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        file.close();
    }

    private Slot copy(String name, ScriptText content, TextDigest digest, int method) throws IOException {
        long data = at + Slot.LOCAL_LENGTH + name.length();
        file.seek(data);
        CRC32 crc = new CRC32();
        long size = 0;
        deflater.reset();
        try (InputStream in = content.open()) {
            for (int n = in.readNBytes(input, 0, BLOCK); n > 0; n = in.readNBytes(input, 0, BLOCK)) {
                digest.update(input, 0, n);
                crc.update(input, 0, n);
                size += n;
                limit(size <= limits.entryBytes(), "entry " + name, limits.entryBytes());
                if (method == Slot.STORED) {
                    file.write(input, 0, n);
                } else {
                    deflater.setInput(input, 0, n);
                    drain();
                }
            }
        }
        if (method == Slot.DEFLATED) {
            deflater.finish();
            drain();
        }
        return new Slot(name, method, crc.getValue(), file.getFilePointer() - data, size, at);
    }

    private void drain() throws IOException {
        for (int n = deflater.deflate(output); n > 0; n = deflater.deflate(output)) {
            file.write(output, 0, n);
        }
    }

    private void took(Slot slot) {
        total += slot.size();
        limit(total <= limits.totalBytes(), "content", limits.totalBytes());
        limit(slot.end() <= limits.fileBytes(), "file", limits.fileBytes());
        slots.add(slot);
        limit(slots.size() <= limits.entries(), "number of entries", limits.entries());
        at = slot.end();
    }

    private void flush() throws IOException {
        file.write(pending.toByteArray());
        pending.reset();
    }

    private void limit(boolean kept, String what, long limit) {
        if (!kept) {
            throw Refusal.tooLarge(target, "the artifact's " + what + " would be larger than " + limit);
        }
    }
}
