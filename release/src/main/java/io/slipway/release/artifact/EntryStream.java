package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of one entry. Gives at most as many bytes as the directory says, and fails where the content ends early,
 * goes on, hides bytes behind the packed data, or has another checksum.
 */
final class EntryStream extends InputStream {
    private static final int BLOCK = 1 << 16;
    private final Path file;
    private final FileBytes bytes;
    private final Slot slot;
    private final Optional<String> sha256;
    private final MessageDigest digest = Sha256.start();
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input;
    private final byte[] one = new byte[1];
    private long at;
    private long given;
    private boolean ended;

    /** @param sha256 what the content must have, where that is known and not checked otherwise */
    EntryStream(Path file, FileBytes bytes, Slot slot, Optional<String> sha256) {
        this.file = file;
        this.bytes = bytes;
        this.slot = slot;
        this.sha256 = sha256;
        input = new byte[(int) Math.max(1, Math.min(BLOCK, slot.packed()))];
        at = slot.dataOffset();
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (given == slot.size()) {
            expectEnd();
            return -1;
        }
        int wanted = (int) Math.min(length, slot.size() - given);
        int n = slot.method() == Slot.STORED ? copy(into, from, wanted) : inflate(into, from, wanted);
        if (n == 0) {
            throw damaged("is shorter than the zip says");
        }
        crc.update(into, from, n);
        if (sha256.isPresent()) {
            digest.update(into, from, n);
        }
        given += n;
        if (given == slot.size()) {
            // now rather than at the next call, so that no reader has the last bytes before they are known to be right
            expectEnd();
        }
        return n;
    }

    private void expectEnd() throws IOException {
        if (ended) {
            return;
        }
        if (slot.method() == Slot.DEFLATED && inflate(one, 0, 1) > 0) {
            throw Refusal.hostile(file, "entry " + slot.name() + " is longer than the zip says");
        }
        boolean all =
                slot.method() == Slot.STORED || inflater.finished() && inflater.getRemaining() == 0 && at == slot.end();
        if (!all) {
            throw Refusal.hostile(file, "entry " + slot.name() + " has bytes behind its packed content");
        }
        if (given != slot.size() || crc.getValue() != slot.crc()) {
            throw damaged("has another checksum than the zip says");
        }
        if (sha256.isPresent() && !sha256.equals(Optional.of(HexFormat.of().formatHex(digest.digest())))) {
            throw damaged("was changed while it was read");
        }
        ended = true;
    }

    @Override
    public void close() {
        inflater.end();
    }

    private int copy(byte[] into, int from, int wanted) throws IOException {
        int n = (int) Math.min(wanted, slot.end() - at);
        bytes.read(at, into, from, n);
        at += n;
        return n;
    }

    private int inflate(byte[] into, int from, int wanted) throws IOException {
        try {
            while (!inflater.finished()) {
                int n = inflater.inflate(into, from, wanted);
                if (n > 0) {
                    return n;
                }
                if (inflater.needsDictionary()) {
                    throw damaged("is packed in a way that no artifact uses");
                }
                if (inflater.needsInput() && !inflater.finished()) {
                    int packed = (int) Math.min(input.length, slot.end() - at);
                    if (packed == 0) {
                        return 0;
                    }
                    bytes.read(at, input, 0, packed);
                    at += packed;
                    inflater.setInput(input, 0, packed);
                }
            }
            return 0;
        } catch (DataFormatException e) {
            throw damaged("cannot be unpacked").causedBy(e);
        }
    }

    private SlipwayException damaged(String what) {
        return Refusal.damaged(file, "entry " + slot.name() + " " + what);
    }
}
